import { policyOf } from "../../../policies/pack/policy";
import { findingsOf } from "../../../policies/pack/reported-finding";
import { reportPolicy } from "../../../policies/pack/report-policy";
import { Session } from "../../../policies/pack/session";
import { settingsPolicy } from "../../../policies/pack/settings-policy";
import { broken, undecided, type Rule } from "../../../policies/rules/rule";
import { analyze, type Declared } from "../../../policies/testing";

const vm = "azure-native:compute:VirtualMachine";

/** A rule of the tests: breaks every machine, and cannot decide about those whose name begins with "maybe". */
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
  judge: ({ estate }) =>
    estate
      .ofType("compute:VirtualMachine")
      .map((resource) =>
        resource.name.startsWith("maybe")
          ? undecided(resource, { path: "tags", fact: "unclear", settle: "Tag it." })
          : broken(resource, { path: "tags", fact: "not good" }),
      ),
};

const machines = (...names: string[]): Declared[] => names.map((name) => ({ type: vm, name, inputs: {} }));

async function told(
  exceptions: readonly Record<string, string>[],
  names: string[],
  settings: Record<string, string> = {},
) {
  const session = new Session({
    stackConfiguration: { "rdp904:exceptions": JSON.stringify(exceptions), ...settings },
    occasion: "preview",
    today: "2026-11-21",
    rules: [rule],
  });
  const policies = [settingsPolicy(session), policyOf(rule, 1, session), reportPolicy(session, 2)];
  const { stack } = await analyze(policies, machines(...names));
  return stack;
}

const exception = {
  rule: "RDP904-999",
  resource: "old-*",
  reason: "replaced in January",
  owner: "platform team",
  expires: "2027-01-31",
};

test("an exception in force makes the finding advisory, lists itself in it, and leaves other resources alone", async () => {
  const stack = await told([exception], ["old-1", "new-1"]);
  expect(stack.map(({ level, message }) => [level, message])).toEqual([
    [
      "advisory",
      [
        "RDP904-999 excepted: not good",
        "at:   tags (not set)",
        "seen: RDP error 0x204. Nothing.",
        "fix:  Tag it.",
        "exception: until 2027-01-31, platform team: replaced in January",
        "page: policies/docs/test-rule.md",
      ].join("\n"),
    ],
    ["mandatory", expect.stringMatching(/^RDP904-999 not good\n/)],
  ]);
  expect(findingsOf(stack).map(({ verdict, resource }) => [resource, verdict])).toEqual([
    [`${vm}::new-1`, "broken"],
    [`${vm}::old-1`, "excepted"],
  ]);
});

test("an exception names its resource by URN too, and silences what fails as unknown", async () => {
  const byUrn = { ...exception, rule: "test-rule", resource: `urn:pulumi:test::test::${vm}::maybe` };
  const stack = await told([byUrn], ["maybe"], { "rdp904:unknowns": "fail" });
  expect(stack.map(({ level, message }) => [level, message.split("\n")[0]])).toEqual([
    ["advisory", "RDP904-999 excepted: undecided: unclear"],
  ]);
});

test("an exception holds on its last day, and on the next day the finding is mandatory again and says so", async () => {
  const [last] = await told([{ ...exception, expires: "2026-11-21" }], ["old-1"]);
  expect(last!.level).toBe("advisory");
  const [expired] = await told([{ ...exception, expires: "2026-11-20" }], ["old-1"]);
  expect([expired!.level, expired!.message.split("\n")[4]]).toEqual([
    "mandatory",
    "exception: expired on 2026-11-20, platform team: replaced in January",
  ]);
});

test.each([
  ["2026-11-21", " ends on 2026-11-21, today"],
  ["2026-11-22", " ends on 2026-11-22, in 1 day"],
  ["2026-12-05", " ends on 2026-12-05, in 14 days"],
  ["2026-12-06", undefined],
])("an exception that ends on %s is announced: %s", async (expires, said) => {
  const notes = (await told([{ ...exception, expires }], ["old-1"])).filter(
    ({ policyName }) => policyName === "rdp904-report",
  );
  const title = 'What the findings come to.\nexception of platform team for RDP904-999 on "old-*"';
  expect(notes.map(({ level, message }) => [level, message])).toEqual(said ? [["advisory", title + said]] : []);
});

test("an exception that meets nothing is reported", async () => {
  const notes = await told([{ ...exception, resource: "gone" }], ["old-1"]);
  expect(notes.at(-1)).toMatchObject({
    policyName: "rdp904-report",
    level: "advisory",
    message: expect.stringContaining('RDP904-999 on "gone" meets no finding of this run') as string,
  });
});

test("the newer of two exceptions for a finding counts, whatever their order", async () => {
  const expired = { ...exception, expires: "2026-01-01" };
  for (const both of [
    [expired, exception],
    [exception, expired],
  ]) {
    expect((await told(both, ["old-1"])).map(({ level }) => level)).toEqual(["advisory"]);
  }
});

test("more than ten findings come with a summary of at most ten lines; ten speak for themselves", async () => {
  const names = Array.from({ length: 11 }, (_, index) => `new-${index}`);
  expect((await told([exception], [...names, "old-1", "maybe-1"])).at(-1)).toMatchObject({
    policyName: "rdp904-report",
    urn: "urn:pulumi:test::test::pulumi:pulumi:Stack::test-test",
    level: "advisory",
    message: [
      "What the findings come to.",
      "13 findings: 11 broken, 1 undecided, 1 excepted",
      "RDP904-999 test-rule: 11 broken, 1 undecided, 1 excepted",
    ].join("\n"),
  });
  const ten = await told([exception], [...names.slice(0, 9), "old-1"]);
  expect(ten.map(({ policyName }) => policyName)).not.toContain("rdp904-report");
});
