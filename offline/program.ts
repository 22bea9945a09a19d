import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { load } from "js-yaml";
import { readEventLog, type EngineLog } from "./event-log";
import type { OfflineSession } from "./session";

export interface ProgramRunOptions {
  /** Default: "dev". */
  readonly stack?: string;
  /** Configuration file of the program to start from. Default: its Pulumi.dev.yaml, where it has one. */
  readonly configurationFile?: string;
  /** Further configuration, over that file. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Folder of a policy pack that judges the run. */
  readonly policyPack?: string;
  /** Configuration of the pack, as `--policy-pack-config` takes it. */
  readonly policyPackConfig?: Readonly<Record<string, unknown>>;
  readonly args?: readonly string[];
}

export interface ProgramRun extends EngineLog {
  readonly exitCode: number;
  /** What the user sees. */
  readonly output: string;
}

const takesPolicyPack = new Set(["preview", "up"]);

/** Runs programs in an offline session without writing into their folders: Pulumi would put a salt into their files. */
export class ProgramRunner {
  private runs = 0;

  /** @param scratch Folder for configuration files and event logs of the runs. */
  constructor(
    private readonly session: OfflineSession,
    private readonly scratch: string,
  ) {}

  /** Runs `pulumi <command>` on the program in a folder; makes the stack if there is none. */
  async run(command: string, folder: string, options: ProgramRunOptions = {}): Promise<ProgramRun> {
    const scratch = join(this.scratch, `run-${++this.runs}`);
    mkdirSync(scratch, { recursive: true });
    const stack = options.stack ?? "dev";
    const configuration = this.writeConfiguration(folder, stack, options);
    const place = ["--cwd", folder, "--stack", stack, "--config-file", configuration];
    const made = await this.pulumi(["stack", "select", "--create", "--non-interactive", ...place]);
    if (made.exitCode !== 0) throw new Error(`stack ${stack} could not be made: ${made.stdout}${made.stderr}`);
    const log = join(scratch, "events.json");
    const args = [command, "--non-interactive", "--color=never", "--event-log", log, ...place];
    if (command !== "preview") args.push("--yes");
    if (options.policyPack && takesPolicyPack.has(command)) args.push("--policy-pack", options.policyPack);
    if (options.policyPackConfig) {
      const file = join(scratch, "pack-config.json");
      writeFileSync(file, JSON.stringify(options.policyPackConfig));
      args.push("--policy-pack-config", file);
    }
    const result = await this.pulumi([...args, ...(options.args ?? [])]);
    return { ...readEventLog(log), exitCode: result.exitCode, output: result.stdout + result.stderr };
  }

  private pulumi(args: readonly string[]): ReturnType<OfflineSession["run"]> {
    return this.session.run(args, { stdio: "capture", env: { PULUMI_DEBUG_COMMANDS: "true" } });
  }

  private writeConfiguration(folder: string, stack: string, options: ProgramRunOptions): string {
    const own = readConfiguration(options.configurationFile ?? join(folder, "Pulumi.dev.yaml"));
    const file = join(this.scratch, `Pulumi.${basename(folder)}.${stack}.yaml`);
    // JSON is YAML; the passphrase salt that Pulumi adds to this copy is made anew each time.
    writeFileSync(file, JSON.stringify({ config: { ...own, ...options.config } }));
    return file;
  }
}

function readConfiguration(file: string): Record<string, unknown> {
  try {
    return (load(readFileSync(file, "utf8")) as { config?: Record<string, unknown> }).config ?? {};
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
