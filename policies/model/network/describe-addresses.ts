import { endOfV4, endOfV6, everyV4, everyV6, isEmpty, type AddressSet } from "./address-set";
import type { IntervalSet } from "./interval-set";

/** Writes a set for a message: "10.0.0.0/8 and 192.168.0.0-192.168.0.9", at most three parts and how many more there are. */
export function describeAddresses(set: AddressSet): string {
  if (isEmpty(set)) return "no address";
  const wholeV4 = set.v4.length === 2 && set.v4[0] === 0 && set.v4[1] === endOfV4;
  const wholeV6 = set.v6.length === 2 && set.v6[0] === 0n && set.v6[1] === endOfV6;
  if (wholeV4 && wholeV6) return "every address";
  const parts = [
    ...(wholeV4 ? ["every IPv4 address"] : pairs(set.v4 as IntervalSet<number | bigint>, everyV4.v4[1]!, writtenV4)),
    ...(wholeV6 ? ["every IPv6 address"] : pairs(set.v6 as IntervalSet<number | bigint>, everyV6.v6[1]!, writtenV6)),
  ];
  const shown = parts.slice(0, 3);
  if (parts.length > shown.length) shown.push(`${parts.length - shown.length} more ranges`);
  const last = shown.pop()!;
  return shown.length > 0 ? `${shown.join(", ")} and ${last}` : last;
}

function pairs(
  set: IntervalSet<number | bigint>,
  endOfFamily: number | bigint,
  written: (address: bigint) => string,
): string[] {
  const parts: string[] = [];
  for (let at = 0; at < set.length; at += 2) {
    const [start, size] = [BigInt(set[at]!), BigInt(set[at + 1]!) - BigInt(set[at]!)];
    const length = bitLength(BigInt(endOfFamily)) - bitLength(size);
    if (size === 1n) parts.push(written(start));
    else if ((size & (size - 1n)) === 0n && start % size === 0n) parts.push(`${written(start)}/${length}`);
    else parts.push(`${written(start)}-${written(start + size - 1n)}`);
  }
  return parts;
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

function writtenV4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join(".");
}

function writtenV6(address: bigint): string {
  const parts = Array.from({ length: 8 }, (_, index) => (address >> BigInt(112 - 16 * index)) & 0xffffn);
  const text = parts.map((part) => part.toString(16)).join(":");
  const zeros = /(?:^|:)0(?::0)+(?=:|$)/.exec(text)?.[0];
  return zeros === undefined ? text : text.replace(zeros, "::").replace(/:{3,}/, "::");
}
