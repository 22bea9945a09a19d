import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { startOfflineAzure, type Fault } from "./azure/server";
import { acquirePulumiCli } from "./cli/acquire";
import { hasFlag, readCommandLine, withAbsolutePaths, type CommandLine } from "./cli/command-line";
import { localPackagesOf } from "./cli/local-packages";
import { findProject } from "./cli/project";
import { runPulumi, type PulumiRunResult } from "./cli/run-pulumi";
import { makeScratchFolder } from "./cli/scratch-folder";
import { sessionEnvironment } from "./cli/session-environment";
import { copyStackConfig, makeMissingStack, type StackMaker } from "./cli/stack";
import { removeLocksOfKilledRuns } from "./cli/stack-locks";

/** How one command runs in a session. */
export interface OfflineRunOptions {
  /** The folder that relative paths on the command line start from. Default: that of this process. */
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Default `capture`. */
  readonly stdio?: "inherit" | "capture";
  readonly timeoutMs?: number;
  readonly input?: string;
}

/** A Pulumi CLI, an offline Azure and a file backend that belong together. */
export interface OfflineSession {
  /** The environment in which Pulumi meets the offline Azure. */
  readonly env: NodeJS.ProcessEnv;
  /** The absolute path of the CLI. */
  readonly command: string;
  readonly home: string;
  /** Runs Pulumi with these arguments. A stack that a command names and that does not exist yet is made. */
  run(args: readonly string[], options?: OfflineRunOptions): Promise<PulumiRunResult>;
  stop(): Promise<void>;
}

/** Where a session keeps what it writes, and what its Azure gets wrong. */
export interface OfflineSessionOptions {
  /** Holds state, backend and caches; outside of it only Pulumi's own home is written to. */
  readonly home: string;
  /** Gets the progress of long work. Default: standard error. */
  readonly log?: (line: string) => void;
  readonly faults?: readonly Fault[];
}

const OPERATIONS = new Set("preview pre up update refresh destroy down dn import watch logs".split(" "));

/** Starts a session: the CLI is found or got, which may take minutes the first time. */
export async function startOfflineSession(options: OfflineSessionOptions): Promise<OfflineSession> {
  const home = path.resolve(options.home);
  const backendFolder = path.join(home, "backend");
  await fs.mkdir(backendFolder, { recursive: true });
  const pulumiHome = path.resolve(process.env["PULUMI_HOME"] || path.join(os.homedir(), ".pulumi"));
  const cli = await acquirePulumiCli({
    pulumiHome,
    goCacheFolder: path.join(home, "go"),
    env: process.env,
    log: options.log ?? ((line) => process.stderr.write(`${line}\n`)),
  });
  const scratchFolder = await makeScratchFolder(home);
  const azure = await startOfflineAzure({
    stateFolder: path.join(home, "azure"),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  });
  const env = sessionEnvironment(cli, pulumiHome, backendFolder, azure.port);
  const maker: StackMaker = { command: cli.command, env, backendFolder, scratchFolder };

  return {
    env,
    command: cli.command,
    home,
    run: (args, runOptions = {}) => runInSession(maker, azure.port, args, runOptions),
    async stop() {
      await azure.stop();
      await fs.rm(scratchFolder, { recursive: true, force: true });
    },
  };
}

async function runInSession(
  maker: StackMaker,
  port: number,
  typed: readonly string[],
  options: OfflineRunOptions,
): Promise<PulumiRunResult> {
  const cwd = path.resolve(options.cwd ?? ".");
  const line = readCommandLine(typed);
  const env = {
    ...maker.env,
    ...(OPERATIONS.has(line.command ?? "")
      ? withLocalPackages(maker.env, path.resolve(cwd, line.cwd ?? "."), port)
      : {}),
    ...(hasFlag(line, "event-log") ? { PULUMI_DEBUG_COMMANDS: "true" } : {}),
    ...options.env,
  };
  await removeLocksOfKilledRuns(maker.backendFolder);
  const prepared = await prepareStack({ ...maker, env }, line, cwd);
  if ("refusal" in prepared) {
    if (options.stdio === "inherit") process.stderr.write(prepared.refusal.stderr);
    return prepared.refusal;
  }
  const args = withAbsolutePaths(line, cwd, prepared.flags);
  return runPulumi(maker.command, args, { ...options, stdio: options.stdio ?? "capture", cwd, env });
}

function withLocalPackages(env: NodeJS.ProcessEnv, folder: string, port: number): NodeJS.ProcessEnv {
  const local = localPackagesOf(folder).map((name) => `${name}:${port}`);
  return { PULUMI_DEBUG_PROVIDERS: [env["PULUMI_DEBUG_PROVIDERS"] ?? "", ...local].join(",") };
}

/** Makes a command's stack ready. Answers with the flags that it needs besides, or with Pulumi's refusal to make it. */
async function prepareStack(
  maker: StackMaker,
  line: CommandLine,
  cwd: string,
): Promise<{ readonly flags: string[] } | { readonly refusal: PulumiRunResult }> {
  const isOperation = OPERATIONS.has(line.command ?? "");
  const stack = line.stack ?? maker.env["PULUMI_STACK"];
  if (stack === undefined || hasFlag(line, "help") || !(isOperation || line.command === "config")) return { flags: [] };
  const project = findProject(path.resolve(cwd, line.cwd ?? "."));
  if (project === undefined) return { flags: [] };

  const refused = await makeMissingStack(maker, project, stack);
  if (refused !== undefined) {
    const { stdout, stderr, failure = "" } = refused;
    return { refusal: { exitCode: refused.exitCode ?? 1, stdout, stderr: stderr || `${failure}\n` } };
  }
  const needsCopy = isOperation && !hasFlag(line, "config-file");
  return { flags: needsCopy ? ["--config-file", await copyStackConfig(maker, project, stack)] : [] };
}
