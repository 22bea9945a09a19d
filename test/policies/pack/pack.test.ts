import { policyOf } from "../../../policies/pack/policy";
import { reportPolicy } from "../../../policies/pack/report-policy";
import type { Occasion } from "../../../policies/pack/occasion";
import { Session } from "../../../policies/pack/session";
import { settingsPolicy } from "../../../policies/pack/settings-policy";
import { joinById } from "../../../policies/estate/join";
import { stringProperty } from "../../../policies/estate/resource";
import { broken, holds, undecided, type Rule } from "../../../policies/rules/rule";
import { analyze, ref, unknownValue, type Declared } from "../../../policies/testing";

const nic = "azure-native:network:NetworkInterface";
const nsg = "azure-native:network:NetworkSecurityGroup";

/** A rule of the tests: a network interface must have a security group whose tag `good` is "yes". */
const rule: Rule = {
  ref: "RDP904-999",
  name: "test-rule",
  cause: "rdp-blocked",
  level: "mandatory",
  severity: "low",
  description: "The test rule is kept.",
  effect: "Nothing.",
  fix: "Tag it.",
  blindSpots: [],
  sources: [],
  advisoryWhenAdopting: true,
  earlyAt: ["network:NetworkInterface"],
  judge: ({ estate }) =>
    estate.ofType("network:NetworkInterface").map((resource) => {
      const join = joinById(estate, resource, "networkSecurityGroup.id", ["network:NetworkSecurityGroup"]);
      if (join.state !== "joined")
        return undecided(resource, { path: join.path, fact: join.state, settle: "Join it." });
      const good = stringProperty(join.resource, "tags.good");
      if (good.state === "unknown") return undecided(resource, { path: good.path, fact: good.why, settle: "Tag it." });
      if (good.state === "known" && good.value === "yes") return holds(resource);
      return broken(resource, { path: "tags.good", fact: "not good", final: true });
    }),
};

const group = (tags: Record<string, unknown>): Declared => ({
  type: nsg,
  name: "group",
  inputs: { networkSecurityGroupName: "group1", resourceGroupName: "rg", tags },
});
const groupId =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/group1";
const card: Declared = {
  type: nic,
  name: "card",
  inputs: { networkSecurityGroup: { id: ref("group") } },
};

function sessionOf(
  rules: readonly Rule[],
  stackConfiguration: Record<string, string> = {},
  occasion: Occasion = "preview",
): Session {
  return new Session({ stackConfiguration, occasion, today: "2026-11-21", rules });
}

function pack(stackConfiguration: Record<string, string> = {}, occasion: Occasion = "preview", tested: Rule = rule) {
  const session = sessionOf([tested], stackConfiguration, occasion);
  return [settingsPolicy(session), policyOf(tested, 1, session), reportPolicy(session, 2)];
}

test("a broken verdict over unknown ids is mandatory and says fact, place, symptom, fix and page", async () => {
  const { stack } = await analyze(pack(), [group({}), card]);
  expect(stack).toEqual([
    {
      policyName: "test-rule",
      urn: `urn:pulumi:test::test::${nic}::card`,
      level: "mandatory",
      message: [
        "RDP904-999 not good",
        "at:   tags.good (not set)",
        "seen: RDP error 0x204. Nothing.",
        "fix:  Tag it.",
        "page: policies/docs/test-rule.md",
      ].join("\n"),
    },
  ]);
});

test("a verdict that holds says nothing, with unknown and with known ids", async () => {
  for (const known of [false, true]) {
    expect((await analyze(pack(), [group({ good: "yes" }), card], { known })).stack).toEqual([]);
  }
});

test("an unknown deciding value is undecided and advisory, and mandatory where unknowns fail", async () => {
  const resources = [group({ good: unknownValue }), card];
  const report = (await analyze(pack(), resources)).stack;
  expect(report.map(({ level }) => level)).toEqual(["advisory"]);
  expect(report[0]!.message).toContain("RDP904-999 undecided: tags.good is not known yet");
  const fail = (await analyze(pack({ "rdp904:unknowns": "fail" }), resources)).stack;
  expect(fail.map(({ level }) => level)).toEqual(["mandatory"]);
});

test("the profile adopt makes a rule about unmanaged hosts advisory", async () => {
  const { stack } = await analyze(pack({ "rdp904:profile": "adopt" }), [group({}), card]);
  expect(stack.map(({ level }) => level)).toEqual(["advisory"]);
});

test("a wrong setting stops the run once, says where and what is allowed, and nothing is judged", async () => {
  const { registered, stack } = await analyze(pack({ "rdp904:profile": "soft" }), [group({}), card]);
  expect(stack).toEqual([]);
  expect(registered.map(({ level, message }) => ({ level, message }))).toEqual([
    {
      level: "mandatory",
      message: 'The settings of the pack are well formed.\nrdp904:profile is "soft"; allowed: enforce, adopt',
    },
  ]);
});

test("an update without preview is stopped at the dependent resource, and not told again at the end", async () => {
  const { registered, stack } = await analyze(pack({}, "update"), [group({}), card], { known: true });
  expect(registered.map(({ level }) => level)).toEqual(["mandatory"]);
  expect(registered[0]!.message).not.toContain("already created");
  expect(stack).toEqual([]);
});

test("what an update can tell only at the end is told as already created", async () => {
  const late: Rule = { ...rule, earlyAt: [] };
  const { registered, stack } = await analyze(pack({}, "update", late), [group({}), card], { known: true });
  expect(registered).toEqual([]);
  expect(stack[0]!.message).toContain("RDP904-999 already created: not good");
});

test("a rule that has nothing to say is not called about the stack, and one that has is, also in the next analysis", async () => {
  const policies = pack();
  const own = policies[1] as { validateStack?: unknown; validateResource?: unknown };
  expect([typeof own.validateResource, typeof own.validateStack]).toEqual(["function", "function"]);
  expect((await analyze(policies, [group({ good: "yes" }), card])).stack).toEqual([]);
  expect([typeof own.validateResource, typeof own.validateStack]).toEqual(["undefined", "undefined"]);
  expect((await analyze(policies, [group({}), card])).stack).toHaveLength(1);
  expect([typeof own.validateResource, typeof own.validateStack]).toEqual(["undefined", "function"]);
});

test("a rule judges by itself where the policy that carries the settings is disabled", async () => {
  const [, ...others] = pack();
  expect((await analyze(others, [group({}), card])).stack.map(({ level }) => level)).toEqual(["mandatory"]);
});

test("a rule that throws is an advisory internal error that names the rule, and other rules go on", async () => {
  const throwing: Rule = {
    ...rule,
    name: "throwing",
    ref: "RDP904-998",
    judge: () => ([] as Rule[])[0]!.judge(never()),
  };
  const session = sessionOf([throwing, rule]);
  const policies = [policyOf(throwing, 1, session), policyOf(rule, 2, session)];
  const { stack } = await analyze(policies, [group({}), card]);
  expect(stack.map(({ policyName, level }) => [policyName, level])).toEqual([
    ["throwing", "advisory"],
    ["test-rule", "mandatory"],
  ]);
  expect(stack[0]!.message).toContain("internal error in RDP904-998");
});

function never(): never {
  throw new Error("boom");
}

test("an exported state, of which nobody saw inputs, is judged by its outputs", async () => {
  const state = [
    { ...group({}), outputs: { id: groupId, tags: {} } },
    { ...card, outputs: { id: "/card", networkSecurityGroup: { id: groupId } } },
  ];
  const { stack } = await analyze(pack({}, "analysis"), state, { stackOnly: true, known: true });
  expect(stack.map(({ policyName, level }) => [policyName, level])).toEqual([
    ["test-rule", "mandatory"],
    // Says that no settings were given.
    ["rdp904-report", "advisory"],
  ]);
});
