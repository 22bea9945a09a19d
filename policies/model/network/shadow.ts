import { isDefaultRule } from "./default-rules";
import { covers, everywhere, intersect, isEmpty, subtract, union, type AddressSet } from "./address-set";
import { addressParty, extentOf, isOpen, partiesOf, type Endpoint, type Party } from "./endpoint";
import { contains, covers as coversPorts, intersect as intersectPorts } from "./interval-set";
import { ephemeralPorts } from "./ports";
import type { RuleSet } from "./rule-set";
import { refusedLast, type Protocol, type SecurityRule } from "./security-rule";
import type { NetworkSpace } from "./service-tags";

/** Whether earlier denies leave anything of an allow rule. */
export interface Shadow {
  /** "hidden": nothing is left. "undecided": that depends on the rules in `by`. */
  readonly state: "hidden" | "visible" | "undecided";
  /** The denies that hide it, or that may do so, first one first. */
  readonly by: readonly SecurityRule[];
}

/** Sources and destinations that a rule still means: a rectangle of both. */
interface Rest {
  readonly source: AddressSet;
  readonly destination: AddressSet;
}

/**
 * Tells whether denies of the same group, asked earlier, hide an inbound allow rule at one port, for every source and
 * every destination that it means. What an earlier allow admits is not hidden. Whether two tags or groups overlap is not
 * guessed: a deny hides what it surely means.
 */
export function shadowOf(
  rules: RuleSet,
  allow: SecurityRule,
  protocol: Protocol,
  port: number,
  network: NetworkSpace,
): Shadow {
  const aim = { protocol, port, network };
  const earlier = earlierRules(rules, allow, aim);
  const by = new Set<SecurityRule>();
  let state: Shadow["state"] = "hidden";
  for (const source of endsOf(allow.source, network)) {
    for (const destination of endsOf(allow.destination, network).map((party) => arriving(party, network))) {
      const cast = castOn({ source, destination }, earlier, allow, aim);
      if (cast.state === "visible") return { state: "visible", by: [] };
      if (cast.state === "undecided") state = "undecided";
      for (const rule of cast.by) by.add(rule);
    }
  }
  return { state, by: [...by] };
}

/** The same for one flow that a rule allows, in either direction: what denies leave of it, whatever else the rule means. */
export function shadowOnFlow(rules: RuleSet, allow: SecurityRule, ends: Ends, aim: Aim): Shadow {
  return castOn(ends, earlierRules(rules, allow, aim), allow, aim);
}

function earlierRules(rules: RuleSet, allow: SecurityRule, aim: Aim): readonly SecurityRule[] {
  const { steps } = rules.stepsFor(allow.direction ?? "inbound", aim.protocol, aim.port);
  const asked = new Set(steps.map((step) => step.rule));
  return [...asked].filter((rule) => mayComeBefore(rule, allow) && (rule.sourcePorts.open || meansClients(rule)));
}

// Whatever arrives at a security group has a destination in its network.
function arriving(party: OpenParty, network: NetworkSpace): OpenParty {
  const within = intersect(party.within, network.inside);
  return { ...party, inNetwork: true, within: isEmpty(within) ? party.within : within };
}

/** Both ends of a flow. */
export interface Ends {
  readonly source: OpenParty;
  readonly destination: OpenParty;
}

/** What a flow is for, and where. */
export interface Aim {
  readonly protocol: Protocol;
  readonly port: number;
  readonly network: NetworkSpace;
}

function castOn(ends: Ends, earlier: readonly SecurityRule[], allow: SecurityRule, aim: Aim): Shadow {
  let sure: Rest[] = [{ source: ends.source.within, destination: ends.destination.within }];
  let perhaps = sure;
  const by: SecurityRule[] = [];
  for (const rule of earlier) {
    const surely = concerns(rule, aim.protocol, aim.port) && rule.certain && isBefore(rule, allow);
    const meant = (rest: Rest): Rest => meantBy(rule, ends, rest, aim.network, false);
    if (rule.access === "allow") {
      if (surely && sure.some((rest) => admitsSome(ends, meant(rest), rest))) return { state: "visible", by: [] };
      continue;
    }
    const leftSure = surely && rule.access === "deny" ? cut(sure, meant) : sure;
    const leftPerhaps = cut(perhaps, (rest) => meantBy(rule, ends, rest, aim.network, true));
    if (leftSure !== sure || leftPerhaps !== perhaps) by.push(rule);
    [sure, perhaps] = [leftSure, leftPerhaps];
  }
  if (sure.length === 0) return { state: "hidden", by };
  if (perhaps.length === 0)
    return { state: "undecided", by: by.some((rule) => rule.isRefused) ? mayHide(ends, earlier, aim) : by };
  // What the allow itself leaves open may lie wholly in the part that is denied.
  const open = ends.source.open || ends.destination.open;
  return open && by.length > 0 ? { state: "undecided", by: [...by, allow] } : { state: "visible", by: [] };
}

// The denies that may hide it, those that Azure refuses only where the others leave something.
function mayHide(ends: Ends, earlier: readonly SecurityRule[], { network }: Aim): readonly SecurityRule[] {
  const denies = earlier.filter(({ access }) => access !== "allow");
  const hiders = new Set<SecurityRule>();
  let rests: Rest[] = [{ source: ends.source.within, destination: ends.destination.within }];
  for (const rule of refusedLast(denies)) {
    const left = cut(rests, (rest) => meantBy(rule, ends, rest, network, true));
    if (left !== rests) hiders.add(rule);
    rests = left;
  }
  return denies.filter((rule) => hiders.has(rule));
}

function mayComeBefore(rule: SecurityRule, allow: SecurityRule): boolean {
  if (rule === allow || isDefaultRule(rule)) return false;
  return rule.priority === undefined || allow.priority === undefined || rule.priority < allow.priority;
}

function isBefore(rule: SecurityRule, allow: SecurityRule): boolean {
  return rule.priority !== undefined && allow.priority !== undefined && rule.priority < allow.priority;
}

function concerns(rule: SecurityRule, protocol: Protocol, port: number): boolean {
  if (rule.direction === undefined || (rule.protocol !== "any" && rule.protocol !== protocol)) return false;
  return contains(rule.destinationPorts.ports, port) && meansClients(rule);
}

// A deny counts where it stops every port of a client, an allow where it admits one.
function meansClients(rule: SecurityRule): boolean {
  const { ports } = rule.sourcePorts;
  return rule.access === "allow"
    ? intersectPorts(ports, ephemeralPorts).length > 0
    : coversPorts(ports, ephemeralPorts);
}

// `perhaps` counts what an entry that is not known may mean, but not what the members of a tag or a group may be.
function meantBy(rule: SecurityRule, ends: Ends, rest: Rest, network: NetworkSpace, perhaps: boolean): Rest {
  const side = (endpoint: Endpoint, party: Party, addresses: AddressSet): AddressSet => {
    const { sure } = extentOf(endpoint, party, addresses, network);
    return perhaps ? union(sure, intersect(endpoint.perhaps, addresses)) : sure;
  };
  return {
    source: side(rule.source, ends.source, rest.source),
    destination: side(rule.destination, ends.destination, rest.destination),
  };
}

// That a range holds all members of a tag is not assumed: others than the tag's owner wrote it.
function admitsSome(ends: Ends, taken: Rest, rest: Rest): boolean {
  if (isNothing(taken)) return false;
  return (["source", "destination"] as const).every((side) => {
    const { tag, sure } = ends[side];
    return tag === undefined || !isEmpty(intersect(taken[side], sure)) || covers(taken[side], rest[side]);
  });
}

function isNothing(rest: Rest): boolean {
  return isEmpty(rest.source) || isEmpty(rest.destination);
}

function cut(rests: Rest[], takenOf: (rest: Rest) => Rest): Rest[] {
  let changed = false;
  const left = rests.flatMap((rest) => {
    const taken = takenOf(rest);
    if (isNothing(taken)) return [rest];
    changed = true;
    return [
      { source: subtract(rest.source, taken.source), destination: rest.destination },
      { source: taken.source, destination: subtract(rest.destination, taken.destination) },
    ].filter((part) => !isNothing(part));
  });
  return changed ? left : rests;
}

/** One end of what a rule allows. */
export interface OpenParty extends Party {
  /** True where nothing is known of whom the rule means. */
  readonly open?: boolean;
}

/** Everybody whom one side of a rule means, as ends of flows; anybody where that is not known. */
export function endsOf(endpoint: Endpoint, network: NetworkSpace): OpenParty[] {
  const anybody: OpenParty = { ...addressParty(everywhere), open: true };
  return [...partiesOf(endpoint, network), ...(isOpen(endpoint) ? [anybody] : [])];
}
