import type { GuestScriptFact, GuestScriptFacts } from "../../../../policies/model/guest-script/facts";
import { keysAfterwards } from "../../../../policies/model/guest-script/machine-keys/left-broken";
import { registryTitle } from "../../../../policies/model/guest-script/registry/keys";
import { readGuestScript, type ScriptOrigin } from "../../../../policies/model/guest-script/read-guest-script";

export type KeyVerdict = "broken" | "healthy" | "undecided";

/** What rule 063 says of a script with these facts. */
export function verdictOf(facts: GuestScriptFacts): KeyVerdict {
  const { harmed, perhaps } = keysAfterwards(facts);
  if (harmed.length > 0) return "broken";
  return perhaps.length > 0 ||
    facts.some((fact) => fact.kind === "unresolved" && (fact.topic === "machine-keys" || fact.topic === "any"))
    ? "undecided"
    : "healthy";
}

export async function judged(script: string, shell: ScriptOrigin["shell"] = "powershell"): Promise<KeyVerdict> {
  return verdictOf(await readGuestScript(script, { shell }));
}

function subject(fact: GuestScriptFact): string {
  switch (fact.kind) {
    case "unresolved":
      return fact.why;
    case "sets-registry-value":
      return `${registryTitle(fact.key, fact.name)} = ${"known" in fact.data ? fact.data.known : `? (${fact.data.why})`}`;
    case "removes-from-registry":
      return typeof fact.what === "string"
        ? `${fact.what} ${registryTitle(fact.key)}`
        : registryTitle(fact.key, fact.what.value);
    case "disables-service":
    case "removes-service":
    case "enables-service":
      return fact.service;
    case "changes-firewall":
      return fact.names.join(", ");
    default:
      return fact.target.path;
  }
}

/** Each fact in a line: "3 icacls /reset resets-key-acl C:\…". */
export async function told(script: string, shell: ScriptOrigin["shell"] = "powershell"): Promise<string[]> {
  const facts = await readGuestScript(script, { shell });
  return facts.map((fact) =>
    [String(fact.line), fact.text, fact.kind, subject(fact)].filter((part) => part !== "").join(" "),
  );
}
