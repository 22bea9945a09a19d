import type { ScriptValue } from "../reading/value";

/**
 * When a task runs: again after a certificate was renewed; not again; or why that is not known.
 * https://learn.microsoft.com/windows/win32/taskschd/trigger-types
 */
export type TaskTime = "after-renewal" | "not-again" | { readonly why: string };

export const unknownTime: TaskTime = { why: "when its task runs is not known" };

/** A task that a script registers. */
export interface ScheduledTask {
  /** Command lines, scripts as `{ file }`, or blocks that the script holds as `{ block }`. */
  readonly actions: readonly TaskAction[];
  readonly time: TaskTime;
  /** The words of its registration. */
  readonly words: readonly string[];
}

export type TaskAction =
  | { readonly line: ScriptValue }
  | { readonly file: ScriptValue }
  | { readonly block: readonly number[] }
  | { readonly why: string };

/** The later of two times, as far as they are known: several triggers start one task. */
export function soonest(times: readonly TaskTime[]): TaskTime {
  return (
    times.find((time) => time === "after-renewal") ?? times.find((time) => typeof time !== "string") ?? "not-again"
  );
}
