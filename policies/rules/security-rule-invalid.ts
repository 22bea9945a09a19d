import type { DeclaredRule } from "../estate/network/declared-rule";
import { allOf, listed, ruleTitle } from "../estate/network/names";
import { securityGroups, type SecurityGroup } from "../estate/network/security-groups";
import type { SecurityRule } from "../model/network/security-rule";
import { meantTag } from "../model/network/tag-spelling";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-010. */
export const securityRuleInvalid: Rule = {
  ref: "RDP904-010",
  name: "security-rule-invalid",
  cause: "rdp-blocked",
  level: "mandatory",
  severity: "medium",
  description:
    "A security group holds a rule that Azure refuses, or more rules than it takes, or loses rules because only some stand in its list.",
  effect: "The deployment fails at the group, and what was to be opened for RDP stays closed.",
  fix: "Write the field as Azure takes it.",
  blindSpots: [
    "Of a service tag only the service is looked at, and not whether Azure has it in the region that is named.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules",
    "https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags",
    "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-networking-limits",
    "https://github.com/pulumi/pulumi-azure-native/issues/3359",
  ],
  judge({ estate }) {
    return [...securityGroups(estate).values()].flatMap((group) => {
      const findings = [...invalid(group), ...unknownTags(group), ...twins(group), ...tooMany(group), ...mixed(group)];
      return group.mostRules > 0 && findings.length === 0 ? [holds(group.resource)] : findings;
    });
  },
};

function invalid(group: SecurityGroup): readonly Verdict[] {
  return group.unsound.flatMap((rule) =>
    rule
      .obstacles()
      .flatMap(({ path, refused }) => (refused ? [{ path, ...refused }] : []))
      .map(({ path, field, value, expected }) =>
        broken(rule.resource, {
          ...{ path, ...(value !== undefined && { value }) },
          fact: `Azure refuses ${rule.name} of ${group.name}, whose ${field} is ${value ?? "not set"}`,
          fix: `Write ${expected}.`,
        }),
      ),
  );
}

function unknownTags(group: SecurityGroup): readonly Verdict[] {
  return group.withUnknownTags.flatMap((rule) =>
    rule.unknownTags().map(({ field, text }) => {
      const path = rule.pathOf(field);
      const meant = meantTag(text);
      if (meant === undefined) {
        const fact = `whether ${text} of ${rule.name} of ${group.name} is a service tag cannot be said: the list of June 2026 has none of that name`;
        return undecided(rule.resource, {
          path,
          value: text,
          fact,
          settle: `look ${text} up with az network list-service-tags`,
        });
      }
      const fact = `Azure refuses ${rule.name} of ${group.name}: ${path} is ${text}, which is no service tag, but ${meant} is`;
      return broken(rule.resource, { path, value: text, fact, fix: `Write ${meant}.` });
    }),
  );
}

// https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules
function twins(group: SecurityGroup): readonly Verdict[] {
  if (!group.mayHaveTwins) return [];
  const { rules, name } = group;
  const first = { inbound: new Map<number, DeclaredRule>(), outbound: new Map<number, DeclaredRule>() };
  const later = rules.filter((rule) => {
    const { direction, priority, certain } = rule as SecurityRule;
    if (direction === undefined || priority === undefined || !certain) return false;
    if (first[direction].has(priority)) return true;
    first[direction].set(priority, rule);
    return false;
  });
  return later.map((rule) => {
    const { direction, priority } = rule as SecurityRule;
    const earlier = first[direction!].get(priority!)!;
    const fact = `Azure refuses ${name}: ${allOf([earlier, rule].map(ruleTitle))} are both ${direction} and have the same priority`;
    const fix = `Give ${rule.name} a priority of its own.`;
    return broken(rule.resource, { path: rule.pathOf("priority"), value: String(priority), fact, fix });
  });
}

const mostRules = 1000;

function tooMany(group: SecurityGroup): readonly Verdict[] {
  if (group.mostRules <= mostRules) return [];
  const { rules, name, resource } = group;
  const count = rules.filter(({ certain }) => certain).length;
  if (count <= mostRules) return [];
  const fact = `${name} has ${count} rules, and Azure takes ${mostRules} in one security group`;
  const fix = "Put several ranges or ports into one rule.";
  return [broken(resource, { path: "securityRules", value: `${count} rules`, fact, fix })];
}

// Each update of a group writes its list, and Azure drops what is not in it: https://github.com/pulumi/pulumi-azure-native/issues/3359
function mixed(group: SecurityGroup): readonly Verdict[] {
  const lost = group.unlisted.filter(({ certain }) => certain);
  if (lost.length === 0) return [];
  const { name, resource } = group;
  const [verb, them] = lost.length === 1 ? ["is a resource of its own", "it"] : ["are resources of their own", "them"];
  const fact = `${name} lists rules inline and ${listed(lost.map(ruleTitle))} ${verb}, so the next update of ${name} deletes ${them}`;
  const fix = `Write every rule of ${name} inline, or each as a resource of its own.`;
  return [broken(resource, { path: "securityRules", fact, fix, level: "advisory" })];
}
