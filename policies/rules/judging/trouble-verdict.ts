import type { ScriptTrouble } from "../../estate/guest-script/script-trouble";
import { broken, undecided, type Verdict } from "../rule";

/** The verdict about the script that brings a trouble to a machine. */
export function troubleVerdict({ script, line, title, fact, kind }: ScriptTrouble, settle: string): Verdict {
  const where = title.builtIn ? title.text : `line ${line} of the script: ${title.text}`;
  if (kind === "unknown") return undecided(script.resource, { path: script.path, fact: `${where}: ${fact}`, settle });
  return broken(script.resource, {
    path: script.path,
    value: title.text,
    fact: `${where} ${fact}`,
    ...(kind === "weak" && { level: "advisory" as const }),
  });
}
