import * as ipaddr from "ipaddr.js";

/** A range of addresses, both ends included, as numbers. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** A prefix such as `10.0.0.0/24`, with the address it was written with. */
export interface Prefix extends AddressRange {
  readonly length: number;
  /** The prefix as it should have been written, without host bits. */
  readonly network: string;
  /** True if bits after the prefix length are set. */
  readonly hasHostBits: boolean;
}

/** Reads `10.0.0.0/24`, or undefined if it is no prefix. */
export function parsePrefix(text: string): Prefix | undefined {
  if (!ipaddr.isValidCIDR(text) || !isWhole(text.slice(0, text.indexOf("/")))) return undefined;
  const [address, length] = ipaddr.parseCIDR(text);
  const family = address.kind() === "ipv4" ? 4 : 6;
  const size = 1n << BigInt((family === 4 ? 32 : 128) - length);
  const written = numberOf(address);
  const first = written - (written % size);
  const network = `${textOf({ family, value: first })}/${length}`;
  return { family, length, first, last: first + size - 1n, network, hasHostBits: written !== first };
}

/** Reads one address as a range of one, or undefined. */
export function parseAddress(text: string): AddressRange | undefined {
  if (!ipaddr.isValid(text) || !isWhole(text)) return undefined;
  const address = ipaddr.parse(text);
  const value = numberOf(address);
  return { family: address.kind() === "ipv4" ? 4 : 6, first: value, last: value };
}

/** Azure wants all four parts of an IPv4 address, without leading zeros. */
function isWhole(address: string): boolean {
  return !ipaddr.IPv4.isValid(address) || ipaddr.IPv4.isValidFourPartDecimal(address);
}

export function contains(outer: AddressRange, inner: AddressRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(left: AddressRange, right: AddressRange): boolean {
  return left.family === right.family && left.first <= right.last && right.first <= left.last;
}

/** The address that lies `offset` after the first of a range. */
export function addressAt(range: AddressRange, offset: bigint): string {
  return textOf({ family: range.family, value: range.first + offset });
}

function numberOf(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function textOf({ family, value }: { family: 4 | 6; value: bigint }): string {
  const bytes = Array.from({ length: family === 4 ? 4 : 16 }, (_, index, all = family === 4 ? 4 : 16) =>
    Number((value >> BigInt(8 * (all - 1 - index))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
