import type { GuestScriptFacts } from "../../../../policies/model/guest-script/facts";
import { keysAfterwards } from "../../../../policies/model/guest-script/machine-keys/left-broken";
import { readGuestScript, type ScriptOrigin } from "../../../../policies/model/guest-script/read-guest-script";

export type KeyVerdict = "broken" | "healthy" | "undecided";

/** What rule 063 says of a script with these facts. */
export function verdictOf(facts: GuestScriptFacts): KeyVerdict {
  const { harmed, perhaps } = keysAfterwards(facts);
  if (harmed.length > 0) return "broken";
  return perhaps.length > 0 || facts.some(({ kind }) => kind === "unresolved") ? "undecided" : "healthy";
}

export async function judged(script: string, shell: ScriptOrigin["shell"] = "powershell"): Promise<KeyVerdict> {
  return verdictOf(await readGuestScript(script, { shell }));
}

/** Each fact in a line: "3 icacls /reset resets-key-acl C:\…". */
export async function told(script: string, shell: ScriptOrigin["shell"] = "powershell"): Promise<string[]> {
  const facts = await readGuestScript(script, { shell });
  return facts.map((fact) => {
    const rest = fact.kind === "unresolved" ? fact.why : fact.target.path;
    return [String(fact.line), fact.text, fact.kind, rest].filter((part) => part !== "").join(" ");
  });
}
