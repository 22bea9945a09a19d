import { IPv6 } from "ipaddr.js";
import { endOfV4, endOfV6, type AddressSet } from "./address-set";

/** An address, range or prefix as written. */
export interface ParsedAddress {
  readonly set: AddressSet;
  /** True where bits beyond the prefix length were set ("10.0.0.1/24"); the set is that of the whole prefix. */
  readonly hostBits: boolean;
}

const zero = "0".charCodeAt(0);
const dot = ".".charCodeAt(0) - zero;

const noV6: AddressSet["v6"] = [];

const cacheLimit = 20_000;
const cache = new Map<string, ParsedAddress | undefined>();

/**
 * Reads "10.0.0.0/8", "10.0.0.4", "10.0.0.4-10.0.0.9" and their IPv6 twins; undefined where the text is none of them.
 * https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules
 */
export function parseAddress(text: string): ParsedAddress | undefined {
  // An IPv4 prefix, which nearly every entry is, is read faster than it is found again.
  return plainPrefix(text) ?? remembered(text);
}

/** Whether a text is an address, a range or a prefix without host bits; the fastest way to ask for no more than that. */
export function isAddressOrPrefix(text: string): boolean {
  const slash = text.indexOf("/");
  const address = fourParts(text, slash < 0 ? text.length : slash);
  const length = slash < 0 ? 32 : twoDigits(text, slash + 1);
  if (address !== undefined && length !== undefined && length <= 32) return address % 2 ** (32 - length) === 0;
  return remembered(text)?.hostBits === false;
}

function remembered(text: string): ParsedAddress | undefined {
  const earlier = cache.get(text);
  if (earlier !== undefined || cache.has(text)) return earlier;
  if (cache.size >= cacheLimit) cache.clear();
  const parsed = parse(text.trim());
  cache.set(text, parsed);
  return parsed;
}

function plainPrefix(text: string): ParsedAddress | undefined {
  const slash = text.indexOf("/");
  const address = fourParts(text, slash < 0 ? text.length : slash);
  if (address === undefined) return undefined;
  const length = slash < 0 ? 32 : twoDigits(text, slash + 1);
  return length === undefined ? undefined : prefixV4(address, length);
}

function twoDigits(text: string, from: number): number | undefined {
  const [tens, ones] = [text.charCodeAt(from) - zero, text.charCodeAt(from + 1) - zero];
  if (!(tens >= 0 && tens <= 9)) return undefined;
  if (text.length === from + 1) return tens;
  return text.length === from + 2 && ones >= 0 && ones <= 9 ? tens * 10 + ones : undefined;
}

function parse(text: string): ParsedAddress | undefined {
  const dash = text.indexOf("-");
  if (dash > 0) return range(text.slice(0, dash).trim(), text.slice(dash + 1).trim());
  const slash = text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const length = slash < 0 ? undefined : text.slice(slash + 1);
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const v4 = fourParts(address);
  if (v4 !== undefined) return prefixV4(v4, Number(length ?? 32));
  const v6 = eightParts(address);
  return v6 === undefined ? undefined : prefixV6(v6, Number(length ?? 128));
}

function prefixV4(address: number, length: number): ParsedAddress | undefined {
  if (length > 32) return undefined;
  const size = 2 ** (32 - length);
  const start = address - (address % size);
  return { set: { v4: [start, start + size], v6: noV6 }, hostBits: start !== address };
}

function prefixV6(address: bigint, length: number): ParsedAddress | undefined {
  if (length > 128) return undefined;
  const size = 1n << BigInt(128 - length);
  const start = address - (address % size);
  return { set: { v4: [], v6: [start, start + size] }, hostBits: start !== address };
}

function range(first: string, last: string): ParsedAddress | undefined {
  const [firstV4, lastV4] = [fourParts(first), fourParts(last)];
  if (firstV4 !== undefined && lastV4 !== undefined && firstV4 <= lastV4 && lastV4 < endOfV4) {
    return { set: { v4: [firstV4, lastV4 + 1], v6: [] }, hostBits: false };
  }
  const [firstV6, lastV6] = [eightParts(first), eightParts(last)];
  if (firstV6 !== undefined && lastV6 !== undefined && firstV6 <= lastV6 && lastV6 < endOfV6) {
    return { set: { v4: [], v6: [firstV6, lastV6 + 1n] }, hostBits: false };
  }
  return undefined;
}

// By hand: the library takes ten times as long, and it reads octal and shortened forms that ARM refuses.
function fourParts(text: string, end = text.length): number | undefined {
  let address = 0;
  let part = -1;
  let parts = 0;
  for (let at = 0; at <= end; at++) {
    const digit = at < end ? text.charCodeAt(at) - zero : dot;
    if (digit >= 0 && digit <= 9) {
      if (part === 0) return undefined;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return undefined;
    } else {
      if (digit !== dot || part < 0) return undefined;
      address = address * 256 + part;
      part = -1;
      parts++;
    }
  }
  return parts === 4 ? address : undefined;
}

function eightParts(text: string): bigint | undefined {
  if (!text.includes(":") || text.includes("%") || !IPv6.isValid(text)) return undefined;
  return IPv6.parse(text).parts.reduce((number, part) => (number << 16n) + BigInt(part), 0n);
}
