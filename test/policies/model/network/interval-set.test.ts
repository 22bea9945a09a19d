import fc from "fast-check";
import * as intervals from "../../../../policies/model/network/interval-set";

const universe = Array.from({ length: 24 }, (_, value) => value);
const range = fc.tuple(fc.nat(23), fc.nat(23)).map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1]);
const ranges = fc.array(range, { maxLength: 5 });

const members = (set: readonly number[]): number[] => universe.filter((value) => intervals.contains(set, value));
const plain = (list: number[][]): Set<number> =>
  new Set(list.flatMap(([start, end]) => universe.filter((value) => value >= start! && value < end!)));

test("union, intersection, difference and containment are those of the members", () => {
  const property = fc.property(ranges, ranges, (first, second) => {
    const [a, b] = [intervals.fromRanges(first.flat()), intervals.fromRanges(second.flat())];
    const [inA, inB] = [plain(first), plain(second)];
    expect(members(a)).toEqual(universe.filter((value) => inA.has(value)));
    expect(members(intervals.union(a, b))).toEqual(universe.filter((value) => inA.has(value) || inB.has(value)));
    expect(members(intervals.intersect(a, b))).toEqual(universe.filter((value) => inA.has(value) && inB.has(value)));
    expect(members(intervals.subtract(a, b))).toEqual(universe.filter((value) => inA.has(value) && !inB.has(value)));
    expect(intervals.covers(a, b)).toBe([...inB].every((value) => inA.has(value)));
  });
  fc.assert(property, { numRuns: 500 });
});

test("one set has one form, however its ranges were written", () => {
  expect(intervals.fromRanges([5, 8, 0, 5, 8, 9])).toEqual([0, 9]);
  expect(intervals.fromRanges([5, 8, 6, 7, 20, 21])).toEqual([5, 8, 20, 21]);
  expect(intervals.union([0, 5], [5, 9])).toEqual([0, 9]);
});
