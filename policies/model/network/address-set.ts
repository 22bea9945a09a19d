import * as intervals from "./interval-set";
import type { IntervalSet } from "./interval-set";

/** A set of IPv4 and IPv6 addresses, each family as its own set of numbers. */
export interface AddressSet {
  readonly v4: IntervalSet<number>;
  readonly v6: IntervalSet<bigint>;
}

export const endOfV4 = 2 ** 32;
export const endOfV6 = 1n << 128n;

export const nowhere: AddressSet = { v4: [], v6: [] };
export const everyV4: AddressSet = { v4: [0, endOfV4], v6: [] };
export const everyV6: AddressSet = { v4: [], v6: [0n, endOfV6] };
export const everywhere: AddressSet = { v4: everyV4.v4, v6: everyV6.v6 };

export function unionOf(sets: readonly AddressSet[]): AddressSet {
  if (sets.length < 2) return sets[0] ?? nowhere;
  if (sets.includes(everywhere)) return everywhere;
  const v4: number[] = [];
  const v6: bigint[] = [];
  for (const set of sets) {
    for (const boundary of set.v4) v4.push(boundary);
    for (const boundary of set.v6) v6.push(boundary);
  }
  return { v4: intervals.fromRanges(v4), v6: intervals.fromRanges(v6) };
}

export function union(a: AddressSet, b: AddressSet): AddressSet {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  return { v4: intervals.union(a.v4, b.v4), v6: intervals.union(a.v6, b.v6) };
}

export function intersect(a: AddressSet, b: AddressSet): AddressSet {
  if (a === everywhere || a === b) return b;
  if (b === everywhere) return a;
  return setOf(intervals.intersect(a.v4, b.v4), intervals.intersect(a.v6, b.v6), a);
}

export function subtract(a: AddressSet, b: AddressSet): AddressSet {
  if (b === everywhere || a === b) return nowhere;
  if (isEmpty(b)) return a;
  return setOf(intervals.subtract(a.v4, b.v4), intervals.subtract(a.v6, b.v6), a);
}

// Of the many sets that come out of a decision, most are empty or as before.
function setOf(v4: IntervalSet<number>, v6: IntervalSet<bigint>, before: AddressSet): AddressSet {
  if (v4.length === 0 && v6.length === 0) return nowhere;
  return v4 === before.v4 && v6 === before.v6 ? before : { v4, v6 };
}

export function covers(set: AddressSet, other: AddressSet): boolean {
  return set === everywhere || (intervals.covers(set.v4, other.v4) && intervals.covers(set.v6, other.v6));
}

export function isEmpty(set: AddressSet): boolean {
  return set.v4.length === 0 && set.v6.length === 0;
}

/** True for a set of exactly one address. */
export function isSingle({ v4, v6 }: AddressSet): boolean {
  if (v6.length === 0) return v4.length === 2 && v4[1]! - v4[0]! === 1;
  return v4.length === 0 && v6.length === 2 && v6[1]! - v6[0]! === 1n;
}

/** How many IPv4 addresses a set holds. */
export function countV4(set: AddressSet): number {
  let count = 0;
  for (let at = 0; at < set.v4.length; at += 2) count += set.v4[at + 1]! - set.v4[at]!;
  return count;
}

/** How many IPv6 addresses a set holds. */
export function countV6(set: AddressSet): bigint {
  let count = 0n;
  for (let at = 0; at < set.v6.length; at += 2) count += set.v6[at + 1]! - set.v6[at]!;
  return count;
}
