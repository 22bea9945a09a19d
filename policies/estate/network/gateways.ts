import { addressParty } from "../../model/network/endpoint";
import { covers, everywhere, isEmpty, union } from "../../model/network/address-set";
import { publicAddresses } from "../../model/network/service-tags";
import { view, type Estate } from "../estate";
import { listenerPorts } from "../guest-script/listener-ports";
import { stringProperty } from "../resource";
import type { Client } from "./client";
import { departureOf, leavingAddresses } from "./departure";
import { doubtOf, type Doubt } from "./doubts";
import { machines, type Machine } from "./machines";
import { azureName } from "./names";
import { publicPaths } from "./public-paths";
import { rdpPort } from "./rdp-port";
import { addressesOf, reachMachine, type Address, type HostPassage, type Place } from "./reach";

/** Whether a flow gets through. */
export type FlowAnswer =
  | { readonly state: "open" }
  | { readonly state: "closed"; readonly by: HostPassage }
  | { readonly state: "undecided"; readonly doubt: Doubt };

/** A machine that is an RD Gateway: one with the tag `rdp904: gateway`. */
export interface Gateway {
  readonly machine: Machine;
  /** Whether anybody reaches it on 443: where it has a public way in, anybody of the Internet. */
  readonly clients: FlowAnswer;
  /** Whether it reaches the Windows machines of its network and of those that are connected. */
  readonly hosts: readonly GatewayHost[];
}

/** What becomes of a gateway's connection to one machine. */
export interface GatewayHost {
  readonly machine: Machine;
  /** Port of its listener. */
  readonly port: number;
  readonly answer: FlowAnswer;
  /** Set where the machine's own side decides. */
  readonly place: Place;
}

/** https://learn.microsoft.com/troubleshoot/windows-server/remote/ports-used-by-rds */
export const gatewayPort = 443;

/** The RD Gateways of the estate, with what becomes of their flows over TCP. */
export const gateways: (estate: Estate) => Promise<readonly Gateway[]> = view(async (estate: Estate) => {
  const all = machines(estate).filter((machine) => roleOf(machine) === "gateway");
  if (all.length === 0) return [];
  const listeners = await listenerPorts(estate);
  const portOf = ({ resource }: Machine): number => listeners.get(resource)?.certain ?? rdpPort;
  const others = machines(estate).filter((machine) => mayBeHost(machine));
  return all.map((machine) => {
    const addresses = addressesOf(estate, machine);
    return {
      machine,
      clients: clientsOf(estate, addresses),
      hosts: hostsOf(estate, machine, addresses, others, portOf),
    };
  });
});

function roleOf({ resource }: Machine): string | undefined {
  const tag = stringProperty(resource, "tags.rdp904");
  return tag.state === "known" ? tag.value.trim().toLowerCase() : undefined;
}

function mayBeHost(machine: Machine): boolean {
  const role = roleOf(machine);
  return machine.os.state === "known" && machine.os.value === "windows" && role !== "gateway" && role !== "none";
}

/** Whom a gateway is for: somebody, or where it has a public way in, somebody of the Internet. */
export function gatewayClient(estate: Estate, addresses: readonly Address[]): Client {
  const isPublic = addresses.some(({ configuration }) => publicPaths(estate, configuration, gatewayPort).length > 0);
  const somebody = addressParty({ v4: (isPublic ? publicAddresses : everywhere).v4, v6: [] });
  return { title: "every client", port: gatewayPort, party: () => somebody, kind: "implied", certain: true };
}

function clientsOf(estate: Estate, addresses: readonly Address[]): FlowAnswer {
  const { party } = gatewayClient(estate, addresses);
  return answerOf(reachMachine(estate, addresses, { client: party, protocol: "tcp", port: gatewayPort }), addresses);
}

function hostsOf(
  estate: Estate,
  gateway: Machine,
  addresses: readonly Address[],
  others: readonly Machine[],
  portOf: (machine: Machine) => number,
): readonly GatewayHost[] {
  const [place] = addresses.flatMap(({ places }) => places);
  if (!place) return [];
  const leaving = leavingAddresses(estate, gateway);
  return others.flatMap((machine): GatewayHost[] => {
    const theirs = addressesOf(estate, machine);
    const near = theirs
      .flatMap(({ places }) => places)
      .find(({ network }) => covers(network.inside, place.host.within));
    if (!near || isEmpty(near.network.inside)) return [];
    const title = azureName(machine.resource);
    const port = portOf(machine);
    const departure = departureOf(leaving, { title, to: () => near.host, protocol: "tcp", port });
    if (departure.state !== "open") return [{ machine, port, place, answer: departure }];
    const arrival = reachMachine(estate, theirs, { client: () => place.host, protocol: "tcp", port });
    return [{ machine, port, place, answer: answerOf(arrival, theirs) }];
  });
}

// Of somebody, one address that gets through is enough.
function answerOf(passages: readonly HostPassage[], [address]: readonly Address[]): FlowAnswer {
  const [first] = passages;
  if (!first || !address || passages.some(({ outcome }) => outcome === "allow")) return { state: "open" };
  const open = passages.find(({ outcome }) => outcome === "undecided");
  if (!open) return { state: "closed", by: first };
  const ruling = open.rulings.find(({ piece }) => piece.outcome === "undecided") ?? open.rulings[0]!;
  return { state: "undecided", doubt: doubtOf(ruling, open.addresses, address.machine.resource) };
}

/** Whether a client is a gateway that reaches no host, which is a finding of its own. */
export function isUselessGateway(all: readonly Gateway[], machine: Machine, within: Place["host"]["within"]): boolean {
  return all.some(({ hosts }) => {
    const own = hosts.find((host) => host.machine === machine);
    if (!own || isEmpty(within) || !hosts.every(({ answer }) => answer.state === "closed")) return false;
    return covers(union(own.place.host.within, own.place.subnet?.ranges.set ?? own.place.host.within), within);
  });
}
