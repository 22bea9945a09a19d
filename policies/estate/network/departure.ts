import { isEmpty, union, nowhere } from "../../model/network/address-set";
import type { Party } from "../../model/network/endpoint";
import { decideWay, eitherWay, isLeftByRefusal, letOutUnhindered } from "../../model/network/passage";
import type { Protocol } from "../../model/network/security-rule";
import type { NetworkSpace } from "../../model/network/service-tags";
import type { Estate } from "../estate";
import { booleanProperty, listProperty, type AzureResource } from "../resource";
import { doubtOf, type Doubt } from "./doubts";
import { isWide } from "./exposure";
import type { Machine } from "./machines";
import { ruleTitle } from "./names";
import { addressesOf, type Address, type HostPassage, type Place } from "./reach";

/** Where a host wants to go, and how. */
export interface Trip {
  /** For a sentence: "AzureKeyVault.westeurope". */
  readonly title: string;
  readonly to: (network: NetworkSpace) => Party;
  readonly protocol: Protocol;
  readonly port: number;
}

/** Whether the security groups on its way let a host out. */
export type Departure =
  | { readonly state: "open" }
  | { readonly state: "closed"; readonly by: HostPassage }
  | {
      readonly state: "undecided";
      readonly doubt: Doubt;
      /** True where nothing leaves it undecided but rules that Azure refuses, which are a finding of their own. */
      readonly isRefused: boolean;
    };

const open: Departure = { state: "open" };

/**
 * Whether a machine's security groups let it out, on the interface first and the subnet then. A group that another stack
 * holds is taken to let it out.
 * https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works#outbound-traffic
 */
export function departureOf(addresses: readonly Address[], trip: Trip): Departure {
  const [address] = addresses;
  if (!address) return open;
  return departureFrom(
    addresses.flatMap(({ places }) => places),
    trip,
    address.machine.resource,
  );
}

/** The same from any one of several places; `asked` is named where a doubt belongs to nothing else. */
export function departureFrom(
  places: readonly Pick<Place, "host" | "network" | "outward">[],
  trip: Trip,
  asked: AzureResource,
): Departure {
  const { to, protocol, port } = trip;
  const ways = places.map(({ host, network, outward }) => ({
    levels: outward,
    flow: { direction: "outbound", protocol, port, far: to(network), host, network } as const,
  }));
  if (ways.every(({ levels, flow }) => letOutUnhindered(levels, flow))) return open;
  const passages = ways.map(({ levels, flow }) => decideWay(levels, flow));
  return summed(passages.length === 1 ? passages[0]! : eitherWay(passages), trip, asked);
}

function summed(passages: readonly HostPassage[], trip: Trip, machine: AzureResource): Departure {
  if (passages.every(({ outcome }) => outcome === "allow")) return open;
  const denied = passages.filter(({ outcome }) => outcome === "deny");
  const undecided = passages.filter(({ outcome }) => outcome === "undecided");
  if (denied.length > 0 && denied.length === passages.length) return { state: "closed", by: widest(denied) };
  const [first] = undecided;
  if (first) {
    const ruling = first.rulings.find(({ piece }) => piece.outcome === "undecided") ?? first.rulings[0]!;
    const isOutside = first.rulings.some(({ level }) => level.open && isOutsideLevel(level));
    if (isOutside) return open;
    const isRefused = undecided.every(isLeftByRefusal);
    return { state: "undecided", doubt: doubtOf(ruling, first.addresses, machine), isRefused };
  }
  // Whoever denies a range or two of the Internet does not mean a service of Azure.
  const lost = denied.map(({ addresses }) => addresses).reduce(union, nowhere);
  if (isEmpty(lost) || !isWide(lost)) return open;
  return { state: "undecided", doubt: inPart(widest(denied), trip, machine), isRefused: false };
}

function isOutsideLevel(level: object): boolean {
  const { unknown } = level as { unknown?: { outside: string | undefined } };
  return unknown?.outside !== undefined;
}

function widest(passages: readonly HostPassage[]): HostPassage {
  return passages.find(({ addresses }) => isWide(addresses)) ?? passages[0]!;
}

function inPart({ rulings }: HostPassage, { title }: Trip, machine: AzureResource): Doubt {
  const ruling = rulings.find(({ piece }) => piece.outcome === "deny");
  const rule = ruling?.piece.rule;
  const why = `${rule ? ruleTitle(rule) : "a rule"} denies a part of the Internet, and only Azure knows whether ${title} lies in it`;
  return { resource: ruling?.group?.resource ?? machine, path: "securityRules", why, isUnknownValue: false };
}

/** The addresses by which a machine leaves: those of its primary interface, or all where nothing tells which that is. */
export function leavingAddresses(estate: Estate, machine: Machine): readonly Address[] {
  const addresses = known.get(machine) ?? findLeaving(estate, machine);
  known.set(machine, addresses);
  return addresses;
}

const known = new WeakMap<Machine, readonly Address[]>();

function findLeaving(estate: Estate, machine: Machine): readonly Address[] {
  const addresses = addressesOf(estate, machine);
  const interfaces = new Set(addresses.map(({ networkInterface }) => networkInterface));
  const chosen = interfaces.size > 1 ? primaryAmong(machine, [...interfaces], addresses) : addresses;
  const v4 = chosen.filter(({ configuration }) => configuration.family === "v4");
  const primary = v4.filter(({ configuration: { resource, path } }) => isPrimary(resource, path));
  if (primary.length > 0) return primary;
  return interfaces.size === 1 ? v4.slice(0, 1) : v4;
}

function primaryAmong(
  { resource, base }: Machine,
  interfaces: readonly Address["networkInterface"][],
  addresses: readonly Address[],
): readonly Address[] {
  const list = `${base ? `${base}.` : ""}networkProfile.networkInterfaces`;
  const references = listProperty(resource, list);
  const count = references.state === "known" ? references.value.length : 0;
  const at = Array.from({ length: count }, (_, index) => isPrimary(resource, `${list}[${index}]`)).indexOf(true);
  const own = interfaces.find((one) => one.path !== "" && isPrimary(one.resource, one.path));
  const primary = own ?? (at >= 0 && count === interfaces.length ? interfaces[at] : undefined);
  return primary ? addresses.filter(({ networkInterface }) => networkInterface === primary) : addresses;
}

// azure-native marks a reference to an interface, an interface inline and an address of one with the same property.
function isPrimary(resource: AzureResource, path: string): boolean {
  return [`${path}.primary`, `${path}.properties.primary`].some((at) => {
    const flag = booleanProperty(resource, at);
    return flag.state === "known" && flag.value;
  });
}
