import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

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
  const text = readFileSync(file, "utf8");
  const name = topLevelText(text, "name");
  return {
    file,
    ...(name === undefined ? {} : { name }),
    configFolder: path.resolve(path.dirname(file), topLevelText(text, "stackConfigDir") ?? "."),
  };
}

/** A plain text at the top of a YAML or JSON file, which is all that is needed of it here. */
function topLevelText(text: string, key: string): string | undefined {
  const match = new RegExp(`^(?: {0,4}|\\t)"${key}"\\s*:\\s*"([^"]+)"|^${key}\\s*:\\s*["']?([^"'#\\s]+)`, "m").exec(
    text,
  );
  return match?.[1] ?? match?.[2];
}
