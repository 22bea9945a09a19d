import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { OLDEST_GO_THAT_UPGRADES_ITSELF, OLDEST_GO_VERSION, PULUMI_CLI_VERSION } from "../versions";
import { goEnvironment } from "./go-environment";
import { runProcess } from "./process";
import { startProgress } from "./progress";
import { publishExecutables, type PublishedFile } from "./publish";
import { makeScratchFolder } from "./scratch-folder";
import { repositoryRoot } from "./repository";
import { executableName, findOnPath } from "./search-path";
import { findVersion, isAtLeast } from "./version";

/** What is built from Go modules, and where it ends. */
export interface GoBuildOptions {
  /** The CLI itself too, or only the language host that its modules lack. */
  readonly parts: "cli and language host" | "language host";
  /** The folder that gets the executables. */
  readonly folder: string;
  /** Go's caches and temporary files, unless the environment places them elsewhere. */
  readonly goCacheFolder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

const CLI_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Builds with Go, from the pinned modules beside this file. Throws one sentence that says what is missing. */
export async function buildWithGo(options: GoBuildOptions): Promise<void> {
  const go = findOnPath("go", options.env);
  if (go === undefined) throw new Error("there is no go on PATH");
  const output = await makeScratchFolder(options.goCacheFolder);
  try {
    const env = { GOTMPDIR: output, ...goEnvironment(options.goCacheFolder, options.env) };
    const { flags } = await askGo(go, env);
    // Without the last flag Go makes its module cache read-only, and the folder could not be deleted.
    const goFlags = options.env["GOMODCACHE"] === undefined ? `${flags} -modcacherw`.trim() : flags;
    await runGoBuild(go, output, options, { ...env, GOFLAGS: goFlags });
    await publishExecutables(await builtFiles(output, options.parts), options.folder);
  } finally {
    await fs.rm(output, { recursive: true, force: true });
  }
}

/** The flags that the user gives to every go command; refuses a Go that is too old. */
async function askGo(go: string, env: NodeJS.ProcessEnv): Promise<{ flags: string }> {
  const names = ["GOVERSION", "GOTOOLCHAIN", "GOFLAGS"];
  const result = await runProcess(go, ["env", ...names], { env, cwd: os.tmpdir(), timeoutMs: 30_000 });
  const [goVersion = "", toolchain = "", flags = ""] = result.stdout.split("\n");
  const version = findVersion(goVersion);
  if (version === undefined) {
    throw new Error(
      `\`${go} env GOVERSION\` prints no version${result.failure === undefined ? "" : `: ${result.failure}`}`,
    );
  }
  const upgradesItself = isAtLeast(version, OLDEST_GO_THAT_UPGRADES_ITSELF) && !toolchain.startsWith("local");
  if (!isAtLeast(version, OLDEST_GO_VERSION) && !upgradesItself) {
    throw new Error(`${go} is Go ${version}, older than ${OLDEST_GO_VERSION}`);
  }
  return { flags };
}

async function runGoBuild(go: string, output: string, options: GoBuildOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const withCli = options.parts === "cli and language host";
  const what = withCli ? `the Pulumi CLI ${PULUMI_CLI_VERSION}` : "Pulumi's language host for Node.js";
  const progress = startProgress(
    options.log,
    `Building ${what} from Go modules, once (${withCli ? "three to eight minutes on two cores" : "about a minute"}).`,
  );
  const result = await runProcess(
    go,
    [
      ...["build", "-v", "-mod=readonly", "-trimpath"],
      ...["-ldflags", `-s -w -X ${VERSION_VARIABLE}=v${PULUMI_CLI_VERSION}`],
      ...["-o", output + path.sep],
      ...(withCli ? [CLI_PACKAGE] : []),
      "./language-nodejs",
    ],
    { cwd: path.join(repositoryRoot(), "offline", "cli", "go"), env, onErrorLine: (line) => progress.note(line) },
  );
  progress.end(result.exitCode === 0 ? `Built ${what}` : `Building ${what} failed`);
  if (result.exitCode !== 0) {
    throw new Error(`go build fails: ${result.failure ?? lastWords(result.stderr, result.exitCode)}`);
  }
}

/** What go said at its end, without the lines that only show progress. */
function lastWords(stderr: string, exitCode: number | undefined): string {
  const isProgress = (line: string) => line.startsWith("go: downloading ") || /^\S*$/.test(line);
  const lines = stderr.split("\n").filter((line) => !isProgress(line.trim()));
  return lines.length === 0 ? `exit code ${exitCode}` : lines.slice(-6).join("\n");
}

async function builtFiles(output: string, parts: GoBuildOptions["parts"]): Promise<PublishedFile[]> {
  const file = (built: string, name: string) => ({
    source: path.join(output, executableName(built)),
    name: executableName(name),
  });
  const sdkFolder = path.dirname(require.resolve("@pulumi/pulumi/package.json"));
  const dynamicProvider =
    process.platform === "win32" ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs";
  return [
    file("language-nodejs", "pulumi-language-nodejs"),
    // The SDK brings the script that runs dynamic providers; Pulumi looks for it beside the CLI.
    { source: path.join(sdkFolder, dynamicProvider), name: dynamicProvider },
    ...(parts === "language host" ? [] : [file("pulumi", "pulumi")]),
  ];
}
