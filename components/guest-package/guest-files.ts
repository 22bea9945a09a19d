import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GuestModule } from "./package-zip";

/**
 * Reads a module of components/guest/, from the sources as well as from the compiled package.
 *
 * @throws Error if the folder does not lie in this package
 */
export function readGuestModule(name: string): GuestModule {
  const folder = join(packageFolder(__dirname), "components", "guest", name);
  const files = readdirSync(folder).map((file): [string, string] => {
    // A checkout with other line ends must not change the hash.
    return [file, readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n")];
  });
  return { name, files: new Map(files) };
}

function packageFolder(from: string): string {
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
