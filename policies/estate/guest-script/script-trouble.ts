import type { ReadScript } from "./guest-scripts";

/** What a script does to a machine's RDP that should not be. */
export interface ScriptTrouble {
  readonly script: ReadScript;
  readonly line: number;
  /** The command in short, "" where there is none; `builtIn` where it is one of Azure's own, or of this project's guest configuration. */
  readonly title: { readonly text: string; readonly builtIn: boolean };
  /** What it does, as the rest of the sentence. */
  readonly fact: string;
  /** "broken": RDP does not work any more. "weak": it works less well, or lets others in. */
  readonly kind: "broken" | "weak" | "unknown";
}

/** The trouble that tells most: what is broken, then what is not known, then what is weak. */
export function worstTrouble(troubles: readonly ScriptTrouble[]): ScriptTrouble | undefined {
  const worst = (["broken", "unknown", "weak"] as const).map((kind) => troubles.find((one) => one.kind === kind));
  return worst.find((one) => one !== undefined);
}
