import { readListenerRebind, type ListenerRebind } from "../../model/guest-script/listener-rebind";
import { view, type Estate } from "../estate";
import type { HiddenScript } from "../guest-script/carried-script";
import { guestScripts } from "../guest-script/guest-scripts";
import { joinByName } from "../join";
import type { AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import { machineExtensions } from "./machine-extensions";

/** A script of one machine, with what it does about the listener's certificate. */
export type RebindScript = { readonly resource: AzureResource; readonly path: string } & (
  { readonly read: ListenerRebind } | { readonly hidden: string }
);

const runCommands: readonly { type: ResourceType; parentName: string; parent: ResourceType }[] = [
  {
    type: "compute:VirtualMachineRunCommandByVirtualMachine",
    parentName: "vmName",
    parent: "compute:VirtualMachine",
  },
  {
    type: "compute:VirtualMachineScaleSetVMRunCommand",
    parentName: "vmScaleSetName",
    parent: "compute:VirtualMachineScaleSet",
  },
];

// Windows runs neither by itself.
const idleData = /(^|\.)(customData|userData)$/;

const byMachine: (estate: Estate) => Promise<ReadonlyMap<string, readonly RebindScript[]>> = view(async (estate) => {
  const found = new Map<string, RebindScript[]>();
  const machinesOf = ownersOf(estate);
  for (const script of await guestScripts(estate)) {
    const machines = machinesOf.get(script.resource) ?? [];
    if (machines.length === 0 || idleData.test(script.path)) continue;
    const { resource, path } = script;
    const one: RebindScript = isHidden(script)
      ? { resource, path, hidden: script.hidden }
      : { resource, path, read: await readListenerRebind(script.text, script.origin) };
    for (const urn of machines) found.set(urn, [...(found.get(urn) ?? []), one]);
  }
  return found;
});

/** The scripts that a machine certainly or possibly runs. */
export async function rebindScripts(estate: Estate, machine: AzureResource): Promise<readonly RebindScript[]> {
  return (await byMachine(estate)).get(machine.urn) ?? [];
}

function isHidden(script: object): script is HiddenScript {
  return "hidden" in script;
}

// URNs of the machines that what carries a script belongs to.
function ownersOf(estate: Estate): ReadonlyMap<AzureResource, readonly string[]> {
  const owners = new Map<AzureResource, string[]>();
  const add = (resource: AzureResource, machines: readonly AzureResource[]): void => {
    owners.set(resource, [...new Set([...(owners.get(resource) ?? []), ...machines.map(({ urn }) => urn)])]);
  };
  for (const { resource, machines } of machineExtensions(estate).all) add(resource, machines);
  for (const { type, parentName, parent } of runCommands) {
    for (const command of estate.ofType(type)) {
      const join = joinByName(estate, command, [parentName], parent);
      if (join.state === "joined") add(command, [join.resource]);
      if (join.state === "candidates") add(command, join.resources);
    }
  }
  for (const machine of estate.ofTypes(["compute:VirtualMachine", "compute:VirtualMachineScaleSet"])) {
    add(machine, [machine]);
  }
  return owners;
}
