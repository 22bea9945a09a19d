import type { GuestScriptFact, KeyHarm, KeyTarget } from "../facts";
import type { CommandCall, MethodCall, ScriptContext } from "../reading/call";
import { callTitle } from "../reading/call-title";
import { asText, type OpenValue, type ScriptValue, type TextValue } from "../reading/value";
import { keyPath, type KeyPath, type PathUse } from "./paths";

/** One thing that a command works on; several uses where it depends on a condition which. */
export type Target = readonly PathUse[];

export interface Reach {
  readonly deep: boolean;
  readonly names?: readonly string[];
}

/** What a command's values name, one target for each path. */
export function targetsOf(values: readonly ScriptValue[], folder: ScriptValue, reach: Reach): Target[] {
  return values.flatMap((value): Target[] => {
    if (value.is === "list") return targetsOf(value.items, folder, reach);
    if (value.is === "choice") return [value.options.flatMap((option) => targetsOf([option], folder, reach).flat())];
    return [[pathUse(value, folder, reach)]];
  });
}

function pathUse(value: ScriptValue, folder: ScriptValue, { deep, names = [] }: Reach): PathUse {
  const base: TextValue | OpenValue = asText(folder);
  if (value.is === "file")
    return { path: value.path, folder: base, deep: deep || value.deep, names: [...names, ...value.names] };
  return { path: asText(value), folder: base, deep, names };
}

/** The finding of facts about one call. */
export class Findings {
  readonly facts: GuestScriptFact[] = [];

  constructor(
    private readonly call: CommandCall | MethodCall,
    private readonly script: ScriptContext,
  ) {}

  // The command in short.
  private get label(): string {
    return callTitle(this.call);
  }

  /** True where the script names keys. */
  get keysNamed(): boolean {
    return this.script.mentions("machine-keys");
  }

  /** Looks at each target; `found` is asked about those that are key folders, lie in one or reach one. */
  each(targets: readonly Target[], found: (target: KeyTarget, relation: "above" | "at" | "within") => void): this {
    for (const target of targets) {
      const paths = target.map(keyPath);
      const keys = paths.filter((path): path is Extract<KeyPath, { is: "keys" }> => path.is === "keys");
      const open = paths.find(
        (path) => path.is === "suspect" || (path.is === "open" && this.script.mentions("machine-keys")),
      );
      if (keys.length > 0 && keys.length === paths.length) found(keys[0]!.target, keys[0]!.relation);
      else if (keys.length > 0) this.unresolved("which folder it works on depends on a condition");
      else if (open && open.is !== "elsewhere" && open.is !== "keys") this.unresolved(open.why);
    }
    return this;
  }

  /** Looks at the targets that are known, where what is done to the others would be harmless. */
  known(targets: readonly Target[], found: (target: KeyTarget) => void): void {
    for (const target of targets) {
      const path = target.length === 1 ? keyPath(target[0]!) : undefined;
      if (path?.is === "keys") found(path.target);
    }
  }

  /** Each target that is keys suffers this harm. */
  harm(kind: KeyHarm, targets: readonly Target[], repairable = false, option?: string): this {
    return this.each(targets, (target, relation) => {
      this.harmed(relation === "within" ? emptied(kind, target) : kind, target, repairable, option);
    });
  }

  harmed(kind: KeyHarm, target: KeyTarget, repairable: boolean, option?: string): void {
    const { line, branch } = this.call;
    this.facts.push({ kind, target, repairable, line, branch, text: option ? `${this.label} ${option}` : this.label });
  }

  granted(target: KeyTarget, networkServiceReads: boolean, fullControl: boolean): void {
    if (!networkServiceReads && !fullControl) return;
    const { line, branch } = this.call;
    this.facts.push({
      kind: "grants-key-access",
      target,
      networkServiceReads,
      fullControl,
      line,
      branch,
      text: this.label,
    });
  }

  unresolved(why: string): void {
    const { line, branch } = this.call;
    this.facts.push({ kind: "unresolved", topic: "machine-keys", why, line, branch, text: this.label });
  }
}

// Deleting all that a folder holds empties it.
function emptied(kind: KeyHarm, target: KeyTarget): KeyHarm {
  return kind === "deletes-keys" && /\\\*(\.\*)?$/.test(target.path) ? "empties-keys" : kind;
}
