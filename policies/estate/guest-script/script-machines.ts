import { assignmentTypes } from "../certificate/guest-assignments";
import { machineExtensions } from "../certificate/machine-extensions";
import { view, type Estate } from "../estate";
import { joinByName } from "../join";
import type { AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import { guestScripts, type GuestScript } from "./guest-scripts";

const placedByName: readonly { type: ResourceType; parentName: string; parent: ResourceType }[] = [
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
  {
    type: "compute:VirtualMachineScaleSetVMExtension",
    parentName: "vmScaleSetName",
    parent: "compute:VirtualMachineScaleSet",
  },
  ...assignmentTypes,
];

/** A script that a machine runs. */
export interface MachineScript {
  readonly script: GuestScript;
  /** What leaves open whether it is this machine that runs it, as a clause; absent where that is certain. */
  readonly perhaps?: string;
}

interface Placed {
  readonly ofMachine: ReadonlyMap<AzureResource, readonly MachineScript[]>;
  readonly unplaced: readonly MachineScript[];
}

const placed: (estate: Estate) => Promise<Placed> = view(async (estate) => {
  const ofMachine = new Map<AzureResource, MachineScript[]>();
  const unplaced: MachineScript[] = [];
  for (const script of await guestScripts(estate)) {
    const { machines, why } = ownersOf(estate, script.resource) ?? { machines: [], why: whyUnplaced(script) };
    for (const machine of machines) {
      const one: MachineScript = why === undefined ? { script } : { script, perhaps: why };
      ofMachine.set(machine, [...(ofMachine.get(machine) ?? []), one]);
    }
    if (machines.length === 0 && why !== undefined) unplaced.push({ script, perhaps: why });
  }
  return { ofMachine, unplaced };
});

/** The scripts that a machine certainly or possibly runs. */
export async function machineScripts(estate: Estate, machine: AzureResource): Promise<readonly MachineScript[]> {
  return (await placed(estate)).ofMachine.get(machine) ?? [];
}

/** The machines that certainly or possibly run a script. */
export async function machinesWithScripts(estate: Estate): Promise<ReadonlySet<AzureResource>> {
  return new Set((await placed(estate)).ofMachine.keys());
}

/** The scripts that some machine runs, of which nothing tells the machine. */
export async function unplacedScripts(estate: Estate): Promise<readonly MachineScript[]> {
  return (await placed(estate)).unplaced;
}

interface Owners {
  readonly machines: readonly AzureResource[];
  /** Why it is not certain that each of them runs what the resource carries. */
  readonly why?: string;
}

function ownersOf(estate: Estate, carrier: AzureResource): Owners | undefined {
  if (machineTypes.includes(carrier.type)) return { machines: [carrier] };
  const way = placedByName.find(({ type }) => type === carrier.type);
  if (!way) return ofExtension(estate).get(carrier);
  const join = joinByName(estate, carrier, [way.parentName], way.parent);
  if (join.state === "joined") return { machines: [join.resource] };
  if (join.state === "candidates") return oneOf(carrier, join.resources);
  return join.state === "unknown" ? { machines: [], why: join.why } : { machines: [] };
}

const machineTypes: readonly ResourceType[] = ["compute:VirtualMachine", "compute:VirtualMachineScaleSet"];

const ofExtension = view((estate: Estate): ReadonlyMap<AzureResource, Owners> => {
  const { all, unplaced } = machineExtensions(estate);
  const found = new Map<AzureResource, Owners>(
    all.map(({ resource, machines }) => [resource, oneOf(resource, machines)]),
  );
  for (const { extension, reading } of unplaced) found.set(extension.resource, { machines: [], why: reading.why });
  return found;
});

function oneOf({ name }: AzureResource, machines: readonly AzureResource[]): Owners {
  if (machines.length < 2) return { machines };
  const names = machines.map((machine) => machine.name).join(" or ");
  return { machines, why: `${name} belongs to ${names}, and nothing tells which` };
}

// A deployment script names the machine in its own words.
function whyUnplaced({ resource }: GuestScript): string {
  return `which machine ${resource.name} hands it to is not known`;
}
