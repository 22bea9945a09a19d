import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../package-folder";
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
