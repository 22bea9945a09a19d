import { choice, open, type ScriptValue } from "./value";
import { windowsEnvironment } from "./windows-environment";

/** Variables of a script, with the scopes around; environment variables are called "env:name". */
export class Scope {
  private readonly values = new Map<string, ScriptValue>();

  /** A process of its own inherits the environment and the current folder alone. */
  constructor(
    private readonly outer?: Scope,
    private readonly isProcess = false,
  ) {}

  get(name: string): ScriptValue | undefined {
    const inherited = !this.isProcess || name.startsWith("env:") || name.startsWith(" ");
    const value = this.values.get(name) ?? (inherited ? this.outer?.get(name) : undefined);
    return value ?? (this.outer || !name.startsWith("env:") ? undefined : windowsEnvironment(name.slice(4)));
  }

  set(name: string, value: ScriptValue): void {
    this.values.set(name, value);
  }

  /** Sets a variable where every scope sees it. */
  setGlobal(name: string, value: ScriptValue): void {
    if (!this.outer || this.isProcess) return this.set(name, value);
    this.values.delete(name);
    this.outer.setGlobal(name, value);
  }

  /** Takes over what branches set, of which one ran; where `mayRunNone`, perhaps none of them. */
  merge(branches: readonly Scope[], mayRunNone: boolean): void {
    const names = new Set(branches.flatMap((branch) => [...branch.values.keys()]));
    for (const name of names) {
      const before = this.get(name) ?? open(`$${name} is set under a condition only`);
      const values = branches.map((branch) => branch.values.get(name) ?? before);
      this.set(name, choice(mayRunNone ? [before, ...values] : values));
    }
  }
}
