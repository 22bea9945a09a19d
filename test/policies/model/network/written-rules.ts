import type { WrittenEndpoint } from "../../../../policies/model/network/endpoint";
import { notKnown, type Field } from "../../../../policies/model/network/field";
import { RuleList, type RuleSet } from "../../../../policies/model/network/rule-set";
import { SecurityRule, type WrittenRule } from "../../../../policies/model/network/security-rule";
import type { PlainRule } from "./oracle";

/** Names of fields of a plain rule that the decision under test must not know. */
export type Hole = Exclude<keyof PlainRule, "name">;

/** Writes a plain rule in ARM's fields; one entry goes into the singular field, several into the plural one. */
export function written(rule: PlainRule, holes: readonly Hole[] = []): WrittenRule {
  const field = <T>(name: Hole, value: T): Field<T> => (holes.includes(name) ? notKnown : value);
  const [sourcePort, sourcePorts] = ports(field("sourcePorts", rule.sourcePorts));
  const [destinationPort, destinationPorts] = ports(field("destinationPorts", rule.destinationPorts));
  return {
    name: rule.name,
    priority: field("priority", rule.priority),
    direction: field("direction", rule.direction),
    access: field("access", rule.access),
    protocol: field("protocol", rule.protocol),
    source: endpoint(field("sources", rule.sources)),
    destination: endpoint(field("destinations", rule.destinations)),
    ...{ sourcePort, sourcePorts, destinationPort, destinationPorts },
  };
}

function ports(entries: Field<string[]>): [Field<string>, Field<string[]>] {
  if (entries === notKnown || entries === undefined) return ["", notKnown];
  return entries.length === 1 ? [entries[0], []] : ["", entries];
}

function endpoint(entries: Field<string[]>): WrittenEndpoint {
  if (entries === notKnown || entries === undefined)
    return { prefix: notKnown, prefixes: undefined, groups: undefined };
  const prefixes = entries.filter((entry) => !entry.startsWith("asg:"));
  const groups = entries.filter((entry) => entry.startsWith("asg:")).map((entry) => [entry.slice(4)]);
  const [only] = prefixes;
  return prefixes.length === 1
    ? { prefix: only, prefixes: undefined, groups }
    : { prefix: prefixes.length === 0 ? undefined : "", prefixes, groups };
}

export function ruleSet(rules: readonly PlainRule[], holes: Readonly<Record<string, readonly Hole[]>> = {}): RuleSet {
  return new RuleList(rules.map((rule) => new SecurityRule(written(rule, holes[rule.name]))));
}

/** A rule with everything as wide as it gets, but for what a test sets. */
export function rule(name: string, priority: number, access: string, parts: Partial<PlainRule> = {}): PlainRule {
  return {
    ...{ name, priority, access, direction: "Inbound", protocol: "*" },
    ...{ sources: ["*"], destinations: ["*"], sourcePorts: ["*"], destinationPorts: ["*"] },
    ...parts,
  };
}
