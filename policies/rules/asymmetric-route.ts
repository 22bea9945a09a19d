import { nowhere, union } from "../model/network/address-set";
import { describeAddresses } from "../model/network/describe-addresses";
import { listenerPorts } from "../estate/guest-script/listener-ports";
import type { Client } from "../estate/network/client";
import { declaredClients } from "../estate/network/declared-clients";
import { impliedClients } from "../estate/network/implied-clients";
import { azureName, listed } from "../estate/network/names";
import { publicPaths, type PublicPath } from "../estate/network/public-paths";
import { hostSettlement, rdpHosts, type RdpHost } from "../estate/network/rdp-hosts";
import { rdpPort } from "../estate/network/rdp-port";
import { addressesOf, type Address } from "../estate/network/reach";
import { isRouted, returnWay, type ReturnWay } from "../estate/network/return-routes";
import { pathIn } from "../estate/network/routes";
import { stringProperty } from "../estate/resource";
import { broken, holds, undecided, type Question, type Rule, type Verdict } from "./rule";

/** RDP904-007. */
export const asymmetricRoute: Rule = {
  ref: "RDP904-007",
  name: "asymmetric-route",
  cause: "path-closes",
  level: "advisory",
  severity: "medium",
  description:
    "RDP arrives by a public address or a load balancer, and a route sends the answers to a virtual appliance.",
  effect:
    "The appliance saw no connection begin and drops the answers, or sends them on from another address: the connection ends, or the client waits in vain (0x204).",
  fix: "Route the clients' ranges to the Internet by a longer prefix, or let RDP arrive through the appliance as well.",
  blindSpots: [
    "What the appliance does with answers to connections that it never saw is not known.",
    "Routes that a gateway or a route server learns by BGP are not seen.",
    "Answers that a route sends to a gateway (forced tunnelling) or drops (None) are not looked at, nor those between private addresses.",
    "Where nobody declared clients, a subnet or a route table of another stack is taken to send answers straight back.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/firewall/integrate-lb#asymmetric-routing",
    "https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview#how-azure-selects-a-route",
  ],
  async judge(question) {
    const listeners = await listenerPorts(question.estate);
    const all = rdpHosts(question).map((host) => {
      const port = listeners.get(host.machine.resource)?.certain ?? rdpPort;
      return { host, found: answersOf(question, host, port) };
    });
    const together = new Map<string, Answer[]>();
    for (const answer of all.flatMap(({ found }) => found)) {
      const key = keyOf(answer);
      together.set(key, [...(together.get(key) ?? []), answer]);
    }
    const free = all.filter(({ found }) => found.length === 0).map(({ host }) => holds(host.machine.resource));
    return [...[...together.values()].map(verdictOn), ...free];
  },
};

/** What becomes of the answers of a host to a client, where they do not surely go straight back. */
interface Answer {
  readonly host: RdpHost;
  readonly client: Client;
  readonly way: Exclude<ReturnWay, { state: "straight" }>;
  readonly paths: readonly PublicPath[];
  /** False where the public path may not exist. */
  readonly certain: boolean;
}

function answersOf({ estate, settings }: Question, host: RdpHost, port: number): readonly Answer[] {
  const addresses = addressesOf(estate, host.machine);
  if (!addresses.some((address) => isRouted(estate, address))) return [];
  const declared = declaredClients(estate, settings, host.machine, port);
  const clients = declared.length > 0 ? declared : impliedClients(estate, addresses, port);
  return clients.flatMap((client) => {
    const ways = addresses.flatMap((address) => answersFrom({ estate, settings }, host, address, client));
    // One address that answers straight is enough.
    if (ways.some(({ way, certain }) => way.state === "straight" && certain)) return [];
    const astray = ways.flatMap((one) => (one.way.state === "straight" ? [] : [{ ...one, way: one.way }]));
    const [first] = astray;
    if (!first) return [];
    return [{ ...first, certain: first.certain && astray.length === ways.length }];
  });
}

function answersFrom({ estate }: Question, host: RdpHost, address: Address, client: Client) {
  const paths = publicPaths(estate, address.configuration, client.port);
  const way = paths.length > 0 ? returnWay(estate, address, client) : undefined;
  const sure = paths.filter((path) => path.certain);
  const certain = sure.length > 0 && address.certain;
  return way ? [{ host, client, way, paths: sure.length > 0 ? sure : paths, certain }] : [];
}

function isCertain({ host, client, way, certain }: Answer): boolean {
  return way.state === "astray" && host.certain && client.certain && certain;
}

// One finding for all hosts and clients whose answers the same route takes.
function keyOf(answer: Answer): string {
  const { resource, path } = placeOf(answer);
  return [isCertain(answer), resource.urn, path].join();
}

function placeOf({ way }: Answer): { resource: Verdict["resource"]; path: string } {
  if (way.state === "undecided") return way;
  const { route } = way.by;
  return { resource: route.resource, path: pathIn(route, "nextHopType") };
}

function verdictOn(all: readonly Answer[]): Verdict {
  const [first] = all as [Answer];
  const { resource, path } = placeOf(first);
  const hosts = listed(all.map(({ host }) => azureName(host.machine.resource)));
  const ways = listed(all.flatMap(({ paths }) => paths.map(({ how }) => how)));
  if (first.way.state === "undecided") {
    const who = listed(all.map(({ client }) => client.title));
    return undecided(resource, {
      path,
      fact: `whether what ${hosts} answers ${who} leaves through a virtual appliance, while RDP arrives through ${ways}, cannot be said: ${first.way.why}`,
      settle: first.way.settle,
    });
  }
  const { route, table } = first.way.by;
  const ip = stringProperty(route.resource, pathIn(route, "nextHopIpAddress"));
  const appliance = ip.state === "known" ? `the virtual appliance ${ip.value}` : "a virtual appliance";
  const fact = `${route.name} (${route.prefix}) of ${azureName(table.resource)} sends what ${hosts} answers ${whoOf(all)} to ${appliance}, while RDP arrives through ${ways}`;
  if (!isCertain(first)) {
    return undecided(resource, { path, fact: `${fact}, if ${conditionOf(first)}`, ...settleOf(first) });
  }
  return broken(resource, {
    ...{ path, value: "VirtualAppliance", fact },
    fix: `Add a route to ${azureName(table.resource)} that sends ${addressesIn(all)} to the Internet, or let RDP arrive through the appliance as well.`,
  });
}

function whoOf(all: readonly Answer[]): string {
  return listed(
    all.map(({ client, way }) =>
      way.state === "astray" && !way.whole
        ? `${describeAddresses(way.addresses)}, part of ${client.title},`
        : client.title,
    ),
  );
}

function addressesIn(all: readonly Answer[]): string {
  return describeAddresses(
    all.map(({ way }) => (way.state === "astray" ? way.addresses : nowhere)).reduce(union, nowhere),
  );
}

function conditionOf({ host, client, certain }: Answer): string {
  if (!certain) return "that public path is there";
  if (!host.certain) return `RDP is meant for it: ${host.why}`;
  return `it is a host of ${client.title}, which depends on a tag that is not known yet`;
}

function settleOf({ host, certain }: Answer): { settle: string } {
  const { name } = host.machine.resource;
  if (!certain) return { settle: `make the public address or the load balancer of ${name} known` };
  return { settle: host.certain ? `make the tags of ${name} known` : hostSettlement(host) };
}
