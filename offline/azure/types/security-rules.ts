import { parseAddress, parsePrefix } from "../arm/addresses";
import { badRequest, invalidReference } from "../arm/errors";
import { PlainObject, objectsAt, textAt, textsAt } from "../wire/values";
import type { PutRequest } from "./model";

/** Refuses a set of rules of one security group as ARM does: each rule by itself, then the set for its priorities. */
export function checkSecurityRules(request: PutRequest, groupId: string, rules: readonly PlainObject[]): void {
  const taken = new Map<string, string>();
  for (const rule of rules) {
    const name = textAt(rule, "name") ?? "";
    checkPriority(rule);
    checkParameters(rule, `${groupId}/securityRules/${name}`);
    checkPorts(rule);
    checkPrefixes(rule);
    checkGroups(request, rule);
    const place = `${String(rule["priority"])} ${(textAt(rule, "direction") ?? "").toLowerCase()}`;
    const other = taken.get(place);
    if (other !== undefined) {
      throw badRequest(
        "SecurityRuleConflict",
        `Security rule ${other} conflicts with rule ${name}. Rules cannot have the same Priority and Direction. To ` +
          "learn more, see aka.ms/nsgrules.",
      );
    }
    taken.set(place, name);
  }
}

function checkPriority(rule: PlainObject): void {
  const priority = rule["priority"];
  if (typeof priority === "number" && Number.isInteger(priority) && priority >= 100 && priority <= 4096) return;
  throw badRequest(
    "SecurityRuleInvalidPriority",
    `Security rule has invalid Priority. Value provided: ${String(priority)} Allowed range 100-4096.`,
  );
}

const parameters = [
  ["SourceAddressPrefix", "SourceAddressPrefixes", "SourceApplicationSecurityGroups"],
  ["DestinationAddressPrefix", "DestinationAddressPrefixes", "DestinationApplicationSecurityGroups"],
  ["SourcePortRange", "SourcePortRanges"],
  ["DestinationPortRange", "DestinationPortRanges"],
] as const;

function checkParameters(rule: PlainObject, id: string): void {
  for (const alternatives of parameters) {
    if (alternatives.some((name) => isGiven(rule[`${name.charAt(0).toLowerCase()}${name.slice(1)}`]))) continue;
    throw badRequest(
      "SecurityRuleParametersMissing",
      `Required security rule parameters are missing for security rule with Id: ${id}. Security rule must specify ` +
        `${alternatives.join(" or ")}.`,
    );
  }
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === "string" && value !== "";
}

function valuesOf(rule: PlainObject, singular: string, plural: string): string[] {
  const single = textAt(rule, singular);
  return [...(single === undefined ? [] : [single]), ...textsAt(rule, plural)];
}

function checkPorts(rule: PlainObject): void {
  const ranges = [
    ...valuesOf(rule, "sourcePortRange", "sourcePortRanges"),
    ...valuesOf(rule, "destinationPortRange", "destinationPortRanges"),
  ];
  for (const range of ranges) {
    if (range === "*" || isPortRange(range)) continue;
    throw badRequest(
      "SecurityRuleInvalidPortRange",
      `Security rule has invalid Port range. Value provided: ${range}. Value should be an integer OR integer range with ` +
        "'-' delimiter. Valid range 0-65535.",
    );
  }
}

function isPortRange(text: string): boolean {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  return match !== null && first <= last && last <= 65535;
}

function checkPrefixes(rule: PlainObject): void {
  const prefixes = [
    ...valuesOf(rule, "sourceAddressPrefix", "sourceAddressPrefixes"),
    ...valuesOf(rule, "destinationAddressPrefix", "destinationAddressPrefixes"),
  ];
  for (const prefix of prefixes) {
    if (prefix === "*" || /^[a-z][\w.-]*$/i.test(prefix) || isAddresses(prefix)) continue;
    throw badRequest(
      "SecurityRuleInvalidAddressPrefix",
      `Security rule has invalid Address prefix. Value provided: ${prefix}`,
    );
  }
}

function isAddresses(text: string): boolean {
  const [first, last] = text.split("-");
  if (first !== undefined && last !== undefined) return [first, last].every((end) => parseAddress(end) !== undefined);
  return parsePrefix(text) !== undefined || parseAddress(text) !== undefined;
}

function checkGroups(request: PutRequest, rule: PlainObject): void {
  for (const list of ["sourceApplicationSecurityGroups", "destinationApplicationSecurityGroups"]) {
    for (const group of objectsAt(rule, list)) {
      const id = textAt(group, "id");
      if (id !== undefined && request.azure.store.get(id) === undefined) throw invalidReference(id, request.id);
    }
  }
}
