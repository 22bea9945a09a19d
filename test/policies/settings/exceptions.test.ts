import fc from "fast-check";
import { daysBetween } from "../../../policies/settings/days";
import { readSettings } from "../../../policies/settings/read-settings";

const context = {
  today: "2026-11-21",
  ruleNames: new Map([
    ["RDP904-003", "rdp-open-to-internet"],
    ["RDP904-063", "script-harms-machine-keys"],
  ]),
};
const good = {
  rule: "RDP904-063",
  resource: "legacy-*",
  reason: "replaced in January",
  owner: "platform team",
  expires: "2026-12-31",
};

function problemsOf(changed: Record<string, unknown>, pack: Record<string, unknown> = {}): string[] {
  const stack = { "rdp904:exceptions": JSON.stringify([{ ...good, ...changed }]) };
  return readSettings(stack, pack, context).problems.map(({ path, message }) => `${path} ${message}`);
}

test("an exception with all five parts is taken, by ref and by name", () => {
  expect(problemsOf({})).toEqual([]);
  expect(problemsOf({ rule: "script-harms-machine-keys" })).toEqual([]);
});

test.each([
  [{ reason: undefined }, "rdp904:exceptions[0].reason is missing"],
  [{ reason: "  " }, /^rdp904:exceptions\[0\]\.reason must match pattern.*\(Why the finding is accepted\.\)$/],
  [{ owner: "" }, /^rdp904:exceptions\[0\]\.owner must NOT have fewer than 1/],
  [
    { rule: "RDP904-993" },
    'rdp904:exceptions[0].rule is "RDP904-993"; allowed: the ref or the name of a rule of this pack',
  ],
  [
    { expires: "31.12.2026" },
    /^rdp904:exceptions\[0\]\.expires must match pattern.*YYYY-MM-DD, at most 180 days ahead/,
  ],
  [{ expires: "2026-02-30" }, 'rdp904:exceptions[0].expires is "2026-02-30", which no calendar has'],
  [
    { expires: "2027-05-21" },
    "rdp904:exceptions[0].expires is 2027-05-21, in 181 days; allowed: at most 180 days ahead",
  ],
  [
    { rule: "rdp-open-to-internet" },
    "rdp904:exceptions[0].rule is rdp-open-to-internet, which no exception may silence; heal what it finds",
  ],
  [{ ticket: 7 }, "rdp904:exceptions[0].ticket is not known; allowed: rule, resource, reason, owner, expires"],
])("an exception with %j is refused with its path and what is allowed", (changed, said) => {
  expect(problemsOf(changed)).toContainEqual(typeof said === "string" ? said : expect.stringMatching(said));
});

test("a date without quotes in YAML, to which Pulumi appends midnight, is the same day", () => {
  const stack = { "rdp904:exceptions": JSON.stringify([{ ...good, expires: "2026-12-31 00:00:00 +0000 UTC" }]) };
  expect(readSettings(stack, {}, context)).toMatchObject({ settings: { exceptions: [good] }, problems: [] });
});

test("the 180th day is still allowed, and so is one that is over", () => {
  expect(problemsOf({ expires: "2027-05-20" })).toEqual([]);
  expect(problemsOf({ expires: "2026-01-01" })).toEqual([]);
});

test("the pack configuration alone says which rules no exception may silence", () => {
  expect(problemsOf({}, { neverExcepted: ["script-harms-machine-keys"] })).toHaveLength(1);
  expect(problemsOf({ rule: "RDP904-003" }, { neverExcepted: [] })).toEqual([]);
  const stack = { "rdp904:neverExcepted": "[]" };
  expect(readSettings(stack, {}, context).problems.map(({ path }) => path)).toEqual(["rdp904:neverExcepted"]);
});

test("days between two dates are those that a walk through the calendar counts", () => {
  const date = fc.date({ min: new Date("1999-01-01"), max: new Date("2102-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(date, fc.integer({ min: -800, max: 800 }), (start, days) => {
      const walked = new Date(start);
      for (let step = 0; step < Math.abs(days); step += 1) walked.setUTCDate(walked.getUTCDate() + Math.sign(days));
      expect(daysBetween(start.toISOString().slice(0, 10), walked.toISOString().slice(0, 10))).toBe(days);
    }),
  );
});
