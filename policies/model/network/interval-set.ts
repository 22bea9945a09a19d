import { countUpTo } from "../sorted";

/**
 * A set of numbers as its sorted boundaries: members lie from each even one up to, and not including, the next odd one.
 * [10, 20, 30, 31] holds 10 to 19, and 30.
 */
export type IntervalSet<T extends number | bigint> = readonly T[];

/** Makes a set of half-open ranges, given flat as [start, end, start, end, ...] in any order and overlapping at will. */
export function fromRanges<T extends number | bigint>(ranges: readonly T[]): IntervalSet<T> {
  if (ranges.length <= 2) return ranges;
  const merged: T[] = [];
  for (const at of startsInOrder(ranges)) {
    const start = ranges[at]!;
    const end = ranges[at + 1]!;
    const last = merged.length - 1;
    if (last > 0 && start <= merged[last]!) {
      if (end > merged[last]!) merged[last] = end;
    } else {
      merged.push(start, end);
    }
  }
  return merged;
}

function startsInOrder<T extends number | bigint>(ranges: readonly T[]): readonly number[] {
  const order: number[] = [];
  let inOrder = true;
  for (let at = 0; at < ranges.length; at += 2) {
    order.push(at);
    inOrder &&= at === 0 || ranges[at - 2]! <= ranges[at]!;
  }
  return inOrder ? order : order.sort((a, b) => (ranges[a]! < ranges[b]! ? -1 : ranges[a]! > ranges[b]! ? 1 : 0));
}

/** Combines two sets point by point: a point is kept where `keep` says so of its membership in each. */
export function combine<T extends number | bigint>(
  a: IntervalSet<T>,
  b: IntervalSet<T>,
  keep: (inA: boolean, inB: boolean) => boolean,
): IntervalSet<T> {
  const kept: T[] = [];
  let inside = false;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const at = j >= b.length || (i < a.length && a[i]! <= b[j]!) ? a[i]! : b[j]!;
    if (i < a.length && a[i] === at) i++;
    if (j < b.length && b[j] === at) j++;
    const now = keep(i % 2 === 1, j % 2 === 1);
    if (now !== inside) kept.push(at);
    inside = now;
  }
  return kept;
}

export function union<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): IntervalSet<T> {
  if (a.length === 0) return b;
  return b.length === 0 || a === b ? a : combine(a, b, (inA, inB) => inA || inB);
}

export function intersect<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): IntervalSet<T> {
  if (a.length === 0 || a === b) return a;
  if (b.length === 0) return b;
  if (areApart(a, b)) return none;
  if (a.length === 2 && holdsRange(b, a[0]!, a[1]!)) return a;
  return combine(a, b, (inA, inB) => inA && inB);
}

export function subtract<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): IntervalSet<T> {
  if (a.length === 0 || b.length === 0 || areApart(a, b)) return a;
  return combine(a, b, (inA, inB) => inA && !inB);
}

const none: IntervalSet<never> = [];

// Most sets that meet have nothing to do with each other: no range of the one reaches into a range of the other.
function areApart<T extends number | bigint>(a: IntervalSet<T>, b: IntervalSet<T>): boolean {
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  for (let at = 0; at < few.length; at += 2) {
    const below = countUpTo(many, few[at]!);
    if (below % 2 === 1 || (below < many.length && many[below]! < few[at + 1]!)) return false;
  }
  return true;
}

export function contains<T extends number | bigint>(set: IntervalSet<T>, value: T): boolean {
  // An odd number of boundaries up to a value means that the last one opened a range.
  return countUpTo(set, value) % 2 === 1;
}

export function covers<T extends number | bigint>(set: IntervalSet<T>, other: IntervalSet<T>): boolean {
  if (set === other) return true;
  for (let at = 0; at < other.length; at += 2) {
    if (!holdsRange(set, other[at]!, other[at + 1]!)) return false;
  }
  return true;
}

function holdsRange<T extends number | bigint>(set: IntervalSet<T>, start: T, end: T): boolean {
  const below = countUpTo(set, start);
  return below % 2 === 1 && end <= set[below]!;
}
