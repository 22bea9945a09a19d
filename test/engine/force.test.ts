import { rules } from "../../policies/rules/catalog";
import { Engine } from "./engine";
import { outcomeOf, type Outcome } from "./outcome";

jest.setTimeout(300_000);

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

const program = "test/fixtures/programs/broken";
const mandatory = rules.filter(({ level }) => level === "mandatory");

// Previews of the same programs are in rules-alone.
test.each(mandatory.map(({ name, ref }) => [name, ref] as const))(
  "%s: its broken program fails a first deployment, an update and an update that nobody previewed",
  async (name, ref) => {
    const options = {
      stack: name,
      config: { "broken:adminPassword": "Aa1-only-for-this-test", "broken:only": name },
    };
    const stopped = { failed: true, found: [`${ref} broken mandatory`], errors: [] };
    const judged = async (...args: readonly string[]): Promise<Outcome> =>
      outcomeOf(await engine.run("up", program, { ...options, args }));
    const first = await judged();
    const { exitCode, output } = await engine.run("up", program, { ...options, judged: false });
    expect({ exitCode, output: exitCode === 0 ? "" : output }).toEqual({ exitCode: 0, output: "" });
    const outcomes = { first, update: await judged(), notPreviewed: await judged("--skip-preview") };
    expect(outcomes).toEqual({ first: stopped, update: stopped, notPreviewed: stopped });
  },
);
