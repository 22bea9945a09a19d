import { intersect, isEmpty, nowhere, subtract, union, type AddressSet } from "./address-set";
import { isDefaultRule } from "./default-rules";
import { extentOf, meansHost, type Party } from "./endpoint";
import { contains, intersect as intersectPorts } from "./interval-set";
import { endOfPorts, ephemeralPorts, everyPort, type PortSet } from "./ports";
import type { RuleSet, Step, Steps } from "./rule-set";
import type { Access, Direction, Protocol, SecurityRule } from "./security-rule";
import { isPlatformTag, platformAddresses, publicAddresses, type NetworkSpace } from "./service-tags";

/** A flow that somebody wants to open. */
export interface Flow {
  readonly direction: Direction;
  readonly protocol: Protocol;
  /** Destination port, after any translation: security groups see the host's own. */
  readonly port: number;
  /** Ports that the opening end may use. Default: the ephemeral ones. */
  readonly sourcePorts?: PortSet;
  /** The far end: the client of an inbound flow, the destination of an outbound one. */
  readonly far: Party;
  /** The near end: a single host by its private address. */
  readonly host: Party;
  readonly network: NetworkSpace;
}

export type Outcome = Access | "undecided";

/** What becomes of a part of the far end's addresses. */
export interface Piece {
  readonly addresses: AddressSet;
  /** The source ports it is about; all of the flow's where the rules do not tell them apart. */
  readonly sourcePorts: PortSet;
  readonly outcome: Outcome;
  /** The rule that surely matches; undefined for platform addresses, which no rule filters. */
  readonly rule: SecurityRule | undefined;
  /** Where undecided: the earlier rule that may match and would decide otherwise; one that Azure refuses only where no other does. */
  readonly doubt: SecurityRule | undefined;
}

/** Addresses that no rule has surely matched yet, and the first rules of each kind that perhaps have. */
interface Pending {
  readonly addresses: AddressSet;
  readonly mayAllow: SecurityRule | undefined;
  readonly mayDeny: SecurityRule | undefined;
}

/**
 * Decides a flow by one security group: the far end's addresses fall into pieces, each allowed, denied or undecided.
 * The pieces do not overlap, and together (for each source port) they are the whole far end.
 */
export function decide(rules: RuleSet, flow: Flow): readonly Piece[] {
  const wanted = flow.sourcePorts ?? ephemeralPorts;
  const asked = rules.stepsFor(flow.direction, flow.protocol, flow.port);
  const classes = asked.sourcePortClasses();
  if (classes.length === 1) return decideFrom(asked, flow, wanted);
  return classes.flatMap((ports) => {
    const some = intersectPorts(ports, wanted);
    return some.length > 0 ? decideFrom(asked, flow, some) : [];
  });
}

function decideFrom(asked: Steps, flow: Flow, sourcePorts: PortSet): Piece[] {
  const platform = platformPart(flow);
  if (isEmpty(platform)) {
    const [source, destination] = flow.direction === "inbound" ? [flow.far, flow.host] : [flow.host, flow.far];
    return walk(asked.between(source.within, destination.within), flow, flow.far.within, sourcePorts);
  }
  return [
    ...walk(asked.platform, flow, platform, sourcePorts),
    ...walk(asked.steps, flow, subtract(flow.far.within, platform), sourcePorts),
  ];
}

// What a group filters only by rules that name it.
function platformPart({ direction, far }: Flow): AddressSet {
  if (direction === "inbound") return nowhere;
  if (far.tag !== undefined && isPlatformTag(far.tag)) return far.within;
  // The public addresses, which stand for every service, hold none.
  return far.within === publicAddresses ? nowhere : intersect(far.within, platformAddresses);
}

function walk(steps: Iterable<Step>, flow: Flow, addresses: AddressSet, sourcePorts: PortSet): Piece[] {
  const pieces: Piece[] = [];
  let pending: Pending[] = isEmpty(addresses) ? [] : [{ addresses, mayAllow: undefined, mayDeny: undefined }];
  for (const { rule, doubtful } of steps) {
    if (pending.length === 0) break;
    const fit = fitOf(rule, flow, sourcePorts);
    if (fit === "no") continue;
    const sure = fit === "yes" && !doubtful && rule.certain && rule.access !== undefined;
    const far = flow.direction === "inbound" ? rule.source : rule.destination;
    let left: Pending[] | undefined;
    for (let at = 0; at < pending.length; at++) {
      const part = pending[at]!;
      const extent = extentOf(far, flow.far, part.addresses, flow.network);
      const taken = sure ? extent.sure : nowhere;
      const perhaps = sure ? extent.maybe : union(extent.sure, extent.maybe);
      if (isEmpty(taken) && isEmpty(perhaps)) {
        left?.push(part);
        continue;
      }
      left ??= pending.slice(0, at);
      if (!isEmpty(taken)) pieces.push(settle({ ...part, addresses: taken }, rule, sourcePorts));
      if (!isEmpty(perhaps)) left.push(shadow({ ...part, addresses: perhaps }, rule));
      const rest = subtract(subtract(part.addresses, taken), perhaps);
      if (!isEmpty(rest)) left.push({ ...part, addresses: rest });
    }
    if (left) pending = left.length > 1 ? merge(left) : left;
  }
  // Only the platform's own addresses come through every rule: nothing filters them.
  for (const part of pending) pieces.push(settle(part, undefined, sourcePorts));
  return pieces;
}

/**
 * Whether a look at the denies alone tells that a group lets a flow to public addresses out: none of its own means any of
 * them, and Azure's own rules let them pass. False says nothing.
 */
export function letsOutUnhindered(rules: RuleSet, flow: Flow): boolean {
  if (flow.direction !== "outbound" || flow.far.within !== publicAddresses) return false;
  const { steps } = rules.stepsFor(flow.direction, flow.protocol, flow.port);
  return steps.every(({ rule }) => rule.access === "allow" || isDefaultRule(rule) || !mayMean(rule, flow));
}

function mayMean(rule: SecurityRule, { far, network }: Flow): boolean {
  const { sure, maybe } = extentOf(rule.destination, far, far.within, network);
  return !isEmpty(sure) || !isEmpty(maybe);
}

/** Whether a rule concerns a flow in everything but its far end. */
export function fitOf(
  rule: SecurityRule,
  flow: Pick<Flow, "direction" | "protocol" | "port" | "host" | "network">,
  sourcePorts: PortSet,
): "yes" | "no" | "maybe" {
  if (!rule.mayConcern(flow.direction, flow.protocol, flow.port)) return "no";
  const { ports } = rule.destinationPorts;
  const named = ports === everyPort || contains(ports, flow.port);
  const from = rule.sourcePorts;
  const fromNamed = from.ports === everyPort || contains(from.ports, sourcePorts[0] ?? endOfPorts - 1);
  if (!fromNamed && !from.open) return "no";
  const near = flow.direction === "inbound" ? rule.destination : rule.source;
  const means = meansHost(near, flow.host, flow.network);
  if (means === "no") return "no";
  const sure = rule.direction !== undefined && rule.protocol !== undefined && named && fromNamed;
  return sure ? means : "maybe";
}

function shadow(part: Pending, rule: SecurityRule): Pending {
  return {
    addresses: part.addresses,
    mayAllow: rule.access === "deny" ? part.mayAllow : telling(part.mayAllow, rule),
    mayDeny: rule.access === "allow" ? part.mayDeny : telling(part.mayDeny, rule),
  };
}

function telling(earlier: SecurityRule | undefined, rule: SecurityRule): SecurityRule {
  return earlier && (!earlier.isRefused || rule.isRefused) ? earlier : rule;
}

function settle(part: Pending, rule: SecurityRule | undefined, sourcePorts: PortSet): Piece {
  const access = rule?.access ?? "allow";
  const doubt = access === "allow" ? part.mayDeny : part.mayAllow;
  return { addresses: part.addresses, sourcePorts, outcome: doubt ? "undecided" : access, rule, doubt };
}

function merge(parts: readonly Pending[]): Pending[] {
  const merged: Pending[] = [];
  for (const part of parts) {
    const twin = merged.findIndex((other) => other.mayAllow === part.mayAllow && other.mayDeny === part.mayDeny);
    if (twin < 0) merged.push(part);
    else merged[twin] = { ...part, addresses: union(merged[twin]!.addresses, part.addresses) };
  }
  return merged;
}
