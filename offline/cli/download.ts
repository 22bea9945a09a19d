import { readdirSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { PULUMI_CLI_VERSION } from "../versions";
import { runProcess } from "./process";
import { publishExecutables } from "./publish";
import { executableName } from "./search-path";

/** Where a downloaded CLI goes and how long it may take. */
export interface DownloadOptions {
  /** The folder that gets the executables. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  /** The program that installs a version into a root folder, given as its two last arguments. Default: Pulumi's Automation API. */
  readonly installer?: readonly string[];
  /** No sign of the network after this time ends the attempt. Default 15,000. */
  readonly firstSignMs?: number;
}

const WHOLE_DOWNLOAD_MS = 15 * 60_000;
const LOOK_INTERVAL_MS = 250;
const REPORT_INTERVAL_MS = 4_000;

/** Downloads the CLI with all its parts. Throws one sentence that says what failed, soon where no network is reachable. */
export async function downloadCli(options: DownloadOptions): Promise<void> {
  const { env, log } = options;
  await fs.mkdir(options.folder, { recursive: true });
  const scratch = await fs.mkdtemp(path.join(options.folder, ".download-"));
  const [temporary, root] = [path.join(scratch, "tmp"), path.join(scratch, "root")];
  await fs.mkdir(temporary);
  const abort = new AbortController();
  const [installer = "", ...installerArgs] = options.installer ?? [
    process.execPath,
    path.join(__dirname, "download-process.js"),
  ];
  log(`Downloading the Pulumi CLI ${PULUMI_CLI_VERSION}.`);
  const watch = watchForFirstSign(temporary, abort, options);
  try {
    const result = await runProcess(installer, [...installerArgs, PULUMI_CLI_VERSION, root], {
      // What it writes first goes to the temporary folder: that shows that the network is there.
      env: { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      signal: abort.signal,
      timeoutMs: WHOLE_DOWNLOAD_MS,
    });
    if (result.exitCode !== 0) throw new Error(watch.noSign() ?? result.failure ?? lastLine(result.stderr));
    await publishAll(path.join(root, "bin"), options.folder);
    log(`Downloaded the Pulumi CLI ${PULUMI_CLI_VERSION}.`);
  } finally {
    watch.stop();
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

/** Stops an installer that shows nothing, and reports at least every 5 s about one that does. */
function watchForFirstSign(temporary: string, abort: AbortController, options: DownloadOptions) {
  const firstSignMs = options.firstSignMs ?? 15_000;
  const startedMs = Date.now();
  let [seen, stopped, reportedMs] = [false, false, startedMs];
  const look = () => {
    const nowMs = Date.now();
    seen ||= readdirSync(temporary).length > 0;
    if (!seen && nowMs - startedMs > firstSignMs) {
      stopped = true;
      abort.abort();
    }
    if (nowMs - reportedMs > REPORT_INTERVAL_MS) {
      reportedMs = nowMs;
      options.log(`  ${Math.round((nowMs - startedMs) / 1000)} s: ${seen ? "downloading" : "waiting for the network"}`);
    }
  };
  const timer = setInterval(look, LOOK_INTERVAL_MS);
  return {
    stop: () => clearInterval(timer),
    noSign: () => (stopped ? `nothing could be fetched within ${firstSignMs / 1000} s` : undefined),
  };
}

async function publishAll(from: string, folder: string): Promise<void> {
  const pulumi = executableName("pulumi");
  const names = (await fs.readdir(from)).filter((name) => name !== pulumi);
  await publishExecutables(
    [...names, pulumi].map((name) => ({ source: path.join(from, name), name })),
    folder,
  );
}

function lastLine(stderr: string): string {
  return stderr.trim().split("\n").pop() || "the installer says nothing";
}
