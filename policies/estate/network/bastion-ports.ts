import { covers, isEmpty } from "../../model/network/address-set";
import { endOfPorts } from "../../model/network/ports";
import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { listenerPorts, portAfter, type ListenerPort } from "../guest-script/listener-ports";
import type { BastionSubnet } from "./bastion-subnets";
import { bastionsByNetwork, takesAnyPort, type Bastion } from "./bastions";
import { departureFrom, type Departure } from "./departure";
import { hostsWithClients, type HostWithClients } from "./host-clients";
import { azureName } from "./names";
import type { RdpHost } from "./rdp-hosts";
import { rdpPort } from "./rdp-port";

/** A port other than 3389 at which the Bastion of a subnet must reach a host, and what keeps it from there. */
export interface BastionPort {
  readonly host: RdpHost;
  readonly port: number;
  /** False where the listener may have another port. */
  readonly certain: boolean;
  readonly departure: Exclude<Departure, { state: "open" }> | { readonly state: "sku"; readonly bastion: Bastion };
}

/**
 * The hosts of which a Bastion is a client at a port that scripts or declared clients give them, as far as it cannot get there.
 * Azure asks for no rule of its own at such a port, so the ones that it adds let a Bastion out.
 * https://learn.microsoft.com/azure/bastion/bastion-nsg
 */
export async function closedBastionPorts(
  question: { readonly estate: Estate; readonly settings: Settings },
  place: BastionSubnet,
): Promise<readonly BastionPort[]> {
  const { estate, settings } = question;
  const listeners = await listenerPorts(estate);
  const isMoved = ({ port = rdpPort }: { readonly port?: number }): boolean => port !== rdpPort;
  if (listeners.size === 0 && !settings.clients?.some(isMoved)) return [];
  const bastions = new Set(
    [...bastionsByNetwork(estate).values()].flat().filter((one) => one.subnets.includes(place.subnet)),
  );
  const hosts = await hostsWithClients(question);
  return hosts.flatMap((one) => {
    const listener = listeners.get(one.host.machine.resource);
    return portsAsked(one, place, listener).flatMap((port) => {
      const certain = one.host.certain && (listener === undefined || listener.certain !== undefined);
      const departure = wayTo(one, place, [...bastions], port);
      return departure.state === "open" ? [] : [{ host: one.host, port, certain, departure }];
    });
  });
}

function portsAsked(
  { clients, addresses }: HostWithClients,
  { subnet }: BastionSubnet,
  listener: ListenerPort | undefined,
): readonly number[] {
  const network = addresses[0]?.places[0]?.network;
  if (!network || !subnet.ranges.complete) return [];
  const own = clients.filter((client) => {
    const { within } = client.party(network);
    return client.certain && !isEmpty(within) && covers(subnet.ranges.set, within);
  });
  const isOpen = listener !== undefined && listener.certain === undefined;
  const ports = own.flatMap(({ port }) => (isOpen && port === rdpPort ? listener.outcomes.flatMap(mayBe) : [port]));
  return [...new Set(ports)].filter((port) => port !== rdpPort);
}

// Of a port that is not known, both ends stand for all: hardly anybody allows these two and not what lies between.
function mayBe(outcome: ListenerPort["outcomes"][number]): readonly number[] {
  const port = portAfter(outcome);
  return port === undefined ? [1, endOfPorts - 1] : [port];
}

function wayTo(
  { host: { machine }, addresses }: HostWithClients,
  { subnet, level, host, network }: BastionSubnet,
  bastions: readonly Bastion[],
  port: number,
): BastionPort["departure"] | { readonly state: "open" } {
  const small = bastions.find((bastion) => takesAnyPort(bastion) !== "yes");
  if (small) return { state: "sku", bastion: small };
  const near = addresses.flatMap(({ places }) => places).find((one) => covers(network.inside, one.host.within));
  if (!near) return { state: "open" };
  const trip = { title: azureName(machine.resource), to: () => near.host, protocol: "tcp", port } as const;
  return departureFrom([{ host, network, outward: [level] }], trip, subnet.resource);
}
