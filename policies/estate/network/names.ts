import { isDefaultRule } from "../../model/network/default-rules";
import type { SecurityRule } from "../../model/network/security-rule";
import { armNames } from "../estate";
import type { AzureResource } from "../resource";

/** The name that a resource has in Azure where it is known, else its name in the program. */
export function azureName(resource: AzureResource): string {
  return armNames(resource)?.at(-1) ?? resource.name;
}

/** "allow-rdp (priority 300)", with a word more where Azure itself made the rule. */
export function ruleTitle(rule: SecurityRule): string {
  if (isDefaultRule(rule)) return `Azure's own ${rule.name} (priority ${rule.priority})`;
  return `${rule.name} (priority ${rule.priority ?? "not known yet"})`;
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
