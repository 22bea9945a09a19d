import { nowhere, union } from "../../model/network/address-set";
import { describeAddresses } from "../../model/network/describe-addresses";
import type { Block } from "../../estate/network/admission";
import type { Client } from "../../estate/network/client";
import { DeclaredRule } from "../../estate/network/declared-rule";
import { doubtOf, settlement, type Doubt } from "../../estate/network/doubts";
import { azureName, listed, ruleTitle } from "../../estate/network/names";
import { hostSettlement, type RdpHost } from "../../estate/network/rdp-hosts";
import { undecided, type Verdict } from "../rule";

/** A client, the host that it asks for, and what keeps it out there. */
export interface Blocked<B extends Block = Block> {
  readonly host: RdpHost;
  readonly client: Client;
  readonly block: B;
}

type Several<B extends Block> = readonly [Blocked<B>, ...Blocked<B>[]];

/**
 * One verdict for all hosts and clients that the same thing keeps apart. A rule that Azure refuses is told by RDP904-010.
 *
 * @param flow what they ask for, "TCP 3389"
 * @param placeOf tells apart what is surely broken at different places
 */
export function verdictsOnBlocked<B extends Block>(
  all: readonly Blocked<B>[],
  flow: (one: Blocked<B>) => string,
  placeOf: (one: Blocked<B>) => string,
  brokenBy: (several: Several<B>) => Verdict,
): readonly Verdict[] {
  const together = new Map<string, Several<B>>();
  for (const blocked of all.filter(({ block }) => !block.isRefused)) {
    const key = isCertain(blocked) ? `broken ${placeOf(blocked)}` : `undecided ${placeOfDoubt(blocked)}`;
    const earlier = together.get(key);
    together.set(key, earlier ? [...earlier, blocked] : [blocked]);
  }
  return [...together.values()].map((several) =>
    isCertain(several[0]) ? brokenBy(several) : undecidedBy(several, flow(several[0])),
  );
}

/** Who is kept out and where, for a sentence. */
export function wordsAbout(several: readonly Blocked[]): { who: string; addresses: string; hosts: string } {
  const addresses = describeAddresses(several.map((one) => one.block.addresses).reduce(union, nowhere));
  const titles = several.map(({ block, client }) =>
    block.whole ? client.title : `${addresses}, part of ${client.title},`,
  );
  return { who: listed(titles), addresses, hosts: namesOf(several) };
}

function namesOf(several: readonly Blocked[]): string {
  return listed(several.map(({ host }) => azureName(host.machine.resource)));
}

function isCertain({ host, client, block }: Blocked): boolean {
  return block.state === "blocked" && host.certain && client.certain;
}

function placeOfDoubt(blocked: Blocked): string {
  const { resource, path } = doubtAbout(blocked);
  return `${resource.urn} ${path}`;
}

type About = Omit<Doubt, "isUnknownValue">;

function doubtAbout({ host, client, block }: Blocked): About {
  const machine = host.machine.resource;
  if (block.maybeNobody) return ofPart(client, block, machine);
  if (block.state === "undecided") return doubtOf(block.by, block.addresses, machine);
  if (!host.certain)
    return {
      ...{ resource: machine, path: "tags", why: `whether RDP is meant for it is not known: ${host.why}` },
      settle: hostSettlement(host),
    };
  return {
    resource: machine,
    path: "tags",
    why: `whether it is a host of ${client.title} depends on a tag that is not known yet`,
  };
}

function ofPart(client: Client, { addresses, by }: Block, machine: Verdict["resource"]): About {
  const { rule } = by.piece;
  const declared = rule instanceof DeclaredRule ? rule : undefined;
  return {
    resource: declared?.resource ?? by.group?.resource ?? machine,
    path: declared?.pathOf("access") ?? "securityRules",
    ...(declared && { value: "Deny", settle: "write address ranges instead of service tags" }),
    why: `${rule ? ruleTitle(rule) : "a rule"} denies ${describeAddresses(addresses)}, and nobody but Azure knows whether ${client.title} has any of it`,
  };
}

function undecidedBy(several: Several<Block>, flow: string): Verdict {
  const { resource, why, ...open } = doubtAbout(several[0]);
  const who = listed(several.map(({ client }) => client.title));
  return undecided(resource, {
    ...settlement({ resource, ...open }),
    fact: `whether ${who} can reach ${flow} of ${namesOf(several)} cannot be said: ${why}`,
  });
}
