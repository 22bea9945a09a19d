import { policyKey } from "../../model/guest-script/listener/keys";
import type { MachineSettings, SettingOutcome } from "./machine-settings";

/** Whether a value stands at a number when all scripts have run. */
export type Answer = "yes" | "no" | "maybe";

/** Data of a value: a number, or every number below one. */
export type Wanted = number | { readonly below: number };

/** The ways in which a value of Remote Desktop may stand; one that the policy sets wins over the machine's own. */
export function effectiveOutcomes(settings: MachineSettings, name: string, key: string): readonly SettingOutcome[] {
  const byPolicy = settings.outcomes(policyKey, name).filter(({ data }) => data !== undefined);
  return byPolicy.length > 0 ? byPolicy : settings.outcomes(key, name);
}

/** Whether one outcome is as wanted. */
export function outcomeIs(outcome: SettingOutcome, wanted: Wanted): Answer {
  if (outcome.data && "why" in outcome.data) return "maybe";
  const known = outcome.data?.known;
  if (isNumberAsText(known)) return isWanted(Number(known), wanted) ? "maybe" : "no";
  if (!isWanted(known, wanted)) return "no";
  return outcome.perhaps === undefined ? "yes" : "maybe";
}

// "0" of the type REG_SZ, which reg add writes where it gets no type.
function isNumberAsText(known: number | string | undefined): known is string {
  return typeof known === "string" && /^\d{1,10}$/.test(known);
}

function isWanted(known: number | string | undefined, wanted: Wanted): boolean {
  return typeof wanted === "number" ? known === wanted : typeof known === "number" && known < wanted.below;
}

/** Whether all outcomes are as wanted; "no" where no script touches the value. */
export function allAre(outcomes: readonly SettingOutcome[], wanted: Wanted): Answer {
  const answers = new Set(outcomes.map((outcome) => outcomeIs(outcome, wanted)));
  if (answers.size === 0) return "no";
  return answers.size === 1 ? [...answers][0]! : "maybe";
}

/** Why it is not known what a value stands at, as a clause; `name` in its usual spelling. */
export function whyOpen(outcome: SettingOutcome, outcomes: readonly SettingOutcome[], name: string): string {
  if (outcome.data && "why" in outcome.data) return `what it sets ${name} to is not known: ${outcome.data.why}`;
  if (outcome.perhaps !== undefined) return outcome.perhaps;
  if (isNumberAsText(outcome.data?.known))
    return `it sets ${name} to ${outcome.data.known} as a text, and whether Windows takes that for a number is not known`;
  const value = outcome.data && "known" in outcome.data ? outcome.data.known : "its default";
  const other = outcomes.find((one) => one !== outcome && one.script.resource !== outcome.script.resource);
  if (other)
    return `it sets ${name} to ${value}, ${other.script.resource.name} to something else, and neither waits for the other`;
  return `whether ${name} is ${value} in the end depends on a condition`;
}
