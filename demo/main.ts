import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ProgramRunner } from "../offline/program";
import { repositoryRoot } from "../offline/cli/repository";
import { startOfflineSession } from "../offline/session";
import { steps } from "./steps";

/** Shows the whole path without an Azure account; exits 0 only if every step went as it should. */
async function demo(): Promise<boolean> {
  const root = repositoryRoot();
  const offline = join(root, ".offline");
  mkdirSync(offline, { recursive: true });
  // A home of its own for each run, so that two runs do not meet.
  const home = mkdtempSync(join(offline, "demo-"));
  const session = await timed("Get a Pulumi CLI and start the offline Azure", () =>
    startOfflineSession({ home, log: (line) => console.log(`   ${line}`) }),
  );
  try {
    const runner = new ProgramRunner(session, join(home, "runs"));
    let good = true;
    for (const { title, check } of steps(root, runner)) {
      const deviations = await timed(title, check);
      for (const deviation of deviations) console.log(`   NOT AS EXPECTED: ${deviation}`);
      good &&= deviations.length === 0;
      if (!good) break;
    }
    return good;
  } finally {
    await session.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function timed<T>(title: string, work: () => Promise<T>): Promise<T> {
  console.log(`\n== ${title}`);
  const started = performance.now();
  const result = await work();
  console.log(`   ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

demo().then(
  (good) => {
    console.log(good ? "\nEvery step went as described." : "\nThe demo did not go as described.");
    process.exitCode = good ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
