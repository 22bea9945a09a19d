import { errorsOf } from "../../offline/event-log";
import { Engine } from "./engine";

jest.setTimeout(300_000);

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

test.each([
  ["mandatory", "certificate-version-pinned", { failed: true, found: ["RDP904-041 broken mandatory"] }],
  ["advisory", "certificate-version-pinned", { failed: false, found: ["RDP904-041 broken advisory"] }],
  ["disabled", "certificate-version-pinned", { failed: false, found: [] }],
  ["remediate", "certificate-version-pinned", { failed: false, found: [] }],
  ["mandatory", "rdp-udp-blocked", { failed: true, found: ["RDP904-004 broken mandatory"] }],
  ["remediate", "rdp-udp-blocked", { failed: false, found: [] }],
  ["remediate", "script-failure-hidden", { failed: false, found: [] }],
])("the level %s, set from outside for %s, holds for all that it says", async (enforcementLevel, rule, expected) => {
  const run = await engine.run("preview", "test/fixtures/programs/broken", {
    config: { "broken:adminPassword": "Aa1-only-for-this-test", "broken:only": rule },
    policyPackConfig: { [rule]: { enforcementLevel } },
    args: ["--diff"],
  });
  expect({
    failed: run.exitCode !== 0,
    found: run.findings.map(({ ref, verdict, level }) => `${ref} ${verdict} ${level}`),
    errors: errorsOf(run),
  }).toEqual({ ...expected, errors: [] });
  // What a remediation changes is shown before it is done.
  expect(run.output.includes("[remediate]")).toBe(enforcementLevel === "remediate");
});
