import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder of this package, found upward from a file of it, whether it runs compiled or as source.
 *
 * @throws Error if the folder does not lie in this package
 */
export function packageFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && isOurs(manifest)) return folder;
    if (dirname(folder) === folder) throw new Error(`No folder above ${from} holds the package rdp904.`);
  }
}

function isOurs(manifest: string): boolean {
  const content: unknown = JSON.parse(readFileSync(manifest, "utf8"));
  return typeof content === "object" && content !== null && "name" in content && content.name === "rdp904";
}
