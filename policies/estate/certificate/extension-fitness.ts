import {
  certificateSettingsPath,
  extensionLines,
  isTokenEndpoint,
  msiClientIdPath,
  msiEndpointPath,
  pollingIntervalPath,
  type ExtensionLine,
  type LineTraits,
} from "../../model/certificate/extension-line";
import { releaseTitle } from "../../model/windows-release";
import { booleanProperty, property, stringProperty, type AzureResource } from "../resource";
import { imageRelease } from "../windows-image";
import { settingOf, stringSetting } from "./extension-settings";
import { lineOf } from "./key-vault-extensions";
import { extensionName, pathIn, type MachineExtension } from "./machine-extensions";
import type { ObservedCertificate } from "./observed-certificates";

/** Something that keeps a Key Vault extension from doing what its settings ask for, or may. */
export type Misfit =
  | { readonly state: "unfit" | "ineffective"; readonly path: string; readonly fact: string; readonly value?: string }
  | { readonly state: "open"; readonly path: string; readonly fact: string; readonly settle: string };

/** What is unfit about an extension and the certificates that it observes. */
export function misfits(extension: MachineExtension, certificates: readonly ObservedCertificate[]): readonly Misfit[] {
  const ofAnyLine = [...settingsAsText(extension), ...minorUpgradesOff(extension), ...endpoint(extension)];
  const line = lineOf(extension);
  if (line.state === "unknown") {
    const fact = `whether ${extensionName(extension)} fits its machine and its settings is not known: ${line.why}`;
    return [...ofAnyLine, { state: "open", path: line.path, fact, settle: 'set typeHandlerVersion to "3.0" or "4.0"' }];
  }
  // ARM refuses an extension without a version.
  if (line.state === "absent") return ofAnyLine;
  const traits = extensionLines[line.value];
  return [
    ...ofAnyLine,
    ...unfitImages(extension, line.value, traits),
    ...certificates.flatMap((certificate) => wrongShape(certificate, line.value, traits)),
    ...polling(extension, line.value, traits),
    ...dropped(extension, certificates, line.value, traits),
  ];
}

// https://github.com/MicrosoftDocs/azure-docs/issues/49224
function settingsAsText(extension: MachineExtension): readonly Misfit[] {
  const path = pathIn(extension, "settings");
  const whole = property(extension.resource, path);
  if (whole.state !== "known" || typeof whole.value !== "string") return [];
  const fact = `${extensionName(extension)} gets its settings as a text, and refuses them: it reads an object only`;
  return [{ state: "unfit", path, value: "a text", fact }];
}

function minorUpgradesOff(extension: MachineExtension): readonly Misfit[] {
  const path = pathIn(extension, "autoUpgradeMinorVersion");
  const upgrades = booleanProperty(extension.resource, path);
  if (upgrades.state === "unknown" || (upgrades.state === "known" && upgrades.value)) return [];
  const value = upgrades.state === "known" ? { value: "false" } : {};
  const fact = `${extensionName(extension)} installs without the minor releases that came after its version`;
  return [{ state: "ineffective", path, ...value, fact }];
}

// https://github.com/MicrosoftDocs/azure-docs/issues/109667
function endpoint(extension: MachineExtension): readonly Misfit[] {
  const setting = stringSetting(extension, msiEndpointPath);
  const name = extensionName(extension);
  if (setting.state === "known" && setting.value !== "") {
    if (isTokenEndpoint(setting.value)) return [];
    const fact = `${name} asks for its token at ${setting.value}, which is not the http address of a host`;
    return [{ state: "unfit", path: pathIn(extension, `settings.${msiEndpointPath}`), value: setting.value, fact }];
  }
  if (setting.state === "unknown" || settingOf(extension, msiClientIdPath).state === "absent") return [];
  const fact = `${name} sets msiClientId without msiEndpoint, which is documented as required beside it`;
  return [{ state: "ineffective", path: pathIn(extension, `settings.${msiEndpointPath}`), fact }];
}

function unfitImages(extension: MachineExtension, line: ExtensionLine, traits: LineTraits): readonly Misfit[] {
  const { leastServerYear } = traits;
  if (leastServerYear === undefined) return [];
  const [first, ...others] = extension.machines.map((machine) => unfitImage(extension, line, leastServerYear, machine));
  if (!first || others.every((other) => other?.state === first.state)) return first ? [first] : [];
  const names = extension.machines.map(({ name }) => name).join(" or ");
  const fact = `whether ${extensionName(extension)} installs is not known: it belongs to ${names}, and nothing tells which`;
  return [{ state: "open", path: "vmName", fact, settle: "name the machine as plain text" }];
}

function unfitImage(
  extension: MachineExtension,
  line: ExtensionLine,
  leastServerYear: number,
  machine: AzureResource,
): Misfit | undefined {
  const path = pathIn(extension, "typeHandlerVersion");
  const version = stringProperty(extension.resource, path);
  const release = imageRelease(machine);
  const name = extensionName(extension);
  if (release.state === "known" && release.value.kind === "server") {
    if (release.value.year >= leastServerYear) return undefined;
    const fact = `${name} is of the line ${line}, which does not install on ${releaseTitle(release.value)} of ${machine.name}`;
    return { state: "unfit", path, ...(version.state === "known" && { value: version.value }), fact };
  }
  const why = release.state === "unknown" ? release.why : `${machine.name} has a client release of Windows`;
  const fact = `whether ${name}, of the line ${line} for Windows Server ${leastServerYear} and later, installs is not known: ${why}`;
  return { state: "open", path, fact, settle: "use the line 3.x, or a Marketplace image whose name tells its release" };
}

function wrongShape(
  { extension, entry, path }: ObservedCertificate,
  line: ExtensionLine,
  { observes }: LineTraits,
): readonly Misfit[] {
  const written = settingOf(extension, entry);
  if (written.state !== "known") return [];
  const isUrl = typeof written.value === "string";
  if (isUrl === (observes === "url")) return [];
  const name = extensionName(extension);
  const fact = isUrl
    ? `${name} observes a plain URL as the line 1.x does; in the line ${line} an object holds it, with its accounts`
    : `${name} observes an object as later lines do; the line ${line} reads plain URLs only`;
  return [{ state: "unfit", path, value: isUrl ? "a text" : "an object", fact }];
}

// https://github.com/MicrosoftDocs/azure-docs/issues/41837
function polling(extension: MachineExtension, line: ExtensionLine, { pollingSeconds }: LineTraits): readonly Misfit[] {
  const interval = settingOf(extension, pollingIntervalPath);
  if (interval.state !== "known") return [];
  const path = pathIn(extension, `settings.${pollingIntervalPath}`);
  const name = extensionName(extension);
  const seconds = Number(interval.value);
  if (pollingSeconds) {
    const { least, most } = pollingSeconds;
    if (!(seconds < least || seconds > most)) return [];
    const fact = `${name} asks for ${seconds} seconds between two looks; the line ${line} allows ${least} to ${most}`;
    return [{ state: "ineffective", path, value: String(seconds), fact }];
  }
  if (typeof interval.value !== "number") return [];
  const fact = `${name} gets ${seconds} as a number, and refuses its settings: it reads a text such as "3600" only`;
  return [{ state: "unfit", path, value: String(seconds), fact }];
}

function dropped(
  extension: MachineExtension,
  certificates: readonly ObservedCertificate[],
  line: ExtensionLine,
  { dropped: names }: LineTraits,
): readonly Misfit[] {
  const places = [
    ...(names?.ofAll ?? []).map((name) => `${certificateSettingsPath}.${name}`),
    ...certificates.flatMap(({ entry }) => (names?.ofEach ?? []).map((name) => `${entry}.${name}`)),
  ];
  return places.flatMap((place): Misfit[] => {
    const setting = settingOf(extension, place);
    if (setting.state !== "known") return [];
    const name = place.split(".").at(-1)!;
    const fact = `${extensionName(extension)} sets ${name}, which the line ${line} has dropped`;
    const value = JSON.stringify(setting.value);
    return [{ state: "ineffective", path: pathIn(extension, `settings.${place}`), value, fact }];
  });
}
