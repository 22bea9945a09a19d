import { isEmpty, isSingle, type AddressSet } from "./address-set";
import type { Endpoint } from "./endpoint";
import { countUpTo } from "../sorted";
import type { SecurityRule } from "./security-rule";

/** Tells which rules may concern two single addresses, without asking each of them. */
export class RuleIndex {
  private readonly sourceV4: Rows<number>;
  private readonly sourceV6: Rows<bigint>;
  private readonly destinationV4: Rows<number>;
  private readonly destinationV6: Rows<bigint>;

  constructor(rules: readonly SecurityRule[]) {
    const sources = rules.map((rule) => rule.source);
    const destinations = rules.map((rule) => rule.destination);
    this.sourceV4 = new Rows(sources, (endpoint) => endpoint.addresses.v4);
    this.sourceV6 = new Rows(sources, (endpoint) => endpoint.addresses.v6);
    this.destinationV4 = new Rows(destinations, (endpoint) => endpoint.addresses.v4);
    this.destinationV6 = new Rows(destinations, (endpoint) => endpoint.addresses.v6);
  }

  /** Positions of the rules that may concern both addresses, in order; undefined where neither is a single one. */
  candidates(source: AddressSet, destination: AddressSet): Iterable<number> | undefined {
    const sourceRow = rowOf(source, this.sourceV4, this.sourceV6);
    const destinationRow = rowOf(destination, this.destinationV4, this.destinationV6);
    if (sourceRow && destinationRow) return bits(sourceRow, destinationRow);
    const row = sourceRow ?? destinationRow;
    return row && bits(row, row);
  }
}

function rowOf(set: AddressSet, v4: Rows<number>, v6: Rows<bigint>): Uint32Array | undefined {
  if (!isSingle(set)) return undefined;
  return set.v4.length > 0 ? v4.at(set.v4[0]!) : v6.at(set.v6[0]!);
}

/** One bit a rule for each stretch of addresses that all rules treat alike. */
class Rows<T extends number | bigint> {
  private readonly boundaries: readonly T[];
  private readonly rows: Uint32Array;
  private readonly words: number;

  constructor(endpoints: readonly Endpoint[], boundariesOf: (endpoint: Endpoint) => readonly T[]) {
    this.words = Math.ceil(endpoints.length / 32);
    const sets = endpoints.map(boundariesOf);
    const symbolic = endpoints.map(
      (endpoint) => !isEmpty(endpoint.perhaps) || endpoint.tags.length + endpoint.groups.length > 0,
    );
    const values: T[] = [];
    const owners: number[] = [];
    sets.forEach((set, rule) => {
      if (symbolic[rule]) return;
      for (const value of set) {
        values.push(value);
        owners.push(rule);
      }
    });
    const order = positionsInOrder(values);
    const boundaries: T[] = [];
    const current = new Uint32Array(this.words);
    symbolic.forEach((always, rule) => always && flip(current, rule));
    this.rows = new Uint32Array((values.length + 1) * this.words);
    this.rows.set(current, 0);
    for (const at of order) {
      if (boundaries.length === 0 || boundaries[boundaries.length - 1] !== values[at]) boundaries.push(values[at]!);
      flip(current, owners[at]!);
      this.rows.set(current, boundaries.length * this.words);
    }
    this.boundaries = boundaries;
  }

  at(address: T): Uint32Array {
    const start = countUpTo(this.boundaries, address) * this.words;
    return this.rows.subarray(start, start + this.words);
  }
}

function positionsInOrder(values: readonly (number | bigint)[]): ArrayLike<number> & Iterable<number> {
  if (typeof values[0] !== "number") {
    return [...values.keys()].sort((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0));
  }
  // An IPv4 boundary and its position fit into one number together, which sorts many times faster than by comparison.
  const keys = Float64Array.from(values, (value, position) => Number(value) * values.length + position).sort();
  return keys.map((key) => key % values.length);
}

function flip(row: Uint32Array, rule: number): void {
  row[rule >>> 5]! ^= 1 << (rule & 31);
}

function* bits(a: Uint32Array, b: Uint32Array): Iterable<number> {
  for (let word = 0; word < a.length; word++) {
    for (let rest = a[word]! & b[word]!; rest !== 0; rest &= rest - 1) {
      yield word * 32 + 31 - Math.clz32(rest & -rest);
    }
  }
}
