import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { isAlive } from "./process";

/** Removes the locks on stacks that runs left which were killed on this machine; Pulumi itself never takes them over. */
export async function removeLocksOfKilledRuns(backendFolder: string): Promise<void> {
  const folder = path.join(backendFolder, ".pulumi", "locks");
  const names = await fs.readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const file = path.join(folder, name);
    if (await isLeftBehind(file)) await fs.rm(file, { force: true });
  }
}

async function isLeftBehind(file: string): Promise<boolean> {
  try {
    const holder = JSON.parse(await fs.readFile(file, "utf8")) as { pid?: unknown; hostname?: unknown };
    if (typeof holder.pid !== "number" || holder.hostname !== os.hostname()) return false;
    return !isAlive(holder.pid) || !(await isPulumi(holder.pid));
  } catch {
    // Written at this moment, or gone.
    return false;
  }
}

/** False only where it is known that the process is another program, which was given the same number later. */
async function isPulumi(pid: number): Promise<boolean> {
  const name = await fs.readFile(`/proc/${pid}/comm`, "utf8").catch(() => undefined);
  return name === undefined || name.trim() === "pulumi";
}
