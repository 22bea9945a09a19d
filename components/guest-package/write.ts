#!/usr/bin/env node
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildRdp904Package } from "./rdp904-package";

// Usage: rdp904-guest-package <folder>, in the repository: npm run guest-package -- <folder>
const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined || rest.length > 0) {
  process.stderr.write("One argument is needed: the folder that the guest package is written to.\n");
  process.exitCode = 2;
} else {
  try {
    const { fileName, zip, contentHash } = buildRdp904Package();
    const path = join(folder, fileName);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, zip);
    process.stdout.write(`${path}\nSHA-256 ${contentHash}\n`);
  } catch (error) {
    process.stderr.write(
      `The guest package was not written: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
