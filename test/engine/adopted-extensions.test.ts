import { errorsOf } from "../../offline/event-log";
import { Engine, type EngineRun } from "./engine";

jest.setTimeout(600_000);

const program = "test/fixtures/adopted-extensions";
const secrets = { "adopted-before:adminPassword": "Aa1-only-for-this-test" };

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

function run(command: string, adopts: boolean, name = ""): Promise<EngineRun> {
  const config = { "adopted-extensions:adopts": adopts, "adopted-extensions:name": name };
  return engine.run(command, program, { config, judged: false });
}

test("extensions that are there already stop a protection, until it adopts them as they are; then it puts them right", async () => {
  expect((await engine.run("up", `${program}/before`, { secrets, judged: false })).exitCode).toBe(0);

  const refused = await run("preview", false);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.output).toContain("that the machine has the Key Vault extension already, named kv.");

  expect(outcome(await run("up", true))).toEqual({ import: 2, create: 3 });
  expect(await settingsOf("kv")).toContain("/secrets/old");
  expect(outcome(await run("up", true))).toEqual({ same: 5 });

  expect(outcome(await run("up", false, "kv"))).toEqual({ update: 3, same: 2 });
  expect(await settingsOf("kv")).toContain("/secrets/rdp");
});

function outcome(result: EngineRun): unknown {
  expect(errorsOf(result)).toEqual([]);
  return result.changes;
}

async function settingsOf(name: string): Promise<string> {
  const { stdout } = await engine.pulumi(["stack", "export", "--cwd", program, "--stack", "dev"]);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources: { id?: string; outputs?: unknown }[] } };
  return JSON.stringify(deployment.resources.find(({ id }) => id?.endsWith(`/extensions/${name}`))?.outputs);
}
