import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { GlobalConfig } from "jest";
import { acquirePulumiCli } from "../offline/cli/acquire";

const root = join(__dirname, "..");

/**
 * Before any test: a CLI is there, so that no test waits for its build, and the compiled pack is that of the sources; so are
 * the compiled components where a test of the packages runs.
 */
export default async function setUp({ testPathPatterns }: GlobalConfig): Promise<void> {
  await acquirePulumiCli({
    pulumiHome: process.env["PULUMI_HOME"] || join(homedir(), ".pulumi"),
    goCacheFolder: join(root, ".offline", "go"),
    env: process.env,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  if (newest("policies", /\.ts$/) > newest("policies/bin", /\.js$/)) {
    // It emits in spite of type errors, which are another check's business.
    spawnSync("npx", ["tsc", "-p", "policies"], { cwd: root, stdio: "inherit" });
  }
  const packages = readdirSync(join(root, "test/packaging")).map((file) => join("test/packaging", file));
  const wanted = testPathPatterns.patterns.length === 0 || packages.some((file) => matches(file, testPathPatterns));
  const sources = ["components", "packaging", "policies/model"].map((folder) => newest(folder, /\.ts$/));
  if (wanted && Math.max(...sources) > newest("dist", /\.js$/)) {
    spawnSync("npx", ["tsc", "-p", "tsconfig.build.json", "--noCheck"], { cwd: root, stdio: "inherit" });
  }
}

function matches(file: string, { patterns }: { readonly patterns: readonly string[] }): boolean {
  return patterns.some((pattern) => new RegExp(pattern).test(join(root, file)));
}

function newest(folder: string, ending: RegExp): number {
  let time = 0;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const isCompiled = path.startsWith(join(root, "policies", "bin"));
    if (
      entry.isFile() &&
      ending.test(entry.name) &&
      isCompiled === folder.endsWith("bin") &&
      !path.includes("node_modules")
    ) {
      time = Math.max(time, statSync(path).mtimeMs);
    }
  }
  return time;
}
