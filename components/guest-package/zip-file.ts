import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A file that holds a package, for the provider to upload: bytes themselves cannot be handed to it. The same package has the
 * same path, so that two runs at once write the same.
 */
export function zipFile(zip: Uint8Array, contentHash: string): string {
  const folder = join(tmpdir(), `rdp904-${contentHash.slice(0, 16).toLowerCase()}-${process.getuid?.() ?? "user"}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "Rdp904.zip");
  writeFileSync(path, zip);
  return path;
}
