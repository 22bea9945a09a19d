import { bastionFlows, type BastionFlow } from "../model/network/bastion-flows";
import { coverageOf, type Coverage } from "../model/network/required-flow";
import { refusedLast } from "../model/network/security-rule";
import { closedBastionPorts } from "../estate/network/bastion-ports";
import { bastionSubnets, type BastionSubnet } from "../estate/network/bastion-subnets";
import { DeclaredRule } from "../estate/network/declared-rule";
import { doubtOfLevel, doubtOfRule, settlement } from "../estate/network/doubts";
import { allOf, ruleTitle } from "../estate/network/names";
import { putBefore } from "../estate/network/precedence";
import type { SecurityGroup } from "../estate/network/security-groups";
import { bastionPortVerdicts } from "./judging/bastion-port-verdicts";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-008. */
export const bastionRulesIncomplete: Rule = {
  ref: "RDP904-008",
  name: "bastion-rules-incomplete",
  cause: "path-closes",
  level: "mandatory",
  severity: "high",
  description:
    "A security group on AzureBastionSubnet lacks one of the eight flows that a Bastion needs, or hides one, or a Bastion cannot go to the port that RDP was moved to.",
  effect:
    "Azure refuses the Bastion or stops updating it, sessions do not open or close after the handshake, or nobody gets in.",
  fix: "Write all eight flows of the page as rules of the group, before any rule that denies them.",
  blindSpots: [
    "The flows to 22 and 3389 are asked for also where every host has another port, because Azure asks for them.",
    "Another port is known where a script sets it or declared clients name it; that of SSH is not looked at.",
    "That Azure adds rules of its own that would admit a flow does not help: it asks for rules that are written out.",
    "Clients and hosts may be ranges here; that every client and every host is among them is not asked.",
    "A security group of another stack on AzureBastionSubnet is not seen.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/bastion/bastion-nsg",
    "https://learn.microsoft.com/azure/bastion/configuration-settings#ports",
    "https://learn.microsoft.com/azure/bastion/troubleshoot#nsg",
    "https://github.com/MicrosoftDocs/azure-docs/issues/80806",
  ],
  earlyAt: ["network:Subnet", "network:VirtualNetwork"],
  async judge(question) {
    const verdicts = await Promise.all(
      bastionSubnets(question.estate).map(async (place) => {
        const flows = judgeSubnet(place);
        const ports = bastionPortVerdicts(await closedBastionPorts(question, place));
        const more = ports.filter((one) => !flows.some((other) => isSamePlace(one, other)));
        return [...flows.filter(({ verdict }) => verdict !== "holds" || more.length === 0), ...more];
      }),
    );
    return verdicts.flat();
  },
};

// What is open about the eight flows is open about other ports as well.
function isSamePlace(one: Verdict, other: Verdict): boolean {
  if (one.verdict !== "undecided" || other.verdict !== "undecided") return false;
  return one.resource === other.resource && one.path === other.path;
}

function judgeSubnet(place: BastionSubnet): readonly Verdict[] {
  const { level } = place;
  const groups = level.candidates.flatMap((group) => group ?? []);
  const answers = groups.map((group) => judgeGroup(place, group));
  const isBroken = (verdicts: readonly Verdict[]): boolean => verdicts.some(({ verdict }) => verdict === "broken");
  const doubt = level.open && level.unknown?.outside === undefined ? level.unknown : undefined;
  if (!doubt && (answers.every(isBroken) || !answers.some(isBroken))) return answers.flat();
  const { resource, path, why } = doubt ?? doubtOfLevel(level);
  return [
    undecided(resource, {
      path,
      fact: `whether a security group on AzureBastionSubnet allows all that a Bastion needs cannot be said: ${why}`,
      settle: `declare the subnet AzureBastionSubnet as a resource of its own`,
    }),
  ];
}

interface Judged {
  readonly flow: BastionFlow;
  readonly port: number;
  readonly coverage: Coverage;
}

function judgeGroup({ host, network }: BastionSubnet, group: SecurityGroup): readonly Verdict[] {
  const all = bastionFlows.flatMap((flow) =>
    flow.ports.map((port): Judged => ({ flow, port, coverage: coverageOf(group, flow, port, host, network) })),
  );
  const found = [...missing(group, all), ...hidden(group, all), ...open(group, all)];
  const isOpen = all.some(({ coverage }) => coverage.state === "undecided");
  return found.length > 0 || isOpen ? found : [holds(group.resource)];
}

function missing(group: SecurityGroup, all: readonly Judged[]): readonly Verdict[] {
  const lacking = all.filter(({ coverage }) => coverage.state === "missing");
  if (lacking.length === 0) return [];
  return [
    broken(group.resource, {
      path: "securityRules",
      fact: `${group.name} of the Bastion's subnet has no rule of its own for ${titles(lacking)}`,
      fix: `Add a rule to ${group.name} for each, as its page shows them.`,
    }),
  ];
}

// One finding for all that the same denies hide.
function hidden(group: SecurityGroup, all: readonly Judged[]): readonly Verdict[] {
  const byHiders = new Map<string, Judged[]>();
  for (const one of all.filter(({ coverage }) => coverage.state === "hidden")) {
    const key = one.coverage.by.map(({ name }) => name).join();
    byHiders.set(key, [...(byHiders.get(key) ?? []), one]);
  }
  return [...byHiders.values()].map((together) => {
    const hiders = together[0]!.coverage.by as readonly DeclaredRule[];
    const names = allOf(hiders.map(ruleTitle));
    return broken(hiders[0]?.resource ?? group.resource, {
      path: hiders[0]?.pathOf("access") ?? "securityRules",
      value: "Deny",
      fact: `${names} of ${group.name} ${hiders.length > 1 ? "hide" : "hides"} what the Bastion needs: ${titles(together)}`,
      fix: `${putBefore(hiders, `the rules that allow ${together.length > 1 ? "them" : "it"}`, together.length)}.`,
      final: group.rulesInline,
    });
  });
}

function open(group: SecurityGroup, all: readonly Judged[]): readonly Verdict[] {
  // A rule that Azure refuses is told by RDP904-010.
  const doubtful = all.filter(
    ({ coverage: { state, by } }) => state === "undecided" && !by.every(({ isRefused }) => isRefused),
  );
  const rules = refusedLast(doubtful.flatMap(({ coverage }) => coverage.by));
  const doubts = rules.flatMap((rule) => (rule instanceof DeclaredRule ? (doubtOfRule(rule) ?? []) : []));
  const [doubt] = doubts;
  if (doubtful.length === 0) return [];
  const { resource, ...open } = doubt ?? {
    resource: group.resource,
    path: "securityRules",
    why: "its rules are not all known",
    isUnknownValue: true,
  };
  return [
    undecided(resource, {
      ...settlement({ resource, ...open }),
      fact: `whether ${group.name} allows what the Bastion needs, ${titles(doubtful)}, cannot be said: ${open.why}`,
    }),
  ];
}

// "TCP 443 from GatewayManager (its control plane)", or of several flows "TCP 443 from GatewayManager; 80 to Internet".
function titles(judged: readonly Judged[]): string {
  const flows = new Map<BastionFlow, number[]>();
  for (const { flow, port } of judged) flows.set(flow, [...(flows.get(flow) ?? []), port]);
  const [[only] = [], ...others] = [...flows];
  const texts = [...flows].map(([flow, ports]) => `${ports.join(", ")} ${flow.way}`);
  return only && others.length === 0 ? `TCP ${texts[0]} (${only.purpose})` : `TCP ${texts.join("; ")}`;
}
