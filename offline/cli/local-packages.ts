import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";

const NAME = /azure-native_[a-z0-9]+_v\d{8}[a-z]*/g;
const TEXT = /\.(ts|js|mjs|cjs|json|ya?ml)$/;
const NOT_THE_PROGRAM = new Set(["node_modules", ".git", "dist", "bin"]);
const MOST_FILES = 500;
const LARGEST_FILE_BYTES = 1024 * 1024;

/**
 * Names of the azure-native local packages ("azure-native_network_v20230901") that a program's files speak of. The engine
 * attaches a running provider by its exact name, so the session has to know them before the program runs.
 */
export function localPackagesOf(folder: string): string[] {
  const names = new Set<string>();
  for (const file of textFiles(folder)) {
    for (const [name] of readFileSync(file, "utf8").matchAll(NAME)) names.add(name);
  }
  return [...names].sort();
}

function textFiles(root: string): string[] {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined && files.length < MOST_FILES; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      const at = path.join(folder, entry.name);
      if (entry.isDirectory() && !NOT_THE_PROGRAM.has(entry.name) && !entry.name.startsWith(".")) folders.push(at);
      else if (entry.isFile() && TEXT.test(entry.name) && statSync(at).size <= LARGEST_FILE_BYTES) files.push(at);
    }
  }
  return files.slice(0, MOST_FILES);
}

function entriesOf(folder: string): { name: string; isDirectory(): boolean; isFile(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
