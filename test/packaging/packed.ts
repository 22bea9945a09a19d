import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const repository = join(__dirname, "..", "..");

/** What npm packs of a folder, unpacked. */
export interface Packed {
  /** The tarball. */
  readonly file: string;
  /** Paths of all files, as they lie in the package. */
  readonly contents: readonly string[];
  readonly manifest: { readonly name: string; readonly dependencies?: Readonly<Record<string, string>> };
}

/** Packs a folder as `npm pack` does, without its scripts: what they compile is there before any test. */
export function pack(folder: string, scratch: string): Packed {
  const printed = run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", scratch], folder);
  const [report] = JSON.parse(printed) as [{ filename: string; files: { path: string }[] }];
  const file = join(scratch, report.filename);
  const manifest = run("tar", ["-xOzf", file, "package/package.json"], scratch);
  return {
    file,
    contents: report.files.map(({ path }) => path).sort(),
    manifest: JSON.parse(manifest) as Packed["manifest"],
  };
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

/** The text of a file of this repository. */
export function readHere(path: string): string {
  return readFileSync(join(repository, path), "utf8");
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stderr}`);
  return stdout;
}
