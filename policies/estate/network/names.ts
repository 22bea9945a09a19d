import { isDefaultRule } from "../../model/network/default-rules";
import type { Direction, SecurityRule } from "../../model/network/security-rule";
import { armNames } from "../estate";
import type { AzureResource } from "../resource";

/**
 * The name that a resource has in Azure where somebody chose it, else its name in the program: the provider makes names up
 * by adding eight random digits to that.
 */
export function azureName(resource: AzureResource): string {
  const name = armNames(resource)?.at(-1);
  return name === undefined || isMadeUp(resource, name) ? resource.name : name;
}

/** Whether the provider made a resource's name up. */
export function isMadeUp(resource: AzureResource, name: string): boolean {
  return name.startsWith(resource.name) && /^[0-9a-f]{7,8}$/.test(name.slice(resource.name.length));
}

/** "allow-rdp (priority 300)", with a word more where Azure itself made the rule. */
export function ruleTitle(rule: SecurityRule): string {
  if (isDefaultRule(rule)) return `Azure's own ${rule.name} (priority ${rule.priority})`;
  return `${rule.name} (priority ${rule.priority ?? "not known yet"})`;
}

/** What stands in a list in which no rule does what is asked: "2 inbound rules, none allows it". */
export function noneAmong(rules: readonly SecurityRule[], direction: Direction): string {
  const count = rules.filter((rule) => rule.direction === undefined || rule.direction === direction).length;
  if (count === 0) return `no ${direction} rule`;
  return count === 1 ? `1 ${direction} rule, which does not allow it` : `${count} ${direction} rules, none allows it`;
}

/** Names of resources for a sentence: the first two, and how many more there are. */
export function listed(names: readonly string[]): string {
  const [first, second, ...others] = [...new Set(names)];
  if (second === undefined) return first ?? "";
  return others.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${others.length} more`;
}

/** All names for a sentence: "a, b and c". */
export function allOf(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
