import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../policies/rules/catalog";
import { Engine, repository } from "../engine/engine";
import { previewFixture } from "../engine/fixture-programs";
import { install, pack, readManifest, type Packed } from "./packed";

jest.setTimeout(300_000);

let engine: Engine;
let scratch: string;
let packed: Packed;
let policyPack: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "rdp904-pack-alone-"));
  packed = pack(join(repository, "policies"), scratch);
  policyPack = join(scratch, "pack");
  install(packed, policyPack, join(policyPack, "node_modules"));
  engine = await Engine.start();
});
afterAll(async () => {
  await engine.stop();
  rmSync(scratch, { recursive: true, force: true });
});

test("the pack takes along what it runs, its pages and its licence, and no source", () => {
  const pages = rules.map(({ name }) => `docs/${name}.md`);
  for (const file of ["LICENSE", "README.md", "PulumiPolicy.yaml", "bin/index.js", "docs/README.md", ...pages]) {
    expect(packed.contents).toContain(file);
  }
  const sources = packed.contents.filter((file) => /\.ts$/.test(file) && !file.endsWith(".d.ts"));
  expect(sources).toEqual([]);
});

test("the pack has one version, whatever tells it", () => {
  const told = /^version: (.*)$/m.exec(readFileSync(join(repository, "policies/PulumiPolicy.yaml"), "utf8"))?.[1];
  expect([readManifest(join(repository, "policies")).version, told]).toEqual([packed.manifest.version, told]);
  expect(readManifest(repository).version).toBe(told);
});

test.each([
  ["a resource by itself", "certificate-store-wrong"],
  ["how resources belong together", "rdp-allow-shadowed"],
  ["a script, for which it loads its parser", "script-harms-machine-keys"],
])("unpacked elsewhere, the pack stops what is broken by %s, under the rule's own name", async (_, name) => {
  const config = { "broken:adminPassword": "Aa1-only-for-this-test", "broken:only": name };
  const run = await engine.run("preview", "test/fixtures/programs/broken", { config, policyPack });
  expect(new Set(run.violations.map(({ policyName, level }) => `${level} ${policyName}`))).toEqual(
    new Set([`mandatory ${name}`]),
  );
  expect(run.exitCode).not.toBe(0);
});

test("unpacked elsewhere, the pack finds known resources from where Pulumi is called, not from where it lies", async () => {
  const program = "test/fixtures/known-resources";
  const config = {
    "rdp904:clients": JSON.stringify([{ from: ["10.20.4.0/24"], to: "vm" }]),
    "rdp904:knownResources": JSON.stringify([`${program}/network-state.json`]),
  };
  const run = await previewFixture(engine, program, config, policyPack);
  expect(run.violations.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^RDP904-001 deny-branch .*\(known from .*network-state\.json/),
  );
});
