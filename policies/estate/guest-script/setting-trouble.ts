import type { GuestScriptFact, Topic, Unresolved } from "../../model/guest-script/facts";
import type { ReadScript } from "./guest-scripts";
import type { MachineSettings, SettingOutcome } from "./machine-settings";
import type { ScriptTrouble } from "./script-trouble";
import { outcomeIs, whyOpen, type Wanted } from "./setting-answers";

/** A command of a script that changes something of RDP. */
interface Change {
  readonly script: ReadScript;
  readonly fact: Pick<GuestScriptFact, "line" | "text">;
}

/** The trouble that one change makes. */
export function settingTrouble(change: Change, kind: ScriptTrouble["kind"], fact: string): ScriptTrouble {
  const { script, fact: write } = change;
  return { script, line: write.line, title: { text: write.text, builtIn: script.text === "" }, fact, kind };
}

/** The trouble that it is not known whether a value is as wanted in the end; `name` in its usual spelling. */
export function openSetting(outcomes: readonly SettingOutcome[], wanted: Wanted, name: string): ScriptTrouble {
  const outcome = outcomes.find((one) => outcomeIs(one, wanted) !== "no") ?? outcomes[0]!;
  return settingTrouble(outcome, "unknown", whyOpen(outcome, outcomes, name));
}

/** What of a topic cannot be read in the scripts of a machine; `about` says what is then open. */
export function unreadTroubles(settings: MachineSettings, topic: Topic, about: string): ScriptTrouble[] {
  return settings.unresolved(topic).map(({ script, fact }) => unreadTrouble(script, fact, about));
}

/** The same of one thing in one script. */
export function unreadTrouble(script: ReadScript, { line, text, why }: Unresolved, about: string): ScriptTrouble {
  const fact = text === "" ? `what the script does to ${about} cannot be read: ${why}` : why;
  return { script, line, title: { text, builtIn: false }, fact, kind: "unknown" };
}
