import { intersect, isEmpty, type AddressSet } from "./address-set";
import { decide, type Flow, type Outcome, type Piece } from "./decide";
import { intersect as intersectPorts } from "./interval-set";
import { ephemeralPorts, type PortSet } from "./ports";
import type { RuleSet } from "./rule-set";

/** One place on the way where a security group may stand: a subnet or a network interface. */
export interface Level<G extends RuleSet = RuleSet> {
  /** The groups of which one stands here, undefined meaning none: without one, everything passes. */
  readonly candidates: readonly (G | undefined)[];
  /** True where another group may stand here, of which nothing is known. */
  readonly open: boolean;
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
  let way = atLevel(first, flow);
  for (const level of others) way = isDenied(way) ? way : overlay(way, atLevel(level, flow), both);
  return way;
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
    return pieces.map((piece) => ({ ...piece, rulings: [{ level, group, piece }] }));
  });
  if (level.open || ways.length === 0) {
    const piece: Piece = { ...whole, outcome: "undecided", rule: undefined, doubt: undefined };
    ways.push([{ ...piece, rulings: [{ level, group: undefined, piece }] }]);
  }
  return eitherWay(ways);
}

/** Where one of several ways is taken and nothing tells which: what all of them do is decided. */
export function eitherWay<G extends RuleSet>(ways: readonly (readonly Passage<G>[])[]): readonly Passage<G>[] {
  return ways.reduce((a, b) => overlay(a, b, either));
}

/** Where any of several ways will do: one that lets a client through is enough. */
export function anyWay<G extends RuleSet>(ways: readonly (readonly Passage<G>[])[]): readonly Passage<G>[] {
  return ways.reduce((a, b) => overlay(a, b, any));
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
  return a.flatMap((one) =>
    b.flatMap((other) => {
      const addresses = intersect(one.addresses, other.addresses);
      const sourcePorts = intersectPorts(one.sourcePorts, other.sourcePorts);
      if (isEmpty(addresses) || sourcePorts.length === 0) return [];
      const { outcome, rulings } = judge(one, other);
      return [{ addresses, sourcePorts, outcome, rulings }];
    }),
  );
}
