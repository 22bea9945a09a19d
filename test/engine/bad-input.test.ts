import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine, repository } from "./engine";
import { previewFixture } from "./fixture-programs";

jest.setTimeout(300_000);

const plain = "test/fixtures/outsider/plain";

let engine: Engine;
let scratch: string;
beforeAll(async () => {
  engine = await Engine.start();
  scratch = mkdtempSync(join(tmpdir(), "rdp904-bad-input-"));
});
afterAll(async () => {
  await engine.stop();
  rmSync(scratch, { recursive: true, force: true });
});

test("a wrong setting ends the preview with one message that says where and what is allowed", async () => {
  const run = await previewFixture(engine, plain, { "rdp904:profile": "soft" });
  expect(run.exitCode).not.toBe(0);
  expect(run.violations.map(({ policyName, message }) => [policyName, message])).toEqual([
    ["rdp904-settings", expect.stringContaining('rdp904:profile is "soft"; allowed: enforce, adopt')],
  ]);
});

test("a program that cannot be parsed ends with its error, not with one of the pack", async () => {
  const program = join(scratch, "unparsable");
  mkdirSync(program);
  writeFileSync(join(program, "Pulumi.yaml"), "name: unparsable\nruntime: nodejs\nmain: index.ts\n");
  writeFileSync(join(program, "index.ts"), "export const broken = {;\n");
  symlinkSync(join(repository, "node_modules"), join(program, "node_modules"));
  const run = await engine.run("preview", program);
  expect(run.exitCode).not.toBe(0);
  expect(run.output).toContain("index.ts");
  expect(run.violations).toEqual([]);
});

test("a pack without its dependencies ends with a message that names what is missing", async () => {
  const pack = join(scratch, "pack");
  for (const part of ["bin", "package.json", "PulumiPolicy.yaml"]) {
    cpSync(join(repository, "policies", part), join(pack, part), { recursive: true });
  }
  const run = await engine.run("preview", plain, {
    judged: false,
    policyPack: pack,
    config: { "outsider-plain:adminPassword": "Aa1-only-for-this-test" },
  });
  expect(run.exitCode).not.toBe(0);
  expect(run.output).toMatch(/@pulumi\/pulumi|npm install/);
});

test("a rule that the pipeline disables says nothing, and one that it lowers does not fail the preview", async () => {
  const config = { "outsider-plain:adminPassword": "Aa1-only-for-this-test" };
  const run = await engine.run("preview", plain, {
    config,
    policyPackConfig: {
      "certificate-not-delivered": { enforcementLevel: "disabled" },
      "machine-keys-unmanaged": { enforcementLevel: "advisory" },
    },
  });
  expect(run.findings.map(({ ref, level }) => `${ref} ${level}`)).toEqual(["RDP904-060 advisory"]);
  expect(run.exitCode).toBe(0);
});

test("a setting that the pipeline locks cannot be changed by the stack", async () => {
  const config = { "outsider-plain:adminPassword": "Aa1-only-for-this-test", "rdp904:profile": "adopt" };
  const free = await engine.run("preview", plain, { config });
  expect(free.exitCode).toBe(0);
  const locked = await engine.run("preview", plain, {
    config,
    policyPackConfig: { "rdp904-settings": { profile: "enforce", locked: ["profile"] } },
  });
  expect(locked.exitCode).not.toBe(0);
});
