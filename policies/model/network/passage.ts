import { intersect, isEmpty, type AddressSet } from "./address-set";
import { decide, letsOutUnhindered, type Flow, type Outcome, type Piece } from "./decide";
import { intersect as intersectPorts } from "./interval-set";
import { ephemeralPorts, type PortSet } from "./ports";
import type { RuleSet } from "./rule-set";

/** One place on the way where a security group may stand: a subnet or a network interface. */
export interface Level<G extends RuleSet = RuleSet> {
  /** The groups of which one stands here, undefined meaning none: without one, everything passes. */
  readonly candidates: readonly (G | undefined)[];
  /** True where another group may stand here, of which nothing is known. */
  readonly open: boolean;
  /** Set where many hosts share the level: what it said last, so that it need not decide the same again. */
  readonly said?: Said<G>[];
}

/** What one level said of a flow. */
export interface Said<G extends RuleSet = RuleSet> {
  readonly flow: Flow;
  readonly passages: readonly Passage<G>[];
}

/** What one level says about a passage. */
export interface Ruling<G extends RuleSet = RuleSet> {
  readonly level: Level<G>;
  readonly group: G | undefined;
  readonly piece: Piece;
}

/** What becomes of a part of the far end's addresses on the whole way. */
export interface Passage<G extends RuleSet = RuleSet> {
  readonly addresses: AddressSet;
  readonly sourcePorts: PortSet;
  readonly outcome: Outcome;
  /** What makes it so: the ruling that denies; or those that leave it undecided; or, where allowed, one a level. */
  readonly rulings: readonly Ruling<G>[];
}

/**
 * Decides a flow over all levels, in the order in which it meets them (inbound: subnet, then interface). Every one must
 * let it through, so one that surely denies decides, whatever is not known of the others.
 */
export function decideWay<G extends RuleSet>(levels: readonly Level<G>[], flow: Flow): readonly Passage<G>[] {
  const sourcePorts = flow.sourcePorts ?? ephemeralPorts;
  const [first, ...others] = levels;
  if (!first) return [{ addresses: flow.far.within, sourcePorts, outcome: "allow", rulings: [] }];
  let way = saidBy(first, flow);
  for (const level of others) way = isDenied(way) ? way : overlay(way, saidBy(level, flow), both);
  return way;
}

/** Whether every level lets a flow to public addresses out, as far as a look at its denies tells. False says nothing. */
export function letOutUnhindered(levels: readonly Level[], flow: Flow): boolean {
  return levels.every((level) =>
    level.said
      ? saidBy(level, flow).every(({ outcome }) => outcome === "allow")
      : !level.open && level.candidates.every((group) => !group || letsOutUnhindered(group, flow)),
  );
}

const mostSaid = 16;

function saidBy<G extends RuleSet>(level: Level<G>, flow: Flow): readonly Passage<G>[] {
  if (!level.said) return atLevel(level, flow);
  const earlier = level.said.find((one) => isSame(one.flow, flow));
  if (earlier) return earlier.passages;
  const passages = atLevel(level, flow);
  if (level.said.length >= mostSaid) level.said.shift();
  level.said.push({ flow, passages });
  return passages;
}

function isSame(a: Flow, b: Flow): boolean {
  const isAlike = a.far === b.far && a.host === b.host && a.network === b.network && a.sourcePorts === b.sourcePorts;
  return isAlike && a.direction === b.direction && a.protocol === b.protocol && a.port === b.port;
}

// What an earlier group denies no other one sees.
function isDenied<G extends RuleSet>(way: readonly Passage<G>[]): boolean {
  return way.every(({ outcome }) => outcome === "deny");
}

function atLevel<G extends RuleSet>(level: Level<G>, flow: Flow): readonly Passage<G>[] {
  const sourcePorts = flow.sourcePorts ?? ephemeralPorts;
  const whole = { addresses: flow.far.within, sourcePorts };
  const ways = level.candidates.map((group): readonly Passage<G>[] => {
    const pieces = group
      ? decide(group, flow)
      : [{ ...whole, outcome: "allow", rule: undefined, doubt: undefined } as const];
    return pieces.map((piece) => {
      const { addresses, outcome } = piece;
      return { addresses, sourcePorts: piece.sourcePorts, outcome, rulings: [{ level, group, piece }] };
    });
  });
  if (level.open || ways.length === 0) {
    const piece: Piece = { ...whole, outcome: "undecided", rule: undefined, doubt: undefined };
    ways.push([{ ...piece, rulings: [{ level, group: undefined, piece }] }]);
  }
  return ways.length === 1 ? ways[0]! : eitherWay(ways);
}

/** Where one of several ways is taken and nothing tells which: what all of them do is decided. */
export function eitherWay<G extends RuleSet>(ways: readonly (readonly Passage<G>[])[]): readonly Passage<G>[] {
  return ways.reduce((a, b) => overlay(a, b, either));
}

/** Where any of several ways will do: one that lets a client through is enough. */
export function anyWay<G extends RuleSet>(ways: readonly (readonly Passage<G>[])[]): readonly Passage<G>[] {
  return ways.reduce((a, b) => overlay(a, b, any));
}

/** Whether nothing but rules that Azure refuses leaves a passage undecided. */
export function isLeftByRefusal({ outcome, rulings }: Pick<Passage, "outcome" | "rulings">): boolean {
  return outcome === "undecided" && rulings.every(({ piece }) => isRefusal(piece));
}

function isRefusal({ outcome, doubt }: Piece): boolean {
  return outcome === "undecided" && doubt?.isRefused === true;
}

type Judgement<G extends RuleSet> = Pick<Passage<G>, "outcome" | "rulings">;

function both<G extends RuleSet>(a: Judgement<G>, b: Judgement<G>): Judgement<G> {
  if (a.outcome === "deny") return a;
  if (b.outcome === "deny") return b;
  if (a.outcome === b.outcome) return { outcome: a.outcome, rulings: [...a.rulings, ...b.rulings] };
  return a.outcome === "undecided" ? a : b;
}

function either<G extends RuleSet>(a: Judgement<G>, b: Judgement<G>): Judgement<G> {
  return { outcome: a.outcome === b.outcome ? a.outcome : "undecided", rulings: [...a.rulings, ...b.rulings] };
}

function any<G extends RuleSet>(a: Judgement<G>, b: Judgement<G>): Judgement<G> {
  if (a.outcome === "allow") return a;
  if (b.outcome === "allow") return b;
  if (a.outcome === b.outcome) return { outcome: a.outcome, rulings: [...a.rulings, ...b.rulings] };
  return a.outcome === "undecided" ? a : b;
}

function overlay<G extends RuleSet>(
  a: readonly Passage<G>[],
  b: readonly Passage<G>[],
  judge: (a: Judgement<G>, b: Judgement<G>) => Judgement<G>,
): readonly Passage<G>[] {
  const parts: Passage<G>[] = [];
  for (const one of a) {
    for (const other of b) {
      const addresses = intersect(one.addresses, other.addresses);
      const sourcePorts = intersectPorts(one.sourcePorts, other.sourcePorts);
      if (isEmpty(addresses) || sourcePorts.length === 0) continue;
      const { outcome, rulings } = judge(one, other);
      parts.push({ addresses, sourcePorts, outcome, rulings });
    }
  }
  return parts;
}
