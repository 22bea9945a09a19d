import { union } from "../../model/network/interval-set";
import { isKnownTag } from "../../model/network/known-service-tags";
import { isAddressOrPrefix } from "../../model/network/parse-address";
import { everyPort, parsePorts, type PortSet } from "../../model/network/ports";
import { isPriority } from "../../model/network/priority";
import { directionOf, type Direction } from "../../model/network/security-rule";
import { parseTag } from "../../model/network/service-tags";
import { isObject, type Value, type ValueObject } from "../value";
import { isAddress, portText } from "./rule-fields";

/**
 * What a look at the fields of a rule does not rule out, as bits: of the many rules of a group hardly any has to do with
 * RDP or has something wrong, and the others need not be read.
 */
export const outline = { inbound: 1, outbound: 2, unsound: 4, unknownTag: 8, platformTag: 16 } as const;

const anything = 31;
const noPlatformTag = anything & ~outline.platformTag;

/** Takes one look at every field of a rule. */
export function outlineOf(tree: Value): number {
  if (!isObject(tree)) return anything;
  return (
    flowOf(tree) |
    (bitsIn(tree["sourceAddressPrefix"], addressIn) & noPlatformTag) |
    (bitsIn(tree["sourceAddressPrefixes"], addressIn) & noPlatformTag) |
    bitsIn(tree["destinationAddressPrefix"], addressIn) |
    bitsIn(tree["destinationAddressPrefixes"], addressIn) |
    bitsIn(tree["sourcePortRange"], portIn) |
    bitsIn(tree["sourcePortRanges"], portIn) |
    bitsIn(tree["destinationPortRange"], portIn) |
    bitsIn(tree["destinationPortRanges"], portIn) |
    groupsIn(tree["sourceApplicationSecurityGroups"]) |
    groupsIn(tree["destinationApplicationSecurityGroups"])
  );
}

function flowOf({ direction, priority, access, protocol }: ValueObject): number {
  const isPlain =
    (direction === "Inbound" || direction === "Outbound") &&
    (access === "Allow" || access === "Deny") &&
    (protocol === "*" || protocol === "Tcp" || protocol === "Udp") &&
    typeof priority === "number" &&
    isPriority(priority);
  if (isPlain) return outline[ways[direction]];
  const flow = directionOf(direction);
  return outline.unsound | (flow === undefined ? outline.inbound | outline.outbound : outline[flow]);
}

const ways: Readonly<Record<"Inbound" | "Outbound", Direction>> = { Inbound: "inbound", Outbound: "outbound" };

function bitsIn(value: Value | undefined, ofEntry: (entry: Value | undefined) => number): number {
  if (!Array.isArray(value)) return ofEntry(value);
  let found = 0;
  for (const entry of value) found |= ofEntry(entry);
  return found;
}

function addressIn(entry: Value | undefined): number {
  if (typeof entry === "string") return isPlainAddress(entry) ? 0 : otherText(entry);
  return entry === undefined || entry === null ? 0 : outline.unsound;
}

function isPlainAddress(text: string): boolean {
  if (text === "" || text === "*") return true;
  const first = text.charCodeAt(0);
  return first >= zero && first <= nine && isAddressOrPrefix(text);
}

const [zero, nine] = ["0".charCodeAt(0), "9".charCodeAt(0)];

// Thousands of rules name the same few tags.
const otherTexts = new Map<string, number>();
const mostTexts = 5_000;

function otherText(text: string): number {
  const earlier = otherTexts.get(text);
  if (earlier !== undefined) return earlier;
  const isPlatform = text.trimStart().toLowerCase().startsWith("azureplatform");
  const found =
    (isAddress(text) ? 0 : outline.unsound) |
    (isUnknownTag(text) ? outline.unknownTag : 0) |
    (isPlatform ? outline.platformTag : 0);
  if (otherTexts.size >= mostTexts) otherTexts.clear();
  otherTexts.set(text, found);
  return found;
}

function portIn(entry: Value | undefined): number {
  if (typeof entry === "string") return entry === "" || parsePorts(entry) ? 0 : outline.unsound;
  return entry === undefined || entry === null ? 0 : outline.unsound;
}

function groupsIn(value: Value | undefined): number {
  return value === undefined ? 0 : outline.unsound;
}

/** Every destination port that a rule may be about. */
export function portsOf(tree: Value): PortSet {
  if (!isObject(tree)) return everyPort;
  const { destinationPortRange: one, destinationPortRanges: many } = tree;
  const own = isBlank(one) ? undefined : portsNamed(one);
  if (many === undefined || many === null) return own ?? everyPort;
  if (!Array.isArray(many)) return everyPort;
  let ports = own;
  for (const entry of many) {
    if (entry === "") continue;
    const named = portsNamed(entry);
    ports = ports === undefined ? named : joined(ports, named);
  }
  // Without any port a rule means all of them.
  return ports ?? everyPort;
}

function isBlank(value: Value | undefined): value is null | undefined | "" {
  return value === undefined || value === null || value === "";
}

function portsNamed(entry: Value): PortSet {
  const text = portText(entry);
  return (text === undefined ? undefined : parsePorts(text)) ?? everyPort;
}

// The same few ports stand together in thousands of rules.
const joins = new WeakMap<PortSet, WeakMap<PortSet, PortSet>>();

function joined(one: PortSet, other: PortSet): PortSet {
  const known = joins.get(one) ?? new WeakMap<PortSet, PortSet>();
  joins.set(one, known);
  const ports = known.get(other) ?? union(one, other);
  known.set(other, ports);
  return ports;
}

const sides = [
  "sourceAddressPrefix",
  "sourceAddressPrefixes",
  "destinationAddressPrefix",
  "destinationAddressPrefixes",
];

/** An entry of a rule that reads like a service tag, where it stands in the rule. */
export interface WrittenTag {
  readonly field: string;
  readonly text: string;
}

/** The entries of a rule that are service tags by their form, and none that is known here. */
export function unknownTags(tree: Value): readonly WrittenTag[] {
  if (!isObject(tree)) return [];
  return sides.flatMap((side) => {
    const value = tree[side];
    const entries = Array.isArray(value) ? value.map((text, at) => ({ field: `${side}[${at}]`, text })) : [];
    const all = Array.isArray(value) ? entries : [{ field: side, text: value }];
    return all.filter((one): one is WrittenTag => typeof one.text === "string" && isUnknownTag(one.text));
  });
}

function isUnknownTag(text: string): boolean {
  // Digits and "*" come before the letters.
  if (text < "A" || text.includes(":")) return false;
  const tag = parseTag(text);
  return tag !== undefined && tag !== "any" && !isKnownTag(tag);
}
