import { deliversVaultCertificates, extensionLine, type ExtensionLine } from "../../model/certificate/extension-line";
import { view, type Estate } from "../estate";
import { stringProperty, type AzureResource } from "../resource";
import type { NotKnown, Reading } from "../value";
import { machineExtensions, pathIn, type MachineExtension, type OpenExtension } from "./machine-extensions";

/** The Key Vault extensions of one machine. */
export interface KeyVaultDelivery {
  /** Those that are certainly its own. */
  readonly certain: readonly MachineExtension[];
  /** What may be one, and what leaves that open. */
  readonly possible: readonly OpenExtension[];
}

interface KeyVaultExtensions {
  readonly all: readonly MachineExtension[];
  readonly kinds: ReadonlyMap<MachineExtension, boolean | NotKnown>;
  /** Of no machine that could be named. */
  readonly unplaced: readonly OpenExtension[];
}

const known: (estate: Estate) => KeyVaultExtensions = view((estate) => {
  const { all, unplaced } = machineExtensions(estate);
  const kinds = new Map(all.map((extension) => [extension, isKeyVaultExtension(extension)] as const));
  return {
    all: all.filter((extension) => kinds.get(extension) === true),
    kinds,
    unplaced: unplaced.flatMap(({ extension, reading }) =>
      kinds.get(extension) === false ? [] : [{ resource: extension.resource, reading }],
    ),
  };
});

/** Every extension that certainly is a Key Vault extension for Windows, on whatever machine. */
export function keyVaultExtensions(estate: Estate): readonly MachineExtension[] {
  return known(estate).all;
}

/** The Key Vault extensions that a machine has or may have. */
export function keyVaultDelivery(estate: Estate, machine: AzureResource): KeyVaultDelivery {
  const { kinds, unplaced } = known(estate);
  const { ofMachine, openLists } = machineExtensions(estate);
  const certain: MachineExtension[] = [];
  const possible: OpenExtension[] = [...unplaced];
  for (const extension of ofMachine.get(machine.urn) ?? []) {
    const kind = kinds.get(extension);
    if (kind === false || kind === undefined) continue;
    if (kind !== true) possible.push({ resource: extension.resource, reading: kind });
    else if (extension.machines.length === 1) certain.push(extension);
    else possible.push({ resource: extension.resource, reading: severalMachines(extension) });
  }
  const openList = openLists.get(machine.urn);
  return { certain, possible: openList ? [...possible, openList] : possible };
}

function isKeyVaultExtension(extension: MachineExtension): boolean | NotKnown {
  const [publisher, type] = ["publisher", "type"].map((name) =>
    stringProperty(extension.resource, pathIn(extension, name)),
  ) as [Reading<string>, Reading<string>];
  if (publisher.state === "absent" || type.state === "absent") return false;
  if (type.state === "known" && !deliversVaultCertificates("Microsoft.Azure.KeyVault", type.value)) return false;
  if (publisher.state === "known" && !deliversVaultCertificates(publisher.value, "KeyVaultForWindows")) return false;
  if (type.state === "unknown") return type;
  return publisher.state === "unknown" ? publisher : true;
}

function severalMachines(extension: MachineExtension): NotKnown {
  const names = extension.machines.map((machine) => machine.name).join(" or ");
  const why = `${extension.resource.name} belongs to ${names}, and nothing tells which`;
  return { state: "unknown", path: "vmName", why };
}

/** The line of a Key Vault extension; unknown also for a version that no line is known for. */
export function lineOf(extension: MachineExtension): Reading<ExtensionLine> {
  const path = pathIn(extension, "typeHandlerVersion");
  const version = stringProperty(extension.resource, path);
  if (version.state !== "known") return version;
  const line = extensionLine(version.value);
  if (line) return { state: "known", path, value: line };
  return { state: "unknown", path, why: `${path} ${version.value} is no known line of the extension` };
}
