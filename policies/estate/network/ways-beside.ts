import { partiesOf } from "../../model/network/endpoint";
import { matchesHost } from "../host-pattern";
import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { stringProperty } from "../resource";
import { blocksOf } from "./admission";
import { allowsNaming } from "./allow-rules";
import { bastionsByNetwork, skuPath, takesAnyPort } from "./bastions";
import type { Client } from "./client";
import { forwardsTo } from "./forwards-to-host";
import { rulesTowards } from "./implied-clients";
import { isRequestable } from "./just-in-time";
import { forwardsPort, type Forward } from "./load-balancers";
import type { Machine } from "./machines";
import { azureName, ruleTitle } from "./names";
import { portsOf } from "./rdp-hosts";
import { rdpPort } from "./rdp-port";
import { addressesOf, type Address } from "./reach";

/** Something that leads to a machine's RDP at another port than the listener has. */
export interface WayBeside {
  /** For a sentence: "allow-rdp (priority 300) of nsg". */
  readonly title: string;
  readonly port: number;
  readonly certain: boolean;
}

/** All that leads to a machine's RDP at another port than the listener has, and to this one not at all. */
export function waysBeside(
  estate: Estate,
  settings: Settings,
  machine: Machine,
  listener: number,
): readonly WayBeside[] {
  const addresses = addressesOf(estate, machine);
  const others = portsOf(machine, settings).filter((port) => port !== listener);
  const declared = declaredBeside(settings, machine, listener);
  const isDeclared = (settings.clients ?? []).some(({ to }) => matchesHost(to, machine.resource) === true);
  return [
    ...declared,
    ...others.flatMap((port) => [
      ...requested(estate, machine, port, listener),
      ...forwarded(estate, addresses, port, listener),
      ...admitted(estate, machine, addresses, port, listener),
    ]),
    ...(isDeclared || listener === rdpPort ? [] : addresses.flatMap((address) => byBastion(estate, address))),
  ];
}

function declaredBeside(settings: Settings, { resource }: Machine, listener: number): readonly WayBeside[] {
  return (settings.clients ?? []).flatMap(({ to, port }, index) => {
    const matches = matchesHost(to, resource);
    if (matches === false || port === undefined || port === listener) return [];
    return [{ title: `clients[${index}]`, port, certain: matches === true }];
  });
}

function requested(estate: Estate, { resource }: Machine, port: number, listener: number): readonly WayBeside[] {
  const [there, here] = [port, listener].map((one) => isRequestable(estate, resource, one));
  if (there === "no" || here === "yes") return [];
  return [{ title: "a just-in-time policy", port, certain: there === "yes" && here === "no" }];
}

function forwarded(
  estate: Estate,
  addresses: readonly Address[],
  port: number,
  listener: number,
): readonly WayBeside[] {
  const all = addresses.flatMap(({ configuration, certain }) =>
    forwardsTo(estate, configuration).map((one) => ({ ...one, certain: one.certain && certain })),
  );
  const answers = all.map(({ candidates }) => candidates.map((forward) => leadsTo(forward, listener)));
  if (answers.some((candidates) => candidates.every((answer) => answer === "yes"))) return [];
  const isOpen = answers.some((candidates) => candidates.some((answer) => answer !== "no"));
  return all.flatMap(({ candidates, certain }) => {
    const [first, ...more] = candidates.filter((forward) => forwardsPort(forward, port) === "yes" && isForTcp(forward));
    if (!first) return [];
    const title = `${first.kind} ${first.name} of ${azureName(first.balancer)}`;
    return [{ title, port, certain: certain && !isOpen && candidates.length === more.length + 1 }];
  });
}

// Port 0 is a rule for all ports, which a load balancer passes through unchanged.
function leadsTo(forward: Forward, port: number): ReturnType<typeof forwardsPort> {
  return forwardsPort(forward, 0) === "yes" ? "yes" : forwardsPort(forward, port);
}

function isForTcp({ protocol }: Forward): boolean {
  return protocol.state !== "known" || protocol.value.toLowerCase() !== "udp";
}

function admitted(
  estate: Estate,
  machine: Machine,
  addresses: readonly Address[],
  port: number,
  listener: number,
): readonly WayBeside[] {
  const places = addresses.flatMap((address) => address.places);
  if (places.some((place) => rulesTowards(place, listener).length > 0)) return [];
  const groups = places.flatMap(({ levels }) =>
    levels.flatMap(({ candidates }) => candidates.flatMap((one) => one ?? [])),
  );
  const isOpen = groups.some((group) => allowsNaming(group, listener).length > 0);
  const found = new Map<string, WayBeside>();
  for (const place of places) {
    for (const { rule, group } of rulesTowards(place, port)) {
      const title = `${ruleTitle(rule)} of ${group.name}`;
      const states = partiesOf(rule.source, place.network).map((party, index) => {
        const client: Client = {
          ...{ title, port: listener, kind: "implied", certain: true },
          party: (network) => partiesOf(rule.source, network)[index] ?? party,
        };
        return stateOf(blocksOf(estate, machine, addresses, client).map(({ state }) => state));
      });
      if (states.length === 0 || states.includes("free")) continue;
      const certain = !isOpen && addresses.every((one) => one.certain) && !states.includes("undecided");
      found.set(title, { title, port, certain });
    }
  }
  return [...found.values()];
}

function stateOf(blocks: readonly ("blocked" | "undecided")[]): "free" | "blocked" | "undecided" {
  if (blocks.length === 0) return "free";
  return blocks.includes("undecided") ? "undecided" : "blocked";
}

function byBastion(estate: Estate, { places, certain }: Address): readonly WayBeside[] {
  const found = new Map<string, WayBeside>();
  for (const { subnet } of places) {
    const networks = subnet?.network.candidates ?? [];
    const isSure = certain && places.length === 1 && networks.length === 1 && subnet?.network.open === undefined;
    for (const bastion of networks.flatMap((network) => bastionsByNetwork(estate).get(network) ?? [])) {
      const answer = takesAnyPort(bastion);
      if (answer === "yes") continue;
      const sku = stringProperty(bastion.resource, skuPath);
      const title = `Bastion ${azureName(bastion.resource)}`;
      const named = sku.state === "known" ? `${title} (${sku.value})` : title;
      found.set(title, { title: named, port: rdpPort, certain: isSure && bastion.certain && answer === "no" });
    }
  }
  return [...found.values()];
}
