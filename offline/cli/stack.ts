import { existsSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { runProcess, type ProcessResult } from "./process";
import { shortStackName, stackConfigFile, type Project } from "./project";

/** Where stacks are made, and with what. */
export interface StackMaker {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
  /** The folder of Pulumi's file backend. */
  readonly backendFolder: string;
  /** A folder of this run, for what is thrown away after it. */
  readonly scratchFolder: string;
}

/** Makes a stack that does not exist yet. Answers with Pulumi's refusal, or undefined if the stack is there. */
export async function makeMissingStack(
  maker: StackMaker,
  project: Project,
  stack: string,
): Promise<ProcessResult | undefined> {
  if (stackExists(maker, project, stack)) return undefined;
  // In a copy of the project, because Pulumi writes an encryption salt for this backend beside the project.
  const folder = await fs.mkdtemp(path.join(maker.scratchFolder, "stack-"));
  await fs.copyFile(project.file, path.join(folder, path.basename(project.file)));
  const args = ["stack", "init", stack, "--no-select", "--non-interactive", "--cwd", folder];
  const result = await runProcess(maker.command, args, { env: maker.env });
  // Another run may have made it at the same time.
  return result.exitCode === 0 || result.stderr.includes("already exists") ? undefined : result;
}

/** Copies a stack's configuration file, because Pulumi adds to it what belongs to this backend alone. */
export async function copyStackConfig(maker: StackMaker, project: Project, stack: string): Promise<string> {
  const source = stackConfigFile(project, stack);
  const copy = path.join(await fs.mkdtemp(path.join(maker.scratchFolder, "config-")), path.basename(source));
  if (existsSync(source)) await fs.copyFile(source, copy);
  return copy;
}

function stackExists(maker: StackMaker, project: Project, stack: string): boolean {
  if (project.name === undefined) return false;
  const file = path.join(maker.backendFolder, ".pulumi", "stacks", project.name, `${shortStackName(stack)}.json`);
  return [file, `${file}.gz`, `${file}.zst`].some((candidate) => existsSync(candidate));
}
