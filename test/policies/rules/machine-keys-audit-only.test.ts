import { machineKeysAuditOnly as rule } from "../../../policies/rules/machine-keys-audit-only";
import { type Declared } from "../../../policies/testing";
import { machine, verdicts, words } from "./certificate-stack";
import { assignment, own } from "./guest-configuration-stack";

const at = "properties.guestConfiguration";
const stack = (change: Record<string, unknown>): Declared[] => [
  machine("jump"),
  assignment("keys", "jump", { ...own, ...change }),
];

test("an assignment that audits corrects nothing", async () => {
  expect(await verdicts(rule, stack({ assignmentType: "Audit" }))).toEqual([
    `broken keys at ${at}.assignmentType: keys only reports`,
    "holds keys",
  ]);
});

test("an assignment that applies once lets everything drift afterwards", async () => {
  expect(await verdicts(rule, stack({ assignmentType: "ApplyAndMonitor" }))).toContain(
    `broken keys at ${at}.assignmentType: keys applies its configuration once and then only reports`,
  );
});

test("other letters are another type, and the message says which one is meant", async () => {
  expect(await verdicts(rule, stack({ assignmentType: "applyAndAutoCorrect" }))).toContain(
    `broken keys at ${at}.assignmentType: ` +
      "keys is of the type applyAndAutoCorrect; case matters, and ApplyAndAutoCorrect is meant",
  );
});

test("without a hash whatever lies there is run", async () => {
  expect(await verdicts(rule, stack({ contentHash: null }))).toContain(
    `broken keys at ${at}.contentHash: keys names no contentHash, so that whatever lies at its contentUri runs as SYSTEM`,
  );
});

test.each<[string, Record<string, unknown>]>([["of a type that there is not", { assignmentType: "Correct" }]])(
  "an assignment %s is broken, in a preview and once deployed",
  async (_, change) => {
    expect(await words(rule, stack(change))).toContain("broken keys");
    expect(await words(rule, stack(change), { deployed: true })).toContain("broken keys");
  },
);

test("somebody else's assignment, and a machine without RDP, are nobody's business here", async () => {
  expect(await words(rule, stack({ name: "CorpKeys", contentHash: "00", assignmentType: "Audit" }))).toEqual([]);
  const web = [machine("jump", { tags: {} }), assignment("keys", "jump", { ...own, assignmentType: "Audit" })];
  expect(await words(rule, web)).toEqual([]);
});

test("where Machine Configuration comes from elsewhere, an audit here is only an audit", async () => {
  const asked = { settings: { providedElsewhere: { machineConfiguration: ["jump"] } } };
  expect(await words(rule, stack({ assignmentType: "Audit" }), asked)).not.toContain("broken keys");
});
