import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../offline/cli/repository";
import { ProgramRunner } from "../offline/program";
import { startOfflineSession } from "../offline/session";
import { spelled, spreadOf } from "./spread";

/** Counted pairs, after one that is not counted. */
const pairs = 20;

/**
 * What the pack adds to a preview of a stack of 200 resources: the same preview with this pack and with an empty one, in
 * turn, as a ratio pair by pair, so that a machine that changes its speed changes both.
 */
export async function packAgainstEmptyPack(): Promise<void> {
  const root = repositoryRoot();
  const home = mkdtempSync(join(tmpdir(), "rdp904-bench-"));
  const session = await startOfflineSession({ home });
  const runner = new ProgramRunner(session, join(home, "runs"));
  let resources = 0;
  const preview = async (policyPack: string): Promise<number> => {
    const started = performance.now();
    const run = await runner.run("preview", join(root, "bench", "many-hosts"), {
      stack: "bench",
      secrets: { "many-hosts:adminPassword": "Aa1-only-for-this-bench" },
      policyPack,
    });
    if (run.exitCode !== 0) throw new Error(run.output);
    resources = run.changes?.["create"] ?? 0;
    return (performance.now() - started) / 1000;
  };
  const withPack: number[] = [];
  const withEmpty: number[] = [];
  try {
    for (let pair = 0; pair <= pairs; pair++) {
      const ours = await preview(join(root, "policies"));
      const empty = await preview(join(root, "bench", "empty-pack"));
      if (pair === 0) continue;
      withPack.push(ours);
      withEmpty.push(empty);
    }
  } finally {
    await session.stop();
    rmSync(home, { recursive: true, force: true });
  }
  const ratios = withPack.map((seconds, index) => seconds / withEmpty[index]!);
  console.log(`preview of a stack of ${resources} resources, ${pairs} pairs`);
  console.log(`  with the pack        ${spelled(spreadOf(withPack), "s")}`);
  console.log(`  with an empty pack   ${spelled(spreadOf(withEmpty), "s")}`);
  console.log(`  ratio pair by pair   ${spelled(spreadOf(ratios), "x", 3)}`);
}
