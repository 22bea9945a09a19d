import { machineExtensions, pathIn, type MachineExtension } from "../certificate/machine-extensions";
import type { Estate } from "../estate";
import { property, stringProperty, type AzureResource } from "../resource";
import { isObject, read, readList, readString, type Reading, type Value } from "../value";
import type { CarriedScript } from "./carried-script";

type ExtensionReader = (extension: MachineExtension) => CarriedScript[];

// Publisher and type of the extensions that run scripts inside Windows; those for Linux have other names.
const readers: Readonly<Record<string, ExtensionReader>> = {
  "microsoft.compute/customscriptextension": customScript,
  "microsoft.cplat.core/runcommandwindows": runCommand,
  "microsoft.cplat.core/runcommandhandlerwindows": runCommand,
  "microsoft.powershell/dsc": desiredState,
};
const scriptFile = /\.(ps1|psm1|cmd|bat|vbs|js|wsf)$/i;
const instanceExtension = "compute:VirtualMachineScaleSetVMExtension";

/** Scripts of extensions: of virtual machines, of scale sets, inline or stand-alone. */
export function extensionScripts(estate: Estate): CarriedScript[] {
  const ofInstances = estate.ofType(instanceExtension).map((resource) => ({ resource, at: "", machines: [] }));
  return [...machineExtensions(estate).all, ...ofInstances].flatMap((extension) => {
    const [publisher, type] = ["publisher", "type"].map((name) => extensionProperty(extension, name));
    if (publisher?.state !== "known" || type?.state !== "known") return [];
    const name = `${publisher.value}/${type.value}`.trim().toLowerCase();
    return Object.hasOwn(readers, name) ? readers[name]!(extension) : [];
  });
}

function extensionProperty(extension: MachineExtension, name: string): Reading<string> {
  return stringProperty(extension.resource, pathIn(extension, name));
}

/** One of an extension's two settings objects, also where it is written as JSON text. */
interface Settings {
  readonly path: string;
  readonly value: Value | undefined;
  readonly isSecret: boolean;
  readonly why: string | undefined;
}

function settingsOf(extension: MachineExtension): Settings[] {
  return (["settings", "protectedSettings"] as const).map((name) => {
    const path = pathIn(extension, name);
    const reading = property(extension.resource, path);
    const value = reading.state === "known" ? parsed(reading.value) : undefined;
    const why = reading.state === "unknown" ? reading.why : undefined;
    return { path, value, isSecret: name === "protectedSettings", why };
  });
}

function parsed(value: Value): Value {
  if (typeof value !== "string") return value;
  try {
    const json = JSON.parse(value) as Value;
    return isObject(json) ? json : value;
  } catch {
    return value;
  }
}

// https://learn.microsoft.com/azure/virtual-machines/extensions/custom-script-windows
function customScript(extension: MachineExtension): CarriedScript[] {
  const { resource } = extension;
  const settings = settingsOf(extension);
  const found = settings.flatMap((one) => [...commandLine(one, resource), ...files(one, resource)]);
  const open = settings.find(({ why }) => why !== undefined);
  if (open) found.push({ resource, path: open.path, hidden: open.why! });
  return [...found, ...fromKeyVault(extension)];
}

function commandLine({ path, value }: Settings, resource: AzureResource): CarriedScript[] {
  const command = readString(value, "commandToExecute");
  const at = `${path}.commandToExecute`;
  if (command.state === "known") return [{ resource, path: at, text: command.value, origin: { shell: "cmd" } }];
  return command.state === "unknown" ? [{ resource, path: at, hidden: `${at} is not known yet` }] : [];
}

function files({ path, value, isSecret }: Settings, resource: AzureResource): CarriedScript[] {
  const uris = readList(value, "fileUris");
  const at = `${path}.fileUris`;
  if (uris.state === "absent") return [];
  if (uris.state === "unknown") return [{ resource, path: at, hidden: `${at} is not known yet` }];
  const names = uris.value.map((_, index) => {
    const uri = read(uris.value, `[${index}]`);
    return uri.state === "known" && typeof uri.value === "string" ? fileName(uri.value) : "a file";
  });
  const scripts = names.filter((name) => name === "a file" || scriptFile.test(name));
  if (scripts.length === 0) return [];
  const shown = isSecret ? "a script" : scripts.join(", ");
  return [{ resource, path: at, hidden: `${at} names ${shown}, which is not part of the stack` }];
}

// Without the query, which may hold a signature.
function fileName(uri: string): string {
  const name = uri.split(/[?#]/)[0]!.split("/").pop() ?? "";
  return /^[\w.-]{1,80}$/.test(name) ? name : "a file";
}

function fromKeyVault(extension: MachineExtension): CarriedScript[] {
  const path = pathIn(extension, "protectedSettingsFromKeyVault");
  if (property(extension.resource, path).state === "absent") return [];
  return [{ resource: extension.resource, path, hidden: `${path} holds the command in a vault` }];
}

// The extension that Run Command installs: script is a list of lines.
function runCommand(extension: MachineExtension): CarriedScript[] {
  const { resource } = extension;
  return settingsOf(extension).flatMap(({ path, value }): CarriedScript[] => {
    const script = read(value, "script");
    const at = `${path}.script`;
    if (script.state === "absent") return [];
    const lines =
      script.state === "known" && Array.isArray(script.value)
        ? script.value
        : [script.state === "known" && script.value];
    if (lines.some((line) => typeof line !== "string"))
      return [{ resource, path: at, hidden: `${at} is not known yet` }];
    return [{ resource, path: at, text: lines.join("\n"), origin: { shell: "powershell" } }];
  });
}

// https://learn.microsoft.com/azure/virtual-machines/extensions/dsc-template: the configuration comes in an archive.
function desiredState(extension: MachineExtension): CarriedScript[] {
  const { resource } = extension;
  const places = ["configuration.url", "modulesUrl", "ModulesUrl", "configurationUrl"];
  for (const { path, value, why } of settingsOf(extension)) {
    if (why !== undefined) return [{ resource, path, hidden: why }];
    const place = places.find((each) => read(value, each).state !== "absent");
    if (place !== undefined) {
      const at = `${path}.${place}`;
      return [{ resource, path: at, hidden: `${at} names a configuration that is not part of the stack` }];
    }
  }
  return [];
}
