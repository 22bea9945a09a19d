import type { GuestScriptFacts, RegistryData, RegistryRemoved, RegistryValueSet } from "../facts";

/** One way in which a value may stand when a script has run. */
export interface Outcome {
  readonly fact: RegistryValueSet | RegistryRemoved;
  /** Undefined where the value is gone and Windows uses its default. */
  readonly data: RegistryData | undefined;
}

/**
 * How a value of the registry may stand when a script has run; nothing where the script leaves it alone. The last write
 * wins. One that stands under a condition wins over an earlier one only perhaps, and where it is the only one it counts.
 */
export function outcomesOf(facts: GuestScriptFacts, key: string, name: string): readonly Outcome[] {
  let outcomes: Outcome[] = [];
  for (const fact of facts) {
    if (fact.kind === "sets-registry-value") {
      if (fact.key !== key || fact.name !== name) continue;
    } else if (fact.kind !== "removes-from-registry" || !removes(fact, key, name)) continue;
    const stays = outcomes.filter((outcome) => !runsWith(fact, outcome.fact));
    // A key that is emptied before anything is written into it is only made anew.
    if (fact.kind === "removes-from-registry" && outcomes.length === 0 && typeof fact.what === "string") continue;
    outcomes = [...stays, { fact, data: fact.kind === "sets-registry-value" ? fact.data : undefined }];
  }
  return outcomes;
}

function removes({ key, what }: RegistryRemoved, wanted: string, name: string): boolean {
  if (what === "key" || what === "contents") return wanted === key || wanted.startsWith(`${key}\\`);
  return wanted === key && (what === "values" || what.value === name);
}

// The later one runs whenever the earlier one has run: it stands under the same conditions or fewer.
function runsWith(later: Outcome["fact"], earlier: Outcome["fact"]): boolean {
  return later.branch.every((condition, at) => earlier.branch[at] === condition);
}
