import { errorsOf } from "../../offline/event-log";
import { rules } from "../../policies/rules/catalog";
import { Engine } from "./engine";

jest.setTimeout(300_000);

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

test.each(rules.map(({ name, ref, level }) => [name, ref, level] as const))(
  "%s: its broken program alone is found by it alone, and fails a preview where the rule is mandatory",
  async (name, ref, level) => {
    const config = { "broken:adminPassword": "Aa1-only-for-this-test", "broken:only": name };
    const run = await engine.run("preview", "test/fixtures/programs/broken", { config });
    const found = new Set(run.findings.map((finding) => `${finding.ref} ${finding.verdict} ${finding.level}`));
    expect([...found]).toEqual([`${ref} broken ${level}`]);
    expect({ failed: run.exitCode !== 0, errors: errorsOf(run) }).toEqual({
      failed: level === "mandatory",
      errors: [],
    });
  },
);
