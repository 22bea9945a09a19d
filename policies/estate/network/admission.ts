import { covers, intersect, isEmpty, nowhere, union, type AddressSet } from "../../model/network/address-set";
import { extentOf, type Party } from "../../model/network/endpoint";
import { isLeftByRefusal, type Ruling } from "../../model/network/passage";
import type { Protocol } from "../../model/network/security-rule";
import type { NetworkSpace } from "../../model/network/service-tags";
import type { Estate } from "../estate";
import type { Client } from "./client";
import { isRequestable } from "./just-in-time";
import type { Machine } from "./machines";
import { reachMachine, type Address, type HostPassage } from "./reach";
import type { SecurityGroup } from "./security-groups";
import { judgedAllows } from "./shadowed-allows";

/** Addresses of a client that one rule keeps out, or that a doubt leaves undecided. */
export interface Block {
  readonly state: "blocked" | "undecided";
  readonly addresses: AddressSet;
  /** True where these are all the addresses of the client. */
  readonly whole: boolean;
  /** True where they are denied, but the client is a tag or a group that perhaps has none of them. */
  readonly maybeNobody: boolean;
  /** True where nothing leaves it undecided but rules that Azure refuses, which are a finding of their own. */
  readonly isRefused: boolean;
  readonly by: Ruling<SecurityGroup>;
}

/**
 * What keeps a client from a host; nothing where it gets through, or where a hidden allow rule, which is a finding of its
 * own, explains the block. Of a declared client every address counts, of an implied one only a total block.
 */
export function blocksOf(
  estate: Estate,
  machine: Machine,
  addresses: readonly Address[],
  client: Client,
): readonly Block[] {
  const network = addresses[0]?.places[0]?.network;
  // What a just-in-time policy opens on request is closed until then, as it should be.
  if (!network || isRequestable(estate, machine.resource, client.port) !== "no") return [];
  const knock = { client: client.party, protocol: "tcp", port: client.port } as const;
  return blocksAmong(estate, client, network, knock, reachMachine(estate, addresses, knock));
}

/** The same where it is decided already what becomes of the client's flow. */
export function blocksAmong(
  estate: Estate,
  client: Client,
  network: NetworkSpace,
  flow: { readonly protocol: Protocol; readonly port: number },
  passages: readonly HostPassage[],
): readonly Block[] {
  const party = client.party(network);
  const relevant = client.kind === "declared" ? missing(passages, party) : totalBlock(passages);
  const unexplained = relevant.filter(({ passage }) => !isExplained(estate, passage, party, flow, network));
  return byRuling(unexplained, party.within);
}

interface Relevant {
  readonly passage: HostPassage;
  readonly state: Block["state"];
  readonly maybeNobody: boolean;
}

function missing(passages: readonly HostPassage[], party: Party): readonly Relevant[] {
  const allDenied = passages.every(({ outcome }) => outcome === "deny");
  return passages.flatMap((passage) => {
    if (passage.outcome === "allow") return [];
    // A part of a tag or group that is denied may have no member at all.
    const exists = allDenied || !isEmpty(intersect(passage.addresses, party.sure));
    const denied = passage.outcome === "deny";
    return [{ passage, state: denied && exists ? "blocked" : "undecided", maybeNobody: denied && !exists }];
  });
}

function totalBlock(passages: readonly HostPassage[]): readonly Relevant[] {
  if (passages.some(({ outcome }) => outcome === "allow")) return [];
  const open = passages.filter(({ outcome }) => outcome === "undecided");
  if (open.length === 0) return passages.map((passage) => ({ passage, state: "blocked", maybeNobody: false }));
  // The estate implies nothing about what lies outside it.
  if (open.some(({ rulings }) => rulings.some(({ level }) => level.open))) return [];
  return open.map((passage) => ({ passage, state: "undecided", maybeNobody: false }));
}

function isExplained(
  estate: Estate,
  { rulings, addresses }: HostPassage,
  party: Party,
  flow: { readonly protocol: Protocol; readonly port: number },
  network: NetworkSpace,
): boolean {
  return rulings.some(({ group, piece }) => {
    if (!group) return false;
    const deciding = [piece.rule, piece.doubt];
    return judgedAllows(estate, group, flow.port).some(
      ({ rule, protocol, shadow }) =>
        (rule.protocol === "any" || protocol === flow.protocol) &&
        shadow.state !== "visible" &&
        shadow.by.some((hider) => deciding.includes(hider)) &&
        covers(extentOf(rule.source, party, addresses, network).sure, addresses),
    );
  });
}

function byRuling(relevant: readonly Relevant[], all: AddressSet): readonly Block[] {
  const blocks = new Map<string, Block>();
  const ids = new Map<unknown, number>();
  const id = (thing: unknown): number => {
    if (!ids.has(thing)) ids.set(thing, ids.size);
    return ids.get(thing)!;
  };
  for (const { passage, state, maybeNobody } of relevant) {
    const by = passage.rulings.find(({ piece }) => piece.outcome !== "allow") ?? passage.rulings[0]!;
    const isRefused = isLeftByRefusal(passage);
    const key = [state, maybeNobody, isRefused, id(by.group), id(by.piece.rule), id(by.piece.doubt)].join();
    const addresses = union(blocks.get(key)?.addresses ?? nowhere, passage.addresses);
    blocks.set(key, { state, addresses, whole: covers(addresses, all), maybeNobody, isRefused, by });
  }
  return [...blocks.values()];
}
