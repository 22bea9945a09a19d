import { errorsOf } from "../../offline/event-log";
import type { EngineRun } from "./engine";

/** What a run came to: each kind of finding once, "RDP904-002 broken mandatory", and errors that are not the pack's. */
export interface Outcome {
  readonly failed: boolean;
  readonly found: readonly string[];
  readonly errors: readonly string[];
}

export function outcomeOf(run: EngineRun): Outcome {
  const found = new Set(run.findings.map(({ ref, verdict, level }) => `${ref} ${verdict} ${level}`));
  return { failed: run.exitCode !== 0, found: [...found], errors: errorsOf(run) };
}

/** Expects a run in which nothing fails and nothing is found. */
export function expectSuccess(run: EngineRun): void {
  const found = run.findings.map(({ ref, verdict, resource, path }) => `${ref} ${verdict} ${resource} ${path}`);
  const failed = run.exitCode === 0 ? [] : [run.output];
  expect([...found, ...errorsOf(run), ...failed]).toEqual([]);
}
