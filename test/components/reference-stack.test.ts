import { Engine, type EngineRun } from "../engine/engine";

jest.setTimeout(300_000);

const password = "Aa1-only-for-this-test";
const project = "rdp904-reference";
const demo = { configurationFile: "Pulumi.demo.yaml", judged: false };

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

function run(
  command: string,
  stack: string,
  config: Record<string, unknown> = {},
  adminPassword = password,
): Promise<EngineRun> {
  return engine.run(command, ".", { ...demo, stack, config, secrets: { [`${project}:adminPassword`]: adminPassword } });
}

test("the reference stack deploys, then nothing changes, and its state never holds the password", async () => {
  const deployed = await run("up", "whole");
  expect({ exitCode: deployed.exitCode, output: deployed.exitCode ? deployed.output : "" }).toEqual({
    exitCode: 0,
    output: "",
  });
  const again = await run("up", "whole");
  expect(Object.keys(again.changes ?? {})).toEqual(["same"]);
  const exported = await engine.pulumi(["stack", "export", "--stack", "whole"]);
  expect(exported.stdout).toContain("azure-native:compute:VirtualMachine");
  expect(exported.stdout + deployed.output + again.output).not.toContain(password);
  expect((await run("destroy", "whole")).exitCode).toBe(0);
});

test.each([
  ["clients that are missing", { "rdp904:clients": undefined }, "rdp904:clients is missing. Allowed: a list of {from"],
  [
    "clients of an odd shape",
    { "rdp904:clients": [{ from: "10.0.0.0/8" }] },
    'rdp904:clients[0].from is "10.0.0.0/8".',
  ],
  [
    "a vault name that is missing",
    { [`${project}:vaultName`]: undefined },
    `${project}:vaultName is missing. Allowed:`,
  ],
  [
    "no host at all",
    { [`${project}:hostCount`]: 0 },
    `${project}:hostCount is 0. Allowed: a whole number of hosts from 1`,
  ],
])("%s: one message with the key and what is allowed, and no stack", async (_title, config, message) => {
  const { exitCode, output } = await run("preview", "ill", config);
  expect(exitCode).not.toBe(0);
  expect(output).toContain(message);
  expect(output).not.toMatch(/\n\s+at /);
});

test("a password that Azure would refuse is named, not shown", async () => {
  const { exitCode, output } = await run("preview", "ill", {}, "short-only");
  expect(exitCode).not.toBe(0);
  expect(output).toContain("adminPassword (not shown) does not fit. Allowed: 12 to 123 characters");
  expect(output).not.toContain("short-only");
});
