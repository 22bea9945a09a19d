import { covers, everywhere, everyV4, intersect, isEmpty } from "./address-set";
import { isOpen, meansHost, tagParty, type Endpoint, type Party } from "./endpoint";
import { contains } from "./interval-set";
import type { RuleSet } from "./rule-set";
import type { Direction, SecurityRule } from "./security-rule";
import type { ServiceTag } from "./service-tag";
import { tagInside, type NetworkSpace } from "./service-tags";
import { endsOf, shadowOnFlow, type OpenParty } from "./shadow";

/** A flow over TCP that a security group must allow by a rule of its own. */
export interface RequiredFlow {
  readonly direction: Direction;
  readonly ports: readonly number[];
  /** Service tag of the other side. */
  readonly far: ServiceTag;
  /** Tells whether a rule's far end may stand for the tag, though it means less. Default: none may. */
  readonly narrowedTo?: (far: Endpoint) => boolean;
}

/** What a security group does with one port of a required flow. */
export interface Coverage {
  readonly state: "allowed" | "missing" | "hidden" | "undecided";
  /** Where hidden: the denies that hide it. Where undecided: the rules that it depends on. */
  readonly by: readonly SecurityRule[];
}

type Answer = "yes" | "no" | "maybe";

/** Looks for a rule of the group itself that allows a port of a flow, and that no earlier deny hides. */
export function coverageOf(
  rules: RuleSet,
  flow: RequiredFlow,
  port: number,
  host: Party,
  network: NetworkSpace,
): Coverage {
  const asked = rules.concerned(flow.direction, "tcp", port);
  const answers = asked.map((rule) => ({ rule, answer: allowsFlow(rule, flow, port, host, network) }));
  const hiders = new Set<SecurityRule>();
  const doubts = answers.flatMap(({ rule, answer }) => (answer === "maybe" ? [rule] : []));
  const sure = answers.flatMap(({ rule, answer }) => (answer === "yes" ? [rule] : []));
  for (const rule of sure) {
    for (const far of farEnds(rule, flow, network)) {
      const ends =
        flow.direction === "inbound" ? { source: far, destination: host } : { source: host, destination: far };
      const shadow = shadowOnFlow(rules, rule, ends, { protocol: "tcp", port, network });
      if (shadow.state === "visible") return { state: "allowed", by: [] };
      if (shadow.state === "undecided") doubts.push(...shadow.by);
      else for (const hider of shadow.by) hiders.add(hider);
    }
  }
  if (doubts.length > 0) return { state: "undecided", by: [...new Set(doubts)] };
  return sure.length > 0 ? { state: "hidden", by: [...hiders] } : { state: "missing", by: [] };
}

function allowsFlow(rule: SecurityRule, flow: RequiredFlow, port: number, host: Party, network: NetworkSpace): Answer {
  const { access, direction, protocol, destinationPorts } = rule;
  const inbound = flow.direction === "inbound";
  const named = contains(destinationPorts.ports, port);
  const [far, near] = inbound ? [rule.source, rule.destination] : [rule.destination, rule.source];
  return allOf([
    access === undefined ? "maybe" : access === "allow" ? "yes" : "no",
    direction === undefined ? "maybe" : direction === flow.direction ? "yes" : "no",
    protocol === undefined ? "maybe" : protocol === "tcp" || protocol === "any" ? "yes" : "no",
    named ? "yes" : destinationPorts.open ? "maybe" : "no",
    namesFarEnd(far, flow, network),
    meansHost(near, host, network),
    rule.certain ? "yes" : "maybe",
  ]);
}

function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("maybe") ? "maybe" : "yes";
}

function namesFarEnd(far: Endpoint, flow: RequiredFlow, network: NetworkSpace): Answer {
  if (namesTag(far, flow.far, network) || flow.narrowedTo?.(far)) return "yes";
  return isOpen(far) ? "maybe" : "no";
}

function namesTag(far: Endpoint, tag: ServiceTag, network: NetworkSpace): boolean {
  if (far.addresses === everywhere || far.tags.some((one) => tagInside(tag, one))) return true;
  const { within } = taggedEnd(tag, network);
  return !isEmpty(within) && covers(far.addresses, within);
}

// A Bastion has IPv4 addresses only.
function taggedEnd(tag: ServiceTag, network: NetworkSpace): Party {
  const party = tagParty(tag, network);
  return { ...party, within: intersect(party.within, everyV4), sure: intersect(party.sure, everyV4) };
}

// Of a rule that means the whole tag, that tag counts; of one that is narrower, what it means.
function farEnds(rule: SecurityRule, flow: RequiredFlow, network: NetworkSpace): readonly OpenParty[] {
  const far = flow.direction === "inbound" ? rule.source : rule.destination;
  return namesTag(far, flow.far, network) ? [taggedEnd(flow.far, network)] : endsOf(far, network);
}
