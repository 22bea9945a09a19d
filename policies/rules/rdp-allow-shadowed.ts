import { refusedLast } from "../model/network/security-rule";
import type { DeclaredRule } from "../estate/network/declared-rule";
import { surelyAllows } from "../estate/network/allow-rules";
import { doubtOfRule, settlement } from "../estate/network/doubts";
import { allOf, ruleTitle } from "../estate/network/names";
import { putBefore } from "../estate/network/precedence";
import { rdpPortsBehind } from "../estate/network/ports-behind";
import { securityGroups, type SecurityGroup } from "../estate/network/security-groups";
import { judgedAllows, type JudgedAllow } from "../estate/network/shadowed-allows";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-002. */
export const rdpAllowShadowed: Rule = {
  ref: "RDP904-002",
  name: "rdp-allow-shadowed",
  cause: "rdp-blocked",
  level: "mandatory",
  severity: "high",
  description: "An inbound rule that allows RDP never decides, because earlier denies hide all of it.",
  effect: "The connection is dropped before the host sees it.",
  fix: "Give the allow rule a lower priority number than the rules that hide it, or narrow those.",
  blindSpots: [
    "Security admin rules of Azure Virtual Network Manager come before security groups and are not seen.",
    "Whether two service tags, or two application security groups, overlap is not guessed: a deny hides what it surely means.",
  ],
  sources: ["https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works"],
  earlyAt: ["network:NetworkSecurityGroup", "network:SecurityRule"],
  async judge({ estate, settings }) {
    const portsOf = await rdpPortsBehind(estate, settings);
    return [...securityGroups(estate).values()].flatMap((group) => {
      const allows = uniqueRules(portsOf(group).flatMap((port) => judgedAllows(estate, group, port)));
      const judged = allows.filter((one) => !isLeftByRefusal(one));
      const findings = judged.flatMap((one) => verdictOn(group, one) ?? []);
      return judged.length > 0 && findings.length === 0 ? [holds(group.resource)] : findings;
    });
  },
};

// A rule may name two ports that RDP uses; what hides it at one of them is enough.
function uniqueRules(judged: readonly JudgedAllow[]): readonly JudgedAllow[] {
  const worst = new Map<DeclaredRule, JudgedAllow>();
  for (const one of judged) {
    const earlier = worst.get(one.rule);
    if (!earlier || (earlier.shadow.state !== "hidden" && one.shadow.state !== "visible")) worst.set(one.rule, one);
  }
  return [...worst.values()];
}

// A rule that Azure refuses is told by RDP904-010.
function isLeftByRefusal({ rule, port, shadow }: JudgedAllow): boolean {
  if (shadow.state === "visible" || (shadow.state === "hidden" && surelyAllows(rule, port))) return false;
  const hiders = hidersOf(rule, shadow);
  const isKnown = (one: DeclaredRule): boolean => one.isRefused || doubtOfRule(one) === undefined;
  return hiders.every(({ isRefused }) => isRefused) || (rule.isRefused && hiders.every(isKnown));
}

function hidersOf(rule: DeclaredRule, { by }: JudgedAllow["shadow"]): readonly DeclaredRule[] {
  return (by as readonly DeclaredRule[]).filter((one) => one !== rule);
}

function verdictOn(group: SecurityGroup, { rule, port, shadow }: JudgedAllow): Verdict | undefined {
  if (shadow.state === "visible") return undefined;
  const hiders = hidersOf(rule, shadow);
  const [verb, together] = hiders.length > 1 ? ["hide", " together"] : ["hides", ""];
  const claim = `${allOf(hiders.map(ruleTitle))} ${verb} ${ruleTitle(rule)}`;
  if (shadow.state === "undecided" || !surelyAllows(rule, port)) return open(claim, [rule, ...hiders]);
  const narrowed = allOf(hiders.map((one) => one.name));
  return broken(rule.resource, {
    path: rule.pathOf("priority"),
    value: String(rule.priority),
    fact: `${claim}${together} for every address it allows`,
    fix: `${putBefore(hiders, rule.name, 1)}, or narrow ${narrowed}.`,
    final: group.rulesInline,
  });
}

// What keeps it undecided: a value of the allow or of one of the denies, or whose rule one of them is.
function open(claim: string, rules: readonly DeclaredRule[]): Verdict {
  const unsound = rules.filter((one) => one.obstacles().length > 0);
  const [told] = refusedLast(unsound);
  const rule = told ?? rules.find((one) => !one.certain) ?? rules[0]!;
  const why = `${rule.name} may belong to another security group`;
  const { resource } = rule;
  const doubt = doubtOfRule(rule) ?? { resource, path: "networkSecurityGroupName", why, isUnknownValue: true };
  return undecided(resource, { ...settlement(doubt), fact: `whether ${claim} cannot be said: ${doubt.why}` });
}
