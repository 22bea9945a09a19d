import { rules } from "../../policies/rules/catalog";
import { Engine, type EngineRun } from "./engine";

jest.setTimeout(900_000);

const config = { "broken:adminPassword": "Aa1-only-for-this-test", "healthy:adminPassword": "Aa1-only-for-this-test" };
const broken = "test/fixtures/programs/broken";
const healthy = "test/fixtures/programs/healthy";

// Each program has an Azure of its own, because a vault's name is taken by whoever comes first.
let engine: Engine;
let healthyEngine: Engine;
beforeAll(async () => {
  [engine, healthyEngine] = await Promise.all([Engine.start(), Engine.start()]);
});
afterAll(() => Promise.all([engine.stop(), healthyEngine.stop()]));

/** Refs that were found in each rule's own program, "RDP904-002 broken". */
function foundByProgram(run: EngineRun): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { name } of rules) {
    const own = run.findings.filter(({ resource }) => resource.split("::")[1]?.startsWith(name));
    found[name] = [...new Set(own.map(({ ref, verdict, level }) => `${ref} ${verdict} ${level}`))];
  }
  return found;
}

const eachItsOwn = Object.fromEntries(rules.map(({ name, ref, level }) => [name, [`${ref} broken ${level}`]]));

test("in preview, with all ids unknown, each broken program breaks its own rule only", async () => {
  const run = await engine.run("preview", broken, { stack: "fresh", config });
  expect(foundByProgram(run)).toEqual(eachItsOwn);
  expect(run.exitCode).not.toBe(0);
});

test("a first deployment of the broken programs is blocked before anything is created", async () => {
  const run = await engine.run("up", broken, { stack: "fresh", config });
  expect(run.exitCode).not.toBe(0);
  const exported = await engine.pulumi(["stack", "export", "--stack", "fresh", "--cwd", broken]);
  expect(exported.stdout).not.toContain("azure-native:compute:VirtualMachine");
});

test("over existing state, with known ids, the verdicts are the same, in preview and in an update without preview", async () => {
  const deployed = await engine.run("up", broken, { stack: "existing", config, judged: false });
  expect({ exitCode: deployed.exitCode, output: deployed.exitCode === 0 ? "" : deployed.output }).toEqual({
    exitCode: 0,
    output: "",
  });
  const preview = await engine.run("preview", broken, { stack: "existing", config });
  expect(foundByProgram(preview)).toEqual(eachItsOwn);
  const update = await engine.run("up", broken, { stack: "existing", config, args: ["--skip-preview"] });
  expect(update.exitCode).not.toBe(0);
});

test("the healthy programs have no finding, in preview and once deployed", async () => {
  const preview = await healthyEngine.run("preview", healthy, { stack: "fresh", config });
  expect(preview.findings).toEqual([]);
  const deployed = await healthyEngine.run("up", healthy, { stack: "fresh", config });
  expect({ exitCode: deployed.exitCode, findings: deployed.findings }).toEqual({ exitCode: 0, findings: [] });
  const again = await healthyEngine.run("preview", healthy, { stack: "fresh", config });
  expect(again.findings).toEqual([]);
});
