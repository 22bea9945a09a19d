import { readFileSync } from "node:fs";
import * as path from "node:path";

/** The root folder of this repository, found upward from this file, whether it runs compiled or as source. */
export function repositoryRoot(): string {
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    if (packageName(folder) === "rdp904") return folder;
    if (path.dirname(folder) === folder) throw new Error(`There is no package.json of rdp904 above ${__dirname}.`);
  }
}

function packageName(folder: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { name?: string };
    return manifest.name;
  } catch {
    return undefined;
  }
}
