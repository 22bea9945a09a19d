import * as fs from "node:fs/promises";
import * as path from "node:path";

/** A file and the name that it gets in the folder where it is published. */
export interface PublishedFile {
  readonly source: string;
  readonly name: string;
}

/**
 * Puts executables into a folder so that a killed run leaves nothing half-made: each is copied under another name and
 * then renamed. They appear in the order given, so what marks the set as complete comes last.
 */
export async function publishExecutables(files: readonly PublishedFile[], folder: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true });
  await removeLeftovers(folder);
  const copied: { part: string; final: string }[] = [];
  for (const file of files) {
    const part = path.join(folder, `.${file.name}.${process.pid}${PART}`);
    await fs.copyFile(file.source, part);
    await fs.chmod(part, 0o755);
    copied.push({ part, final: path.join(folder, file.name) });
  }
  for (const { part, final } of copied) await fs.rename(part, final);
}

async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await fs.readdir(folder)) {
    if (name.endsWith(PART)) await fs.rm(path.join(folder, name), { force: true });
  }
}

const PART = ".part";
