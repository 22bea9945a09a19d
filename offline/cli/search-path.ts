import { existsSync, realpathSync, statSync } from "node:fs";
import * as path from "node:path";

/** The file name of a program on this platform. */
export function executableName(program: string): string {
  return process.platform === "win32" ? `${program}.exe` : program;
}

/** The first file of that name in the folders of PATH, absolute; undefined where there is none. */
export function findOnPath(program: string, env: NodeJS.ProcessEnv): string | undefined {
  for (const folder of searchFolders(env)) {
    const file = path.resolve(folder, executableName(program));
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  }
  return undefined;
}

/** True if a program lies beside another one, links followed, or on PATH: where Pulumi looks for its own parts. */
export function isBesideOrOnPath(program: string, command: string, env: NodeJS.ProcessEnv): boolean {
  const folders = [path.dirname(command), path.dirname(realpathSync(command))];
  return (
    folders.some((folder) => existsSync(path.join(folder, executableName(program)))) ||
    findOnPath(program, env) !== undefined
  );
}

/** PATH with folders put before what it holds. */
export function pathWith(folders: readonly string[], env: NodeJS.ProcessEnv): string {
  return [...folders, env["PATH"] ?? ""].filter((part) => part !== "").join(path.delimiter);
}

function searchFolders(env: NodeJS.ProcessEnv): string[] {
  return (env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
}
