import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, runProcess } from "./process";

const END_WITHIN_MS = 5_000;

/** Removes what runs left in a folder that were killed, and ends the Pulumi that such a run left behind. */
export async function cleanUpAfterKilledRuns(parent: string): Promise<void> {
  const names = await fs.readdir(parent).catch(() => []);
  const leftovers = names.filter(isOfKilledRun).map((name) => path.join(parent, name));
  if (leftovers.length === 0) return;
  await endOrphans(leftovers);
  for (const folder of leftovers) await fs.rm(folder, { recursive: true, force: true });
}

/** What the name of a run's folder begins with: its process and, since homes may be shared, its machine. */
export function runFolderPrefix(): string {
  return `${process.pid}@${os.hostname()}-`;
}

function isOfKilledRun(name: string): boolean {
  const pid = Number.parseInt(name, 10);
  return name.startsWith(`${pid}@${os.hostname()}-`) && !isAlive(pid);
}

/** A process belongs to a killed run if its arguments name a file in that run's folder. */
async function endOrphans(leftovers: readonly string[]): Promise<void> {
  // Where there is no `ps`, orphans are left to end by themselves.
  const { stdout } = await runProcess("ps", ["-A", "-o", "pid=,args="], { timeoutMs: END_WITHIN_MS });
  const pids = stdout
    .split("\n")
    .filter((line) => leftovers.some((folder) => line.includes(folder + path.sep)))
    .map((line) => Number.parseInt(line, 10));
  await Promise.all(pids.map(end));
}

async function end(pid: number): Promise<void> {
  send(pid, "SIGTERM");
  for (let waitedMs = 0; waitedMs < END_WITHIN_MS && isAlive(pid); waitedMs += 100) await sleep(100);
  send(pid, "SIGKILL");
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
