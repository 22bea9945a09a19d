import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { load } from "js-yaml";

/** The Pulumi project that a command works on. */
export interface Project {
  readonly file: string;
  /** Undefined where it cannot be read; Pulumi then says what is wrong with the file. */
  readonly name?: string;
  /** Where the stacks' configuration files lie. */
  readonly configFolder: string;
}

const FILE_NAMES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** The project of a folder, found upward as Pulumi does. */
export function findProject(folder: string): Project | undefined {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const file = FILE_NAMES.map((name) => path.join(at, name)).find((candidate) => existsSync(candidate));
    if (file !== undefined) return readProject(file);
    if (path.dirname(at) === at) return undefined;
  }
}

/** The configuration file of a stack, whether it exists or not. */
export function stackConfigFile(project: Project, stack: string): string {
  return path.join(project.configFolder, `Pulumi.${shortStackName(stack)}${path.extname(project.file)}`);
}

/** A stack's own name, without the organization and project that may stand before it. */
export function shortStackName(stack: string): string {
  return stack.slice(stack.lastIndexOf("/") + 1);
}

function readProject(file: string): Project {
  const { name, stackConfigDir } = topLevel(file);
  return {
    file,
    ...(typeof name === "string" ? { name } : {}),
    configFolder: path.resolve(path.dirname(file), typeof stackConfigDir === "string" ? stackConfigDir : "."),
  };
}

function topLevel(file: string): { readonly name?: unknown; readonly stackConfigDir?: unknown } {
  try {
    // JSON is YAML.
    return Object(load(readFileSync(file, "utf8"))) as object;
  } catch {
    return {};
  }
}
