import {
  covers,
  everywhere,
  intersect,
  isEmpty,
  nowhere,
  subtract,
  union,
  unionOf,
  type AddressSet,
} from "./address-set";
import { areApart } from "./known-service-tags";
import { parseAddress, type ParsedAddress } from "./parse-address";
import type { ServiceTag } from "./service-tag";
import { parseTag, tagExtent, tagInside, type Extent, type NetworkSpace } from "./service-tags";
import { notKnown, type Field } from "./field";

/** Key of an application security group. */
export type GroupKey = string;

/** One side of a security rule: what it means by source or destination. */
export interface Endpoint {
  /** What it lists by address; `everywhere` for `*`. */
  readonly addresses: AddressSet;
  readonly tags: readonly ServiceTag[];
  /** Application security groups, each as the groups that the reference may mean. */
  readonly groups: readonly (readonly GroupKey[])[];
  /** What an entry may mean that is not known, not readable, or written so that Azure refuses it. */
  readonly perhaps: AddressSet;
}

/** One side of a security rule as written, in ARM's fields. */
export interface WrittenEndpoint {
  readonly prefix: Field<string>;
  readonly prefixes: Field<readonly Field<string>[]>;
  readonly groups: Field<WrittenGroups>;
}

type WrittenGroups = readonly Field<readonly GroupKey[]>[];

const anybody: Endpoint = { addresses: everywhere, tags: [], groups: [], perhaps: nowhere };

/** Reads one side of a rule. Singular and plural add up, an empty text counts as absent, and nothing at all as `*`. */
export function readEndpoint(written: WrittenEndpoint): Endpoint {
  const entries = entriesOf(written.prefix, written.prefixes);
  const references: WrittenGroups = written.groups === notKnown ? [notKnown] : (written.groups ?? []);
  if (entries.length === 0 && references.length === 0) return anybody;
  if (entries.length === 1 && references.length === 0 && isAny(entries[0])) return anybody;
  const addresses: AddressSet[] = [];
  const tags: ServiceTag[] = [];
  const groups: (readonly GroupKey[])[] = [];
  let perhaps = nowhere;
  for (const entry of entries) {
    const parsed = entry === notKnown ? undefined : readAddress(entry);
    const tag = entry === notKnown || parsed ? undefined : parseTag(entry);
    if (parsed && !parsed.hostBits) addresses.push(parsed.set);
    else if (tag !== undefined) tags.push(tag);
    else perhaps = union(perhaps, parsed?.set ?? everywhere);
  }
  for (const reference of references) {
    if (reference === notKnown || reference === undefined) perhaps = everywhere;
    else groups.push(reference);
  }
  return { addresses: unionOf(addresses), tags, groups, perhaps };
}

/** The entries of a singular field and its plural twin; an empty text never counts. */
export function entriesOf(
  one: Field<string>,
  many: Field<readonly Field<string>[]>,
): readonly (string | typeof notKnown)[] {
  const list = many === notKnown ? [notKnown] : (many ?? []);
  return [one, ...list].filter((entry) => entry !== undefined && entry !== "") as (string | typeof notKnown)[];
}

function readAddress(entry: string): ParsedAddress | undefined {
  return isAny(entry) ? { set: everywhere, hostBits: false } : parseAddress(entry);
}

function isAny(entry: string | typeof notKnown | undefined): boolean {
  // A digit, with which nearly every entry begins, says at once that it is neither.
  return typeof entry === "string" && !(entry >= "0" && entry < ":") && /^\s*(\*|any)\s*$/i.test(entry);
}

/** One end of a flow. */
export interface Party {
  /** Every address that the party may have. */
  readonly within: AddressSet;
  /** Those that it surely has: all of them, or none where nothing tells which (a tag, a group, a single host). */
  readonly sure: AddressSet;
  /** The service tag that the party is. */
  readonly tag?: ServiceTag;
  /** Application security groups that the party is surely in, and whether these are all. */
  readonly groups: { readonly known: ReadonlySet<GroupKey>; readonly complete: boolean };
  /** True where the party surely belongs to the virtual network. */
  readonly inNetwork: boolean;
}

const noGroups = { known: new Set<GroupKey>(), complete: false };

/** Everybody at these addresses. */
export function addressParty(within: AddressSet): Party {
  return { within, sure: within, groups: noGroups, inNetwork: false };
}

const tagParties = new WeakMap<NetworkSpace, Map<ServiceTag, Party>>();

/** Everybody whom a service tag means; the same object for the same network, because thousands of hosts ask. */
export function tagParty(tag: ServiceTag, network: NetworkSpace): Party {
  const known = tagParties.get(network) ?? new Map<ServiceTag, Party>();
  tagParties.set(network, known);
  const party = known.get(tag) ?? partyOfTag(tag, network);
  known.set(tag, party);
  return party;
}

function partyOfTag(tag: ServiceTag, network: NetworkSpace): Party {
  const extent = tagExtent(tag, network);
  const within = union(extent.sure, extent.maybe);
  return { within, sure: extent.sure, tag, groups: noGroups, inNetwork: tag === "virtualnetwork" };
}

/** Every member of an application security group; members belong to one virtual network. */
export function groupParty(group: GroupKey, network: NetworkSpace): Party {
  const within = union(network.inside, network.possible);
  return { within, sure: nowhere, groups: { known: new Set([group]), complete: false }, inNetwork: true };
}

/** A single host somewhere in these addresses, with all the groups that it is in. */
export function hostParty(within: AddressSet, groups: Party["groups"]): Party {
  return { within, sure: nowhere, groups, inNetwork: true };
}

/** Everybody whom one side of a rule means, one party for each thing that it lists; none for what is not known. */
export function partiesOf(endpoint: Endpoint, network: NetworkSpace): Party[] {
  return [
    ...(isEmpty(endpoint.addresses) ? [] : [addressParty(endpoint.addresses)]),
    ...endpoint.tags.map((tag) => tagParty(tag, network)),
    ...endpoint.groups.flatMap((reference) => (reference.length === 1 ? [groupParty(reference[0]!, network)] : [])),
  ];
}

/** True where one side of a rule lists something that is not known, or not known to be one thing. */
export function isOpen(endpoint: Endpoint): boolean {
  return !isEmpty(endpoint.perhaps) || endpoint.groups.some((reference) => reference.length !== 1);
}

/** Which of a party's addresses one side of a rule surely and perhaps means. */
export function extentOf(endpoint: Endpoint, party: Party, addresses: AddressSet, network: NetworkSpace): Extent {
  if (endpoint.addresses === everywhere) return { sure: addresses, maybe: nowhere };
  let sure = intersect(endpoint.addresses, addresses);
  let maybe = intersect(endpoint.perhaps, addresses);
  for (const tag of endpoint.tags) {
    if (isWithin(party, tag)) return { sure: addresses, maybe: nowhere };
    if (party.tag !== undefined && areApart(party.tag, tag)) continue;
    const extent = tagExtent(tag, network);
    sure = union(sure, intersect(extent.sure, addresses));
    maybe = union(maybe, intersect(extent.maybe, addresses));
  }
  for (const reference of endpoint.groups) {
    const known = reference.filter((group) => party.groups.known.has(group)).length;
    if (known > 0 && known === reference.length) return { sure: addresses, maybe: nowhere };
    if (known === 0 && party.groups.complete) continue;
    maybe = union(maybe, memberSpace(party, addresses, network));
  }
  return { sure, maybe: subtract(maybe, sure) };
}

function isWithin(party: Party, tag: ServiceTag): boolean {
  if (tag === "virtualnetwork" && party.inNetwork) return true;
  return party.tag !== undefined && tagInside(party.tag, tag);
}

// Members of a group have addresses in a virtual network, so a public client is none.
function memberSpace(party: Party, addresses: AddressSet, network: NetworkSpace): AddressSet {
  return party.inNetwork ? addresses : intersect(union(network.inside, network.possible), addresses);
}

/** Whether a single host is what one side of a rule means. */
export function meansHost(endpoint: Endpoint, host: Party, network: NetworkSpace): "yes" | "no" | "maybe" {
  if (endpoint.addresses === everywhere) return "yes";
  const { sure, maybe } = extentOf(endpoint, host, host.within, network);
  if (covers(sure, host.within)) return "yes";
  return isEmpty(sure) && isEmpty(maybe) ? "no" : "maybe";
}
