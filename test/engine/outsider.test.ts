import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Engine, repository } from "./engine";
import { expectedOf, placesOf, previewFixture, sorted } from "./fixture-programs";

jest.setTimeout(300_000);

const folder = "test/fixtures/outsider";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

test.each(readdirSync(join(repository, folder)).sort())(
  "the outsider's program %s gets the right verdicts",
  async (name) => {
    const program = join(folder, name);
    const expected = expectedOf(program);
    const run = await previewFixture(engine, program);
    expect(placesOf(run)).toEqual({
      broken: sorted(expected.broken),
      undecided: sorted(expected.undecided),
      advisories: sorted(expected.advisories ?? []),
    });
    expect(run.exitCode).not.toBe(0);
  },
);
