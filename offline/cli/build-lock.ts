import { mkdir } from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";

/** How a run waits for another one that is getting the CLI. */
export interface BuildLockOptions {
  readonly log: (line: string) => void;
  /** After how long without a sign of life a lock counts as left by a killed run; at least 2,000. Default 10,000. */
  readonly staleMs?: number;
  /** How often a waiting run tries again. Default 500. */
  readonly retryMs?: number;
}

const REPORT_INTERVAL_MS = 4_000;

/** Does some work while no other run on this machine does work under the same lock; locks of killed runs are taken over. */
export async function withBuildLock<T>(file: string, options: BuildLockOptions, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  const release = await acquire(file, options);
  try {
    return await work();
  } finally {
    // Taken over by another run after this machine slept: there is nothing left to release.
    await release().catch(() => undefined);
  }
}

async function acquire(file: string, options: BuildLockOptions): Promise<() => Promise<void>> {
  const startedMs = Date.now();
  let reportedMs = 0;
  for (;;) {
    try {
      return await lock(file, {
        realpath: false,
        lockfilePath: file,
        stale: options.staleMs ?? 10_000,
        // Two builds at once only cost time: each result is renamed into place whole.
        onCompromised: (error) => options.log(`The lock ${file} was lost: ${error.message}`),
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    }
    if (Date.now() - reportedMs >= REPORT_INTERVAL_MS) {
      reportedMs = Date.now();
      const seconds = Math.round((reportedMs - startedMs) / 1000);
      options.log(`Another run is getting the Pulumi CLI; waiting for it (${seconds} s).`);
    }
    await sleep(options.retryMs ?? 500);
  }
}
