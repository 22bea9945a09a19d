import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

const repository = join(__dirname, "..", "..");

/** What this test reads of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A tarball that npm made. */
export interface Packed {
  readonly file: string;
  /** Paths of all files, as they lie in the package. */
  readonly contents: readonly string[];
  readonly manifest: Manifest;
}

/** Packs a folder by `npm pack`. */
export function pack(folder: string, scratch: string): Packed {
  const into = mkdtempSync(join(scratch, "tarball-"));
  const printed = run("npm", ["pack", "--silent", "--pack-destination", into], folder);
  const file = join(into, printed.trim().split("\n").at(-1)!);
  const listed = run("tar", ["-tzf", file], scratch).trim().split("\n");
  return {
    file,
    contents: listed.map((path) => path.replace(/^package\//, "")).sort(),
    manifest: JSON.parse(run("tar", ["-xOzf", file, "package/package.json"], scratch)) as Manifest,
  };
}

/** A copy of this repository as `npm pack` finds it once it has compiled, which took place before any test. */
export function compiledCopy(scratch: string): string {
  const folder = join(scratch, "repository");
  const leftOut = new Set(["node_modules", ".git", ".offline"]);
  cpSync(repository, folder, { recursive: true, filter: (path) => !leftOut.has(basename(path)) });
  const manifest = readManifest(folder);
  const scripts = { ...manifest.scripts, "build:clean": "node --version" };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, scripts }));
  return folder;
}

/**
 * Installs a package into a folder without a network: the tarball is unpacked, and each dependency that its manifest
 * declares is linked from the tree that the lockfile made here. What is not declared is not found.
 *
 * @param into Where the package's files go.
 * @param modules The `node_modules` in which its dependencies are linked.
 */
export function install({ file, manifest }: Packed, into: string, modules: string): void {
  mkdirSync(into, { recursive: true });
  run("tar", ["-xzf", file, "--strip-components=1", "-C", into], into);
  for (const name of Object.keys(manifest.dependencies ?? {})) link(name, modules);
}

/** Links a package of this repository's tree into another `node_modules`. */
export function link(name: string, modules: string): void {
  const path = join(modules, name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(installed(name), path);
}

// The pack's own tree comes first, as it does for the pack.
function installed(name: string): string {
  const places = ["policies/node_modules", "node_modules"].map((modules) => resolve(repository, modules, name));
  const found = places.find((place) => existsSync(join(place, "package.json")));
  if (found === undefined) throw new Error(`${name} is not installed here`);
  return found;
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** Runs a command to its end and gives what it printed. */
export function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stdout + stderr}`);
  return stdout;
}
