import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { engineLogOf } from "../../offline/event-log";
import { findingsOf } from "../../policies/pack/reported-finding";
import { rules } from "../../policies/rules/catalog";
import { Engine, repository, type EngineRun } from "./engine";

jest.setTimeout(900_000);

const config = { "broken:adminPassword": "Aa1-only-for-this-test", "healthy:adminPassword": "Aa1-only-for-this-test" };
const broken = "test/fixtures/programs/broken";
const healthy = "test/fixtures/programs/healthy";

// Each program has an Azure of its own, because a vault's name is taken by whoever comes first.
let engine: Engine;
let healthyEngine: Engine;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "rdp904-rules-"));
  [engine, healthyEngine] = await Promise.all([Engine.start(), Engine.start()]);
});
afterAll(async () => {
  await Promise.all([engine.stop(), healthyEngine.stop()]);
  rmSync(scratch, { recursive: true, force: true });
});

/** Refs that were found in each rule's own program, "RDP904-002 broken". */
function foundByProgram(run: Pick<EngineRun, "findings">): Record<string, string[]> {
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

test("over existing state, with known ids, the verdicts are the same, in a preview and in an analysis of the state", async () => {
  const deployed = await engine.run("up", broken, { stack: "existing", config, judged: false });
  expect({ exitCode: deployed.exitCode, output: deployed.exitCode === 0 ? "" : deployed.output }).toEqual({
    exitCode: 0,
    output: "",
  });
  const preview = await engine.run("preview", broken, { stack: "existing", config });
  expect(foundByProgram(preview)).toEqual(eachItsOwn);

  // Its exported state has the same findings, with the same settings as pack configuration.
  const state = join(scratch, "state.json");
  await engine.pulumi(["stack", "export", "--stack", "existing", "--cwd", broken, "--file", state]);
  const settings = join(scratch, "settings.json");
  writeFileSync(settings, JSON.stringify({ "rdp904-settings": ownSettings(broken) }));
  const pack = ["--policy-pack", "policies", "--policy-pack-config", settings];
  const analysis = await engine.pulumi(["policy", "analyze", "--file", state, ...pack, "--json"]);
  expect(analysis.exitCode).not.toBe(0);
  const { violations } = engineLogOf(analysis.stdout);
  expect(findingsOf(violations)).toEqual(preview.findings);
  // Nobody sees in an export where its settings came from, so it is said.
  expect(violations.map(({ message }) => message).join("\n")).toContain(
    "settings given by the pack configuration: clients, providedElsewhere",
  );
});

/** What a program's Pulumi.dev.yaml says to the pack. */
function ownSettings(folder: string): Record<string, unknown> {
  const file = readFileSync(join(repository, folder, "Pulumi.dev.yaml"), "utf8");
  const { config } = load(file) as { config: Record<string, unknown> };
  const own = Object.entries(config).filter(([key]) => key.startsWith("rdp904:"));
  return Object.fromEntries(own.map(([key, value]) => [key.slice("rdp904:".length), value]));
}

test("the healthy programs have no finding, in preview and once deployed", async () => {
  const preview = await healthyEngine.run("preview", healthy, { stack: "fresh", config });
  expect(preview.findings).toEqual([]);
  const deployed = await healthyEngine.run("up", healthy, { stack: "fresh", config });
  expect({ exitCode: deployed.exitCode, findings: deployed.findings }).toEqual({ exitCode: 0, findings: [] });
  const again = await healthyEngine.run("preview", healthy, { stack: "fresh", config });
  expect(again.findings).toEqual([]);
});
