import { isAddressOrPrefix } from "../../model/network/parse-address";
import { parsePorts } from "../../model/network/ports";
import { firstPriority, isPriority, lastPriority } from "../../model/network/priority";
import { accessOf, directionOf, protocolOf } from "../../model/network/security-rule";
import { parseTag } from "../../model/network/service-tags";
import { Unknown, type Value } from "../value";

/** What Azure takes in a field of a security rule. */
export interface Check {
  readonly fits: (value: string | number | boolean) => boolean;
  readonly expected: string;
}

export const requiredFields: readonly string[] = ["priority", "direction", "access", "protocol"];

const ofAddress: Check = {
  fits: isAddress,
  expected: "an address, a range without host bits (10.1.0.0/16) or a service tag",
};
const ofGroup: Check = { fits: () => true, expected: "a list of groups" };
const ofPort: Check = {
  fits: (value) => parsePorts(String(value)) !== undefined,
  expected: "a port or a range of ports (3389-3390), 65535 at most",
};

/** What Azure takes in each field. */
export const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    "priority",
    { fits: (value) => isPriority(Number(value)), expected: `a priority from ${firstPriority} to ${lastPriority}` },
  ],
  ["direction", { fits: (value) => isWord(value, directionOf), expected: "Inbound or Outbound" }],
  ["access", { fits: (value) => isWord(value, accessOf), expected: "Allow or Deny" }],
  ["protocol", { fits: (value) => isWord(value, protocolOf), expected: "Tcp, Udp, Icmp, Esp, Ah or *" }],
  ...["source", "destination"].flatMap((side): [string, Check][] => [
    [`${side}AddressPrefix`, ofAddress],
    [`${side}AddressPrefixes`, ofAddress],
    [`${side}ApplicationSecurityGroups`, ofGroup],
    [`${side}PortRange`, ofPort],
    [`${side}PortRanges`, ofPort],
  ]),
]);

// Nothing is ever wrong with what is left empty, and an object is no text to read.
export function isFit(entry: Value, fits: Check["fits"]): boolean {
  if (typeof entry === "string") return entry === "" || fits(entry);
  if (entry === null) return true;
  return typeof entry === "object" ? !(entry instanceof Unknown) : fits(entry);
}

/** A priority, also when it is written as text. */
export function priorityNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
}

/** Ports as text, as ARM takes them; a program in a loosely typed language may well give a number. */
export function portText(value: Value): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : undefined;
}

function isWord(value: unknown, read: (value: unknown) => string | undefined): boolean {
  return read(value) !== undefined && String(value).trim() === value;
}

/** Whether Azure takes a text as one side of a rule. */
export function isAddress(value: string | number | boolean): boolean {
  if (value === "*") return true;
  const text = String(value);
  // A text that begins with a letter is a tag, or IPv6.
  if (text >= "A" && !text.includes(":")) return parseTag(text) !== undefined;
  return isAddressOrPrefix(text) || parseTag(text) !== undefined || text.trim() === "*";
}
