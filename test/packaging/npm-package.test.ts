import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageManifest } from "../../packaging/package-manifest";
import { guestPackages } from "../../policies/model/guest-packages";
import { Engine, repository } from "../engine/engine";
import { compiledCopy, install, link, pack, readManifest, run, type Packed } from "./packed";

jest.setTimeout(300_000);

const secrets = { "installed:adminPassword": "Aa1-only-for-this-test" };

let engine: Engine;
let scratch: string;
let copy: string;
let packed: Packed;
let project: string;
let policyPack: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "rdp904-npm-package-"));
  copy = compiledCopy(scratch);
  packed = pack(copy, scratch);
  project = join(scratch, "project");
  cpSync(join(repository, "test/fixtures/installed"), project, { recursive: true });
  const modules = join(project, "node_modules");
  install(packed, join(modules, "rdp904"), modules);
  // What a Pulumi program in TypeScript has of its own.
  for (const name of ["typescript", "@types/node"]) link(name, modules);
  policyPack = join(modules, "rdp904", "policies");
  engine = await Engine.start();
});
afterAll(async () => {
  await engine.stop();
  rmSync(scratch, { recursive: true, force: true });
});

test("the package holds what runs and its declarations, and nothing else of the repository", () => {
  const rooms = new Set(packed.contents.map((file) => file.split("/").slice(0, 2).join("/")));
  expect([...rooms].sort()).toEqual([
    ...[
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "components/guest",
      "components/provider",
      "dist/components",
      "dist/policies",
      "package.json",
    ],
    ...["LICENSE", "PulumiPolicy.yaml", "README.md", "bin", "docs", "package.json", "testing"].map(
      (entry) => `policies/${entry}`,
    ),
  ]);
  const sources = packed.contents.filter((file) => /\.ts$/.test(file) && !file.endsWith(".d.ts"));
  expect(sources).toEqual([]);
});

test("the package may be published and the repository may not, whose manifest npm pack leaves as it was", () => {
  expect([packed.manifest.private, packed.manifest.scripts]).toEqual([undefined, undefined]);
  expect(readManifest(repository).private).toBe(true);
  expect(readManifest(copy)).toMatchObject({ private: true, workspaces: ["policies"] });
});

test("components and pack that want other versions of the same package are not packed together", () => {
  const manifest = (versions: Record<string, string>) => ({ name: "p", version: "1.0.0", dependencies: versions });
  expect(() => packageManifest(manifest({ ajv: "8.20.0" }), manifest({ ajv: "6.0.0" }))).toThrow(
    "ajv: the components want 8.20.0, and the pack wants 6.0.0",
  );
});

test("a program of another project deploys components of the package, and its pack finds nothing in them", async () => {
  const deployed = await engine.run("up", project, { policyPack, secrets });
  expect([deployed.violations, deployed.exitCode]).toEqual([[], 0]);
  expect(deployed.changes?.["create"]).toBeGreaterThan(10);
});

test("the pack of the package stops the program once it denies RDP", async () => {
  const config = { "installed:deniesRdp": "true" };
  const run = await engine.run("preview", project, { policyPack, secrets, config, stack: "broken" });
  expect(run.violations.map(({ policyName, level }) => `${level} ${policyName}`)).toContain(
    "mandatory rdp-allow-shadowed",
  );
  expect(run.exitCode).not.toBe(0);
});

test("the package's command writes the guest package that its components name by hash", () => {
  const { bin } = JSON.parse(readFileSync(join(project, "node_modules/rdp904/package.json"), "utf8")) as {
    bin: Record<string, string>;
  };
  const command = join(project, "node_modules/rdp904", bin["rdp904-guest-package"]!);
  expect(run(process.execPath, [command, join(scratch, "guest")], scratch)).toContain(
    `SHA-256 ${guestPackages.at(-1)!.contentHash}`,
  );
});

test.each([
  ["Node16", "Node16"],
  ["Node10", "CommonJS"],
])(
  "a strict program compiles against the package's declarations, its modules resolved as %s",
  (moduleResolution, module) => {
    const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "ES2022", "--types", "node"];
    const resolution = ["--module", module, "--moduleResolution", moduleResolution];
    const compiler = join(project, "node_modules/typescript/bin/tsc");
    const args = [compiler, ...options, ...resolution, "--pretty", "false", "declarations.ts"];
    const { stdout } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
    // The SDK's own declarations name what they do not declare.
    const ours = stdout.split("\n").filter((line) => line !== "" && !line.includes("@pulumi/policy/index.d.ts"));
    expect(ours).toEqual([]);
  },
);
