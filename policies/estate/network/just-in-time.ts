import { namesPort, parsePorts } from "../../model/network/ports";
import { view, type Estate } from "../estate";
import { joinById, madeFrom } from "../join";
import { listProperty, property, type AzureResource } from "../resource";

const vm = ["compute:VirtualMachine"];

/** The entries of just-in-time policies that may mean a machine. */
interface Requests {
  /** For each entry, the ports that it opens on request; undefined where one is not known. */
  readonly entries: readonly (readonly string[] | undefined)[];
  /** True where one of the entries surely means the machine. */
  readonly certain: boolean;
}

const requests = view((estate: Estate) => {
  const found = new Map<AzureResource, Requests>();
  for (const policy of estate.ofType("security:JitNetworkAccessPolicy")) {
    const entries = indexes(policy, "virtualMachines").map((at) => `virtualMachines[${at}]`);
    // As many machines went into the list as it has entries: each has one, in whatever order.
    const settled = new Set(madeFrom(estate, policy, "virtualMachines", vm)).size === entries.length;
    for (const entry of entries) {
      const join = joinById(estate, policy, `${entry}.id`, vm);
      const machines = join.state === "joined" ? [join.resource] : join.state === "candidates" ? join.resources : [];
      for (const machine of machines) {
        const earlier = found.get(machine);
        found.set(machine, {
          entries: [...(earlier?.entries ?? []), portsOf(policy, entry)],
          certain: settled || machines.length === 1 || earlier?.certain === true,
        });
      }
    }
  }
  return found as ReadonlyMap<AzureResource, Requests>;
});

/**
 * Whether a just-in-time policy opens a port of a machine on request.
 * https://learn.microsoft.com/azure/defender-for-cloud/just-in-time-access-overview
 */
export function isRequestable(estate: Estate, machine: AzureResource, port: number): "yes" | "no" | "maybe" {
  const { entries, certain } = requests(estate).get(machine) ?? { entries: [], certain: false };
  const answers = entries.map((ports) => ports?.some((text) => namesPort(parsePorts(text) ?? [], port)));
  if (certain && answers.every((answer) => answer === true)) return "yes";
  return answers.some((answer) => answer !== false) ? "maybe" : "no";
}

function portsOf(policy: AzureResource, entry: string): readonly string[] | undefined {
  const numbers = indexes(policy, `${entry}.ports`).map((at) => property(policy, `${entry}.ports[${at}].number`));
  const known = numbers.flatMap((number) => (number.state === "known" ? [String(number.value)] : []));
  return known.length === numbers.length ? known : undefined;
}

function indexes(resource: AzureResource, path: string): readonly number[] {
  const list = listProperty(resource, path);
  return list.state === "known" ? [...list.value.keys()] : [];
}
