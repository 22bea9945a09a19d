import {
  countV4,
  countV6,
  intersect,
  isEmpty,
  nowhere,
  subtract,
  union,
  unionOf,
  type AddressSet,
} from "../../model/network/address-set";
import { addressParty, tagParty, type Party } from "../../model/network/endpoint";
import type { Ruling } from "../../model/network/passage";
import { everyPort } from "../../model/network/ports";
import type { Protocol } from "../../model/network/security-rule";
import { publicAddresses, type NetworkSpace } from "../../model/network/service-tags";
import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import type { Client } from "./client";
import { declaredAddresses, declaresTag } from "./declared-clients";
import { DeclaredRule } from "./declared-rule";
import { doubtOf, type Doubt } from "./doubts";
import { reachAddress, type Address, type HostPassage } from "./reach";
import type { SecurityGroup } from "./security-groups";

/** What public addresses, other than declared clients, can do at one address of a machine on one port. */
export interface Exposure {
  readonly protocol: Protocol;
  /** The addresses that get through. */
  readonly open: AddressSet;
  /** The rules that let them, each with its part; undefined stands for no rule at all. */
  readonly openers: ReadonlyMap<DeclaredRule | undefined, AddressSet>;
  /** Set where a value that is not known may open it wide. */
  readonly doubt: Doubt | undefined;
}

/** More than anybody's own range: more than a /16, or an IPv6 /32. */
export function isWide(addresses: AddressSet): boolean {
  return countV4(addresses) > 2 ** 16 || countV6(addresses) > 1n << 96n;
}

/** What is open to the public at an address, by decision of every group on the way; nothing where that is not wide. */
export function exposuresOf(
  estate: Estate,
  address: Address,
  clients: readonly Client[],
  port: number,
): readonly Exposure[] {
  if (!mayBeOpen(address, port)) return [];
  const { family } = address.configuration;
  const outsiders = (network: NetworkSpace): Party => {
    const own = declaredAddresses(clients, port, network);
    const others = subtract(publicAddresses, own);
    return addressParty(family === "v6" ? { v4: [], v6: others.v6 } : { v4: others.v4, v6: [] });
  };
  return (["tcp", "udp"] as const).flatMap((protocol) => {
    const knock = { protocol, port, sourcePorts: everyPort };
    const passages = reachAddress(estate, address, { ...knock, client: outsiders });
    const found = exposureBy(passages, protocol, address.machine.resource);
    if (isWide(found.open)) return [found];
    const cloud = namesCloud(address, port)
      ? exposureBy(
          reachAddress(estate, address, { ...knock, client: cloudOf(clients, port) }),
          protocol,
          address.machine.resource,
        )
      : undefined;
    if (cloud && isWide(cloud.open)) return [cloud];
    return found.doubt ? [found] : [];
  });
}

/** What passages of public addresses add up to. */
export function exposureBy(passages: readonly HostPassage[], protocol: Protocol, asked: AzureResource): Exposure {
  const openers = new Map<DeclaredRule | undefined, AddressSet>();
  let open = nowhere;
  let perhaps = nowhere;
  let doubt: Doubt | undefined;
  for (const passage of passages) {
    const { addresses, outcome, rulings } = passage;
    if (outcome === "deny") continue;
    const doubts = outcome === "allow" ? [] : rulings.map((ruling) => doubtOf(ruling, addresses, asked));
    if (outcome === "allow" || rulings.every((ruling, at) => isOpenButForTag(ruling, doubts[at]!))) {
      open = union(open, addresses);
      const opener = rulings.map(({ piece }) => piece.rule).find((rule) => rule instanceof DeclaredRule);
      openers.set(opener, union(openers.get(opener) ?? nowhere, addresses));
    } else if (doubts.some((one) => one.isUnknownValue)) {
      perhaps = union(perhaps, addresses);
      doubt ??= doubts.find((one) => one.isUnknownValue);
    }
  }
  return { protocol, open, openers, doubt: doubt && isWide(union(open, perhaps)) ? doubt : undefined };
}

// A deny for some service tag takes a part of the Internet at most.
function isOpenButForTag({ piece }: Ruling<SecurityGroup>, doubt: Doubt): boolean {
  return piece.outcome === "allow" || (piece.rule?.access === "allow" && !doubt.isUnknownValue);
}

const cloud = "azurecloud";

function cloudOf(clients: readonly Client[], port: number): (network: NetworkSpace) => Party {
  return (network) => {
    const declared = [cloud, "internet"].some((tag) => declaresTag(clients, port, tag, network));
    return declared ? addressParty(nowhere) : tagParty(cloud, network);
  };
}

function namesCloud(address: Address, port: number): boolean {
  const names = ({ access, source }: DeclaredRule): boolean => access !== "deny" && source.tags.includes(cloud);
  return groupsBefore(address).some((group) => group.concerned("inbound", undefined, port).some(names));
}

function groupsBefore({ places }: Address): readonly SecurityGroup[] {
  return places.flatMap(({ levels }) => levels.flatMap(({ candidates }) => candidates.flatMap((group) => group ?? [])));
}

// Most groups let at most a few ranges in from outside, which their rules tell without a decision.
function mayBeOpen({ places }: Address, port: number): boolean {
  return places.some(({ levels }) =>
    levels.every((level) => level.open || level.candidates.some((group) => !group || admitsOutsiders(group, port))),
  );
}

const known = new WeakMap<SecurityGroup, Map<number, boolean>>();

function admitsOutsiders(group: SecurityGroup, port: number): boolean {
  const byPort = known.get(group) ?? new Map<number, boolean>();
  known.set(group, byPort);
  const answer = byPort.get(port) ?? mayAdmitMany(group.concerned("inbound", undefined, port));
  byPort.set(port, answer);
  return answer;
}

const insiders = new Set(["virtualnetwork", "azureloadbalancer"]);

function mayAdmitMany(rules: readonly DeclaredRule[]): boolean {
  const allows = rules.filter(({ access }) => access !== "deny");
  if (allows.some(({ source: { tags, perhaps } }) => !isEmpty(perhaps) || tags.some((tag) => !insiders.has(tag)))) {
    return true;
  }
  return isWide(intersect(unionOf(allows.map(({ source }) => source.addresses)), publicAddresses));
}
