import { existsSync } from "node:fs";
import * as path from "node:path";
import { OLDEST_GO_VERSION, OLDEST_PULUMI_CLI_VERSION, PULUMI_CLI_VERSION } from "../versions";
import { withBuildLock } from "./build-lock";
import { downloadCli } from "./download";
import { buildWithGo } from "./go-build";
import { askPulumiVersion } from "./pulumi-version";
import { executableName, findOnPath, isBesideOrOnPath } from "./search-path";
import { findVersion, isAtLeast } from "./version";

/** Where a CLI is looked for and put. */
export interface AcquireOptions {
  /** Pulumi's own home; a CLI that is downloaded or built goes to `versions/<version>/bin` in it, where Pulumi's tools look. */
  readonly pulumiHome: string;
  /** Go's caches, unless GOCACHE and GOMODCACHE are set in the environment. */
  readonly goCacheFolder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Gets the progress of long work and what was refused; says nothing when a CLI is there. */
  readonly log: (line: string) => void;
  /** Replaces the program that downloads; see DownloadOptions. */
  readonly installer?: readonly string[];
}

/** A Pulumi CLI that can run Node.js programs. */
export interface PulumiCli {
  /** The absolute path of the executable. */
  readonly command: string;
  readonly version: string;
  /** What belongs before PATH so that the CLI finds its own parts; the CLI's own folder is first. */
  readonly searchFolders: readonly string[];
}

/** Says what each of the three ways to a CLI needs and why it was closed. */
export class NoPulumiCliError extends Error {
  override readonly name = "NoPulumiCliError";
}

const LANGUAGE_HOST = "pulumi-language-nodejs";

/**
 * Finds a Pulumi CLI or gets one: `pulumi` on PATH; else the pinned version, already there, downloaded, or built with
 * Go. Two runs at once get it once. Throws NoPulumiCliError where no way is open.
 */
export async function acquirePulumiCli(options: AcquireOptions): Promise<PulumiCli> {
  const folder = path.join(options.pulumiHome, "versions", PULUMI_CLI_VERSION, "bin");
  const onPath = await findUsableOnPath(options, folder);
  if ("cli" in onPath) return onPath.cli;
  const present = await findInstalled(folder, options);
  if (present !== undefined) return present;

  return withBuildLock(`${path.dirname(folder)}.lock`, options, async () => {
    const madeMeanwhile = await findInstalled(folder, options);
    if (madeMeanwhile !== undefined) return madeMeanwhile;
    const downloadProblem = await problemOf(() => download(folder, options));
    if (downloadProblem !== undefined) options.log(`The Pulumi CLI is not downloaded: ${downloadProblem}.`);
    const buildProblem =
      downloadProblem === undefined
        ? undefined
        : await problemOf(() => build("cli and language host", folder, options));
    const problems = [onPath.problem, downloadProblem, buildProblem];
    if (buildProblem !== undefined) throw noWayOpen(folder, problems);
    const made = await findInstalled(folder, options);
    if (made === undefined) throw noWayOpen(folder, [...problems.slice(0, 2), "what was made does not run here"]);
    return made;
  });
}

async function findUsableOnPath(
  options: AcquireOptions,
  folder: string,
): Promise<{ readonly cli: PulumiCli } | { readonly problem: string }> {
  const command = findOnPath("pulumi", options.env);
  if (command === undefined) return { problem: "there is none" };
  const answer = await askPulumiVersion(command, options.env);
  if ("problem" in answer) {
    options.log(`${command} is not used: ${answer.problem}.`);
    return answer;
  }
  const { version } = answer;
  if (!isAtLeast(version, OLDEST_PULUMI_CLI_VERSION) || findVersion(version)?.split(".")[0] !== "3") {
    const problem = `${command} is version ${version}`;
    options.log(`${problem}; it is not used, because ${OLDEST_PULUMI_CLI_VERSION} or a newer 3.x is needed.`);
    return { problem };
  }
  const cli = { command, version, searchFolders: [path.dirname(command)] };
  if (isBesideOrOnPath(LANGUAGE_HOST, command, options.env)) return { cli };
  const problem = await problemOf(() => addLanguageHost(folder, options));
  if (problem !== undefined) {
    options.log(`${command} is not used: it comes without ${LANGUAGE_HOST}, and ${problem}.`);
    return { problem: `${command} comes without ${LANGUAGE_HOST}, and ${problem}` };
  }
  return { cli: { ...cli, searchFolders: [...cli.searchFolders, folder] } };
}

/** The pinned CLI, if it is there and whole; its language host is added where it lacks one. */
async function findInstalled(folder: string, options: AcquireOptions): Promise<PulumiCli | undefined> {
  const command = path.join(folder, executableName("pulumi"));
  const answer = await askPulumiVersion(command, options.env);
  if (!("version" in answer) || answer.version !== PULUMI_CLI_VERSION) return undefined;
  if (!isBesideOrOnPath(LANGUAGE_HOST, command, options.env)) {
    const problem = await problemOf(() => addLanguageHost(folder, options));
    if (problem !== undefined) return undefined;
  }
  return { command, version: answer.version, searchFolders: [folder] };
}

async function addLanguageHost(folder: string, options: AcquireOptions): Promise<void> {
  const host = path.join(folder, executableName(LANGUAGE_HOST));
  await withBuildLock(`${path.dirname(folder)}.host.lock`, options, async () => {
    if (existsSync(host)) return;
    await build("language host", folder, options);
  });
}

async function download(folder: string, options: AcquireOptions): Promise<void> {
  if (options.env["RDP904_OFFLINE_NO_DOWNLOAD"] === "1") throw new Error("RDP904_OFFLINE_NO_DOWNLOAD=1 forbids it");
  await downloadCli({ ...options, folder });
}

async function build(
  parts: "cli and language host" | "language host",
  folder: string,
  options: AcquireOptions,
): Promise<void> {
  await buildWithGo({ ...options, parts, folder });
}

/** Why some work failed; undefined if it did not. */
async function problemOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function noWayOpen(folder: string, problems: readonly (string | undefined)[]): NoPulumiCliError {
  const [onPath, download, build] = problems;
  return new NoPulumiCliError(
    [
      "There is no Pulumi CLI and no way to one. Any one of these is enough:",
      `  1. pulumi ${OLDEST_PULUMI_CLI_VERSION} or a newer 3.x on PATH. Here: ${onPath}.`,
      `  2. a download of ${PULUMI_CLI_VERSION} into ${folder}; it needs HTTPS to Pulumi's download site. Here: ${download}.`,
      `  3. a build of ${PULUMI_CLI_VERSION}; it needs Go ${OLDEST_GO_VERSION} or newer on PATH, and a Go module proxy or a filled module cache. Here: ${build}.`,
    ].join("\n"),
  );
}
