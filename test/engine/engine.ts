import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Fault } from "../../offline/azure/server";
import { ProgramRunner, type ProgramRun, type ProgramRunOptions } from "../../offline/program";
import { startOfflineSession, type OfflineSession } from "../../offline/session";
import { findingsOf, type ReportedFinding } from "../../policies/pack/reported-finding";

export const repository = join(__dirname, "..", "..");

export interface EngineRun extends ProgramRun {
  readonly findings: readonly ReportedFinding[];
}

/** The real Pulumi engine, with the pack, against an offline Azure of its own; all in one temporary folder. */
export class Engine {
  private constructor(
    private readonly session: OfflineSession,
    private readonly runner: ProgramRunner,
    private readonly home: string,
  ) {}

  static async start(faults: readonly Fault[] = []): Promise<Engine> {
    const home = mkdtempSync(join(tmpdir(), "rdp904-engine-"));
    const session = await startOfflineSession({ home, faults });
    return new Engine(session, new ProgramRunner(session, join(home, "runs")), home);
  }

  async stop(): Promise<void> {
    await this.session.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Runs a command on the program in a folder, from the root of the repository, judged by the pack unless told otherwise. */
  async run(
    command: string,
    program: string,
    { judged = true, ...options }: ProgramRunOptions & { readonly judged?: boolean } = {},
  ): Promise<EngineRun> {
    const policyPack = judged ? { policyPack: join(repository, "policies") } : {};
    const run = await this.runner.run(command, resolve(repository, program), { ...policyPack, ...options });
    return { ...run, findings: findingsOf(run.violations) };
  }

  /** Runs any Pulumi command, from the root of the repository. */
  pulumi(args: readonly string[]): ReturnType<OfflineSession["run"]> {
    return this.session.run(args, { cwd: repository, stdio: "capture" });
  }
}
