import type { ScriptTrouble } from "../../estate/guest-script/script-trouble";
import { broken, undecided, type Verdict } from "../rule";

/** The verdict about the script that brings a trouble to a machine. */
export function troubleVerdict({ script, line, title, fact, kind }: ScriptTrouble, settle: string): Verdict {
  const { resource, path } = script;
  const at = { path, value: title.builtIn ? title.text : scriptLine(line, title.text) };
  if (kind === "unknown")
    return undecided(resource, { ...at, fact: title.text ? `${title.text}: ${fact}` : fact, settle });
  return broken(resource, {
    ...at,
    fact: `${title.builtIn ? title.text : "the script"} ${fact}`,
    ...(kind === "weak" && { level: "advisory" as const }),
  });
}

/** Where in a script something stands, never with more of it than the command: "line 4: icacls /reset". */
export function scriptLine(line: number, command: string): string {
  return command === "" ? `line ${line}` : `line ${line}: ${command}`;
}
