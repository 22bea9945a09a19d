import type { Topic } from "../../model/guest-script/facts";
import type { MachineSettings, SettingOutcome } from "./machine-settings";
import type { ScriptTrouble } from "./script-trouble";
import { outcomeIs, whyOpen, type Wanted } from "./setting-answers";

/** The trouble that one write makes. */
export function settingTrouble(outcome: SettingOutcome, kind: ScriptTrouble["kind"], fact: string): ScriptTrouble {
  const { script, fact: write } = outcome;
  return { script, line: write.line, title: { text: write.text, builtIn: script.text === "" }, fact, kind };
}

/** The trouble that it is not known whether a value is as wanted in the end; `name` in its usual spelling. */
export function openSetting(outcomes: readonly SettingOutcome[], wanted: Wanted, name: string): ScriptTrouble {
  const outcome = outcomes.find((one) => outcomeIs(one, wanted) !== "no") ?? outcomes[0]!;
  return settingTrouble(outcome, "unknown", whyOpen(outcome, outcomes, name));
}

/** What of a topic cannot be read in the scripts of a machine; `about` says what is then open. */
export function unreadTroubles(settings: MachineSettings, topic: Topic, about: string): ScriptTrouble[] {
  return settings.unresolved(topic).map(({ script, fact }) => ({
    script,
    line: fact.line,
    title: { text: fact.text === "" ? `what it does to ${about}` : fact.text, builtIn: false },
    fact: fact.text === "" ? `cannot be read: ${fact.why}` : fact.why,
    kind: "unknown",
  }));
}
