import { Engine, type EngineRun } from "./engine";
import { expectSuccess } from "./outcome";

jest.setTimeout(600_000);

const program = "examples/protect-existing";
const secrets = { "desktop-team:adminPassword": "Aa1-only-for-this-test" };

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

function machine(command: string, identityResourceIds: readonly string[]): Promise<EngineRun> {
  const config = { "desktop-team:identityResourceIds": identityResourceIds };
  return engine.run(command, `${program}/machine`, { secrets, config, judged: false });
}

test("a machine is protected once it has the identities that the first attempt asks for, and not before", async () => {
  expectSuccess(await machine("up", []));
  expectSuccess(await engine.run("preview", program));

  const stopped = await engine.run("up", program);
  expect(stopped.exitCode).not.toBe(0);
  const line = /az vm identity assign --ids (\S+) --identities "\[system\]" (\S+)$/m.exec(stopped.output);
  expect(line?.[1]).toMatch(/\/virtualMachines\/desktop-7$/);
  expect(line?.[2]).toMatch(/\/userAssignedIdentities\/desktops-identity/);
  expect(stopped.output).toContain("(RDP904-062) and the identity that may fetch the certificate (RDP904-049)");
  expect(stopped.output).not.toMatch(/\n\s+at /);

  expectSuccess(await machine("up", [line![2]!]));
  expectSuccess(await engine.run("preview", program));
  expectSuccess(await engine.run("up", program));
  const again = await engine.run("up", program);
  expectSuccess(again);
  expect(Object.keys(again.changes ?? {})).toEqual(["same"]);
  expectSuccess(await engine.run("destroy", program));
  expectSuccess(await machine("destroy", [line![2]!]));
});
