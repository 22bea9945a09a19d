import * as fs from "node:fs/promises";
import * as path from "node:path";
import { isAlive } from "./process";

/** Makes a folder of this process under a home, and removes those of processes that were killed. */
export async function makeScratchFolder(home: string): Promise<string> {
  const parent = path.join(home, "runs");
  await fs.mkdir(parent, { recursive: true });
  for (const name of await fs.readdir(parent)) {
    const pid = Number.parseInt(name, 10);
    if (!(pid > 0 && isAlive(pid))) await fs.rm(path.join(parent, name), { recursive: true, force: true });
  }
  return fs.mkdtemp(path.join(parent, `${process.pid}-`));
}
