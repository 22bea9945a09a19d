import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Engine, repository } from "./engine";
import { expectedOf, placesOf, previewFixture, sorted } from "./fixture-programs";

jest.setTimeout(300_000);

const folder = "test/fixtures/foreign";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

describe.each(readdirSync(join(repository, folder)).sort())("the good stack %s", (name) => {
  const program = join(folder, name);
  const expected = expectedOf(program);

  test("has only 040 and 060 as mandatory findings under enforce, and at most three undecided lines", async () => {
    const places = placesOf(await previewFixture(engine, program));
    expect(places).toEqual({
      broken: sorted(expected.broken),
      undecided: sorted(expected.undecided),
      advisories: sorted(expected.advisories ?? []),
    });
    expect(places.broken.filter(({ ref }) => ref !== "RDP904-040" && ref !== "RDP904-060")).toEqual([]);
    expect(places.undecided.length).toBeLessThanOrEqual(3);
  });

  test("has no mandatory finding under adopt, and exits with 0", async () => {
    const run = await previewFixture(engine, program, { "rdp904:profile": "adopt" });
    expect(placesOf(run)).toEqual({
      broken: [],
      undecided: sorted(expected.undecided),
      advisories: sorted([...expected.broken, ...(expected.advisories ?? [])]),
    });
    expect(run.exitCode).toBe(0);
  });
});
