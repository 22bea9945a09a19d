import { view, type Estate } from "../estate";
import { joinByName, type Join } from "../join";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import type { NotKnown } from "../value";
import { outsideMachine } from "./outside-machine";

/** An extension of a virtual machine or of a scale set, stand-alone or inline. */
export interface MachineExtension {
  /** Where it stands and is mended: the extension itself, or the scale set that holds it inline. */
  readonly resource: AzureResource;
  /** Path of the inline extension within its scale set; "" for a stand-alone one. */
  readonly at: string;
  /** The machines that it may belong to: one where that is certain, none where the machine is not in the estate. */
  readonly machines: readonly AzureResource[];
  /** Its machine, where another stack made that and its name is known. */
  readonly outside?: string;
}

/** What an extension list or a property of it that is not known leaves open. */
export interface OpenExtension {
  readonly resource: AzureResource;
  readonly reading: NotKnown;
}

export interface MachineExtensions {
  readonly all: readonly MachineExtension[];
  /** By URN of a machine: what certainly or possibly belongs to it. */
  readonly ofMachine: ReadonlyMap<string, readonly MachineExtension[]>;
  /** By URN of a scale set: a list of extensions that is not known. */
  readonly openLists: ReadonlyMap<string, OpenExtension>;
  /** Extensions of which nothing tells the machine. */
  readonly unplaced: readonly { readonly extension: MachineExtension; readonly reading: NotKnown }[];
}

const inlinePath = "virtualMachineProfile.extensionProfile.extensions";

const standAlone: readonly { type: ResourceType; parentName: string; parent: ResourceType }[] = [
  { type: "compute:VirtualMachineExtension", parentName: "vmName", parent: "compute:VirtualMachine" },
  {
    type: "compute:VirtualMachineScaleSetExtension",
    parentName: "vmScaleSetName",
    parent: "compute:VirtualMachineScaleSet",
  },
];

/** Types that an extension may stand on: what an update can be stopped at before the extension is there. */
export const extensionCarriers: readonly ResourceType[] = [
  ...standAlone.map(({ type }) => type),
  "compute:VirtualMachineScaleSet",
];

/** Every extension of the estate, joined to its machine. */
export const machineExtensions: (estate: Estate) => MachineExtensions = view((estate) => {
  const all: MachineExtension[] = [];
  const ofMachine = new Map<string, MachineExtension[]>();
  const openLists = new Map<string, OpenExtension>();
  const unplaced: { extension: MachineExtension; reading: NotKnown }[] = [];
  const add = (extension: MachineExtension): void => {
    all.push(extension);
    for (const { urn } of extension.machines) ofMachine.set(urn, [...(ofMachine.get(urn) ?? []), extension]);
  };
  for (const { type, parentName, parent } of standAlone) {
    for (const resource of estate.ofType(type)) {
      const join = joinByName(estate, resource, [parentName], parent);
      const outside = outsideMachine(resource, join);
      const extension = { resource, at: "", machines: machinesOf(join), ...(outside !== undefined && { outside }) };
      add(extension);
      if (join.state === "unknown") unplaced.push({ extension, reading: { ...join, state: "unknown" } });
    }
  }
  for (const resource of estate.ofType("compute:VirtualMachineScaleSet")) {
    const list = listProperty(resource, inlinePath);
    if (list.state === "unknown") openLists.set(resource.urn, { resource, reading: list });
    if (list.state !== "known") continue;
    list.value.forEach((_, index) => add({ resource, at: `${inlinePath}[${index}]`, machines: [resource] }));
  }
  return { all, ofMachine, openLists, unplaced };
});

function machinesOf(join: Join): readonly AzureResource[] {
  if (join.state === "joined") return [join.resource];
  return join.state === "candidates" ? join.resources : [];
}

/** Path of an extension's property on the resource that holds it. */
export function pathIn(extension: MachineExtension, path: string): string {
  return extension.at ? `${extension.at}.${path}` : path;
}

/** The extension's name as it stands in Azure, else in the program. */
export function extensionName(extension: MachineExtension): string {
  const property = extension.at ? `${extension.at}.name` : "vmExtensionName";
  const name = stringProperty(extension.resource, property);
  if (extension.at) return `${name.state === "known" ? name.value : extension.at} of ${extension.resource.name}`;
  return extension.resource.name;
}
