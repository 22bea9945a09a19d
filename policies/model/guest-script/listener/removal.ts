import type { GuestScriptFact, GuestScriptFacts, RegistryRemoved } from "../facts";
import { listenerKey } from "./keys";

// Every export of the key from a machine that works holds it.
const ownValue = "loadableprotocol_object";

/** What takes the RDP listener out of the registry, where nothing that the script does later may bring it back. */
export function listenerRemoval(facts: GuestScriptFacts): RegistryRemoved | undefined {
  let removal: RegistryRemoved | undefined;
  for (const fact of facts) {
    if (fact.kind === "removes-from-registry" && takesListener(fact)) removal ??= fact;
    else if (mayBringBack(fact)) removal = undefined;
  }
  return removal;
}

function takesListener({ key, what, branch }: RegistryRemoved): boolean {
  if (typeof what !== "string") return false;
  // Windows has the key: a script that makes it where it is missing never does.
  if (what === "contents" && branch.length > 0) return false;
  return key === listenerKey || (what !== "values" && listenerKey.startsWith(`${key}\\`));
}

function mayBringBack(fact: GuestScriptFact): boolean {
  if (fact.kind === "unresolved") return fact.topic === "rdp-listener" || fact.topic === "any";
  return fact.kind === "sets-registry-value" && fact.key === listenerKey && fact.name === ownValue;
}
