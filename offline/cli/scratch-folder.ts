import * as fs from "node:fs/promises";
import * as path from "node:path";
import { cleanUpAfterKilledRuns, runFolderPrefix } from "./killed-runs";

/** Makes a folder of this process under another folder, and removes those of processes that were killed. */
export async function makeScratchFolder(home: string): Promise<string> {
  const parent = path.join(home, "scratch");
  await fs.mkdir(parent, { recursive: true });
  await cleanUpAfterKilledRuns(parent);
  return fs.mkdtemp(path.join(parent, runFolderPrefix()));
}
