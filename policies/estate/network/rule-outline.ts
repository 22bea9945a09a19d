import { contains } from "../../model/network/interval-set";
import { isKnownTag } from "../../model/network/known-service-tags";
import { parsePorts } from "../../model/network/ports";
import { directionOf, type Direction } from "../../model/network/security-rule";
import { parseTag } from "../../model/network/service-tags";
import { isObject, Unknown, type Value } from "../value";
import { portText } from "./rule-fields";

/**
 * Whether a rule may match anything of a direction and a destination port, as far as a look at its fields tells: of the many
 * rules of a group hardly any has to do with RDP, and the others need not be read.
 */
export function mayConcern(tree: Value, direction: Direction, port: number): boolean {
  if (!isObject(tree)) return true;
  if ((directionOf(tree["direction"]) ?? direction) !== direction) return false;
  const { destinationPortRange: one, destinationPortRanges: many } = tree;
  if (many === undefined || many === null) return isBlank(one) || mayHold(one, port);
  if (!Array.isArray(many)) return true;
  let isEmpty = isBlank(one);
  if (!isBlank(one) && mayHold(one, port)) return true;
  for (const entry of many) {
    if (entry === "") continue;
    if (mayHold(entry, port)) return true;
    isEmpty = false;
  }
  // Without any port a rule means all of them.
  return isEmpty;
}

function isBlank(value: Value | undefined): value is null | undefined | "" {
  return value === undefined || value === null || value === "";
}

function mayHold(entry: Value, port: number): boolean {
  const text = portText(entry);
  const ports = text === undefined ? undefined : parsePorts(text);
  return ports === undefined || contains(ports, port);
}

/** Whether a rule's destination may name one of the platform's own tags. */
export function mayNamePlatform(tree: Value): boolean {
  if (!isObject(tree)) return true;
  const { destinationAddressPrefix: one, destinationAddressPrefixes: many } = tree;
  return mayBePlatform(one) || (Array.isArray(many) ? many.some(mayBePlatform) : mayBePlatform(many));
}

function mayBePlatform(entry: Value | undefined): boolean {
  if (typeof entry !== "string") return entry instanceof Unknown;
  return entry.length >= platform.length && entry.trimStart().slice(0, platform.length).toLowerCase() === platform;
}

const platform = "azureplatform";

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
  let found: WrittenTag[] | undefined;
  for (const side of sides) {
    const value = isObject(tree) ? tree[side] : undefined;
    if (typeof value === "string" && isUnknownTag(value)) (found ??= []).push({ field: side, text: value });
    if (!Array.isArray(value)) continue;
    value.forEach((text, index) => {
      if (typeof text === "string" && isUnknownTag(text)) (found ??= []).push({ field: `${side}[${index}]`, text });
    });
  }
  return found ?? none;
}

const none: readonly WrittenTag[] = [];

function isUnknownTag(text: string): boolean {
  // Digits and "*" come before the letters.
  if (text < "A" || text.includes(":")) return false;
  const tag = parseTag(text);
  return tag !== undefined && tag !== "any" && !isKnownTag(tag);
}
