import { rules } from "../../policies/rules/catalog";
import { Engine } from "./engine";
import { outcomeOf, type Outcome } from "./outcome";

jest.setTimeout(300_000);

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

test.each(rules.map(({ name, ref, level }) => [name, ref, level] as const))(
  "%s: its broken program alone is found by it alone, and fails a preview where the rule is mandatory or made so",
  async (name, ref, level) => {
    const preview = async (packConfig?: Record<string, unknown>): Promise<Outcome> => {
      const run = await engine.run("preview", "test/fixtures/programs/broken", {
        config: { "broken:adminPassword": "Aa1-only-for-this-test", "broken:only": name },
        ...(packConfig && { policyPackConfig: packConfig }),
      });
      return outcomeOf(run);
    };
    const stopped = { found: [`${ref} broken mandatory`], failed: true, errors: [] };
    const advised = { found: [`${ref} broken advisory`], failed: false, errors: [] };
    expect(await preview()).toEqual(level === "mandatory" ? stopped : advised);
    if (level === "mandatory") return;
    expect(await preview({ [name]: { enforcementLevel: "mandatory" } })).toEqual(stopped);
  },
);
