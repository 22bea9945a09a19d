import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
  /** Secret configuration, encrypted before it is written. */
  readonly secrets?: Readonly<Record<string, string>>;
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
  private readonly written = new Map<string, string>();

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
    const configuration = join(this.scratch, `Pulumi.${basename(folder)}.${stack}.yaml`);
    const place = ["--cwd", folder, "--stack", stack, "--config-file", configuration];
    await this.configure(folder, configuration, place, options);
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
    // A run that is refused before it begins logs nothing.
    const events = existsSync(log) ? readEventLog(log) : { violations: [], diagnostics: [], changes: undefined };
    return { ...events, exitCode: result.exitCode, output: result.stdout + result.stderr };
  }

  private pulumi(args: readonly string[]): ReturnType<OfflineSession["run"]> {
    return this.session.run(args, { stdio: "capture", env: { PULUMI_DEBUG_COMMANDS: "true" } });
  }

  private async configure(
    folder: string,
    file: string,
    place: readonly string[],
    options: ProgramRunOptions,
  ): Promise<void> {
    const own = readConfiguration(options.configurationFile ?? join(folder, "Pulumi.dev.yaml"));
    const secrets = Object.entries(options.secrets ?? {});
    const wanted = JSON.stringify([{ ...own, ...options.config }, secrets]);
    if (this.written.get(file) === wanted) return;
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ config: { ...own, ...options.config } }));
    // By standard input, because other users of the machine may read a command line.
    for (const [key, value] of secrets) await this.must(["config", "set", "--secret", key, ...place], value);
    this.written.set(file, wanted);
  }

  private async must(args: readonly string[], input = ""): Promise<void> {
    const result = await this.session.run(args, { stdio: "capture", input });
    if (result.exitCode !== 0) throw new Error(`pulumi ${args.join(" ")}: ${result.stdout}${result.stderr}`);
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
