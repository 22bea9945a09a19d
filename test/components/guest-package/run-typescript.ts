import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../..");

// Transpiles only, so that a test neither waits for a build nor sees an old one.
const hook = `const ts = require("typescript"), fs = require("node:fs");
  const compilerOptions = { module: "commonjs", target: "es2022" };
  require.extensions[".ts"] = (module, file) =>
    module._compile(ts.transpileModule(fs.readFileSync(file, "utf8"), { compilerOptions }).outputText, file);`;

/** Runs a TypeScript file of this repository in a process of its own. */
export function runTypeScript(
  path: string,
  args: readonly string[] = [],
  { then = "", env = {} }: { readonly then?: string; readonly env?: Readonly<Record<string, string>> } = {},
): SpawnSyncReturns<string> {
  const file = JSON.stringify(join(root, path));
  // Code given by -e has no place of its own among the arguments.
  const program = `${hook}\nprocess.argv.splice(1, 0, ${file});\nconst loaded = require(${file});\n${then}`;
  return spawnSync(process.execPath, ["-e", program, "--", ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
}
