import type { GuestScriptFact, Topic, Unresolved } from "../../model/guest-script/facts";
import { outcomesOf, type Outcome } from "../../model/guest-script/registry/outcomes";
import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import type { ReadScript } from "./guest-scripts";
import { machineScripts } from "./script-machines";

/** One way in which a value may stand on a machine when all its scripts have run. */
export interface SettingOutcome extends Outcome {
  readonly script: ReadScript;
  /** What leaves open whether it is this machine that runs the script; absent where that is certain. */
  readonly perhaps?: string;
}

/** What the scripts of one machine do to its registry. */
export interface MachineSettings {
  /** Ways in which a value may stand, by key and name in lower case; empty where no script touches it. */
  outcomes(key: string, name: string): readonly SettingOutcome[];
  /** The first thing about a topic that cannot be read, for each script. */
  unresolved(topic: Topic): readonly { readonly script: ReadScript; readonly fact: Unresolved }[];
}

/** What the scripts that a machine certainly or possibly runs do to its registry. */
export async function machineSettings(estate: Estate, machine: AzureResource): Promise<MachineSettings> {
  const runs = (await machineScripts(estate, machine)).flatMap(({ script, perhaps }) =>
    "facts" in script && script.facts.length > 0 ? [{ script, ...(perhaps !== undefined && { perhaps }) }] : [],
  );
  return {
    outcomes(key, name) {
      const each = runs.map((run) => ({
        ...run,
        found: outcomesOf(run.script.facts, key, name).map((outcome): SettingOutcome => ({ ...outcome, ...run })),
      }));
      const writing = each.filter(({ found }) => found.length > 0);
      return writing.flatMap(({ script, found }) => (writing.some((later) => overrides(later, script)) ? [] : found));
    },
    unresolved: (topic) =>
      runs.flatMap(({ script }) => {
        const fact = script.facts.find((one): one is Unresolved => concerns(one, topic));
        return fact ? [{ script, fact }] : [];
      }),
  };
}

function concerns(fact: GuestScriptFact, topic: Topic): boolean {
  return fact.kind === "unresolved" && fact.topic === topic;
}

interface Writing {
  readonly script: ReadScript;
  readonly perhaps?: string;
  readonly found: readonly SettingOutcome[];
}

// A script that waits for another runs after it, or again and again, and what it writes under no condition wins.
function overrides(later: Writing, earlier: ReadScript): boolean {
  if (later.perhaps !== undefined || later.script.resource === earlier.resource) return false;
  const waits = later.script.resource.dependencies.includes(earlier.resource.urn);
  const outlives = later.script.repeats === true && earlier.repeats !== true;
  return (waits || outlives) && later.found.some(({ fact }) => fact.branch.length === 0);
}
