import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import { listenerKey, policyKey } from "../../model/guest-script/listener/keys";
import type { ReadScript } from "./guest-scripts";
import { machineSettings, type MachineSettings, type SettingOutcome } from "./machine-settings";

/** What scripts do to the security of a machine's RDP listener that should not be. */
export interface SecurityTrouble {
  readonly script: ReadScript;
  readonly line: number;
  /** The command in short; `builtIn` where it is one of Azure's own. */
  readonly title: { readonly text: string; readonly builtIn: boolean };
  /** What it does, as the rest of the sentence. */
  readonly fact: string;
  /** "refuses": no client gets in that asks for TLS. "weak": clients get in, and so do others. */
  readonly kind: "refuses" | "weak" | "unknown";
}

/** The worst of what scripts leave behind for the security of a machine's listener; undefined where that is nothing. */
export async function listenerSecurity(estate: Estate, machine: AzureResource): Promise<SecurityTrouble | undefined> {
  const settings = await machineSettings(estate, machine);
  const troubles = [...layer(settings), ...authentication(settings), ...encryption(settings), ...unread(settings)];
  const worst = (["refuses", "unknown", "weak"] as const).map((kind) => troubles.find((one) => one.kind === kind));
  return worst.find((one) => one !== undefined);
}

// A value of the policy wins over the listener's own.
function effective(settings: MachineSettings, name: string): readonly SettingOutcome[] {
  const byPolicy = settings.outcomes(policyKey, name).filter(({ data }) => data !== undefined);
  return byPolicy.length > 0 ? byPolicy : settings.outcomes(listenerKey, name);
}

type Answer = "yes" | "no" | "maybe";

function is(outcome: SettingOutcome, number: number): Answer {
  if (outcome.data && "why" in outcome.data) return "maybe";
  const answer = outcome.data?.known === number ? "yes" : "no";
  return answer === "yes" && outcome.perhaps !== undefined ? "maybe" : answer;
}

function all(outcomes: readonly SettingOutcome[], number: number): Answer {
  const answers = new Set(outcomes.map((outcome) => is(outcome, number)));
  if (answers.size === 0) return "no";
  return answers.size === 1 ? [...answers][0]! : "maybe";
}

function layer(settings: MachineSettings): SecurityTrouble[] {
  const outcomes = effective(settings, "securitylayer");
  const answer = all(outcomes, 0);
  const one = outcomes.find((outcome) => is(outcome, 0) !== "no");
  if (answer === "no" || !one) return [];
  if (answer === "maybe") return [open(one, outcomes, "SecurityLayer")];
  const off = effective(settings, "userauthentication");
  const what = "sets SecurityLayer to 0, which is RDP's own security without TLS";
  if (all(off, 0) === "yes") return [trouble(one, "weak", `${what}, where Network Level Authentication is off`)];
  if (all(off, 0) === "maybe")
    return [
      open(
        off.find((outcome) => is(outcome, 0) !== "no")!,
        off,
        "UserAuthentication",
      ),
    ];
  return [trouble(one, "refuses", `${what}, while Network Level Authentication is required and needs it`)];
}

function authentication(settings: MachineSettings): SecurityTrouble[] {
  const outcomes = effective(settings, "userauthentication");
  const one = outcomes.find((outcome) => is(outcome, 0) === "yes");
  if (!one || all(outcomes, 0) !== "yes") return [];
  return [trouble(one, "weak", "sets UserAuthentication to 0, which switches Network Level Authentication off")];
}

function encryption(settings: MachineSettings): SecurityTrouble[] {
  const outcomes = effective(settings, "minencryptionlevel");
  const one = outcomes.find((outcome) => is(outcome, 1) === "yes");
  if (!one || all(outcomes, 1) !== "yes") return [];
  return [trouble(one, "weak", "sets MinEncryptionLevel to 1, which leaves what the host sends unencrypted")];
}

function unread(settings: MachineSettings): SecurityTrouble[] {
  return settings.unresolved("rdp-listener").map(({ script, fact }) => ({
    script,
    line: fact.line,
    title: { text: fact.text === "" ? "what it does to the RDP listener" : fact.text, builtIn: false },
    fact: fact.text === "" ? `cannot be read: ${fact.why}` : fact.why,
    kind: "unknown",
  }));
}

function trouble(outcome: SettingOutcome, kind: SecurityTrouble["kind"], fact: string): SecurityTrouble {
  const { script, fact: write } = outcome;
  return { script, line: write.line, title: { text: write.text, builtIn: script.text === "" }, fact, kind };
}

function open(outcome: SettingOutcome, outcomes: readonly SettingOutcome[], name: string): SecurityTrouble {
  const why =
    outcome.data && "why" in outcome.data
      ? `what it sets ${name} to is not known: ${outcome.data.why}`
      : (outcome.perhaps ?? contested(outcome, outcomes, name));
  return trouble(outcome, "unknown", why);
}

function contested(outcome: SettingOutcome, outcomes: readonly SettingOutcome[], name: string): string {
  const value = outcome.data && "known" in outcome.data ? outcome.data.known : "its default";
  const other = outcomes.find((one) => one !== outcome && one.script.resource !== outcome.script.resource);
  if (other)
    return `it sets ${name} to ${value}, ${other.script.resource.name} to something else, and neither waits for the other`;
  return `whether ${name} is ${value} in the end depends on a condition`;
}
