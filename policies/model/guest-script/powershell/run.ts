import type { Argument } from "../reading/call";
import { Scope } from "../reading/scope";
import { OutOfWork, type Session } from "../reading/session";
import { flatten, open, type BlockValue, type ScriptValue } from "../reading/value";
import { runCommand } from "./commands";
import { PowerShellScript, type PowerShellDocument } from "./document";
import { evaluate } from "./expressions";
import { parametersOfBody, setParameters, type Definition } from "./functions";
import type { PowerShellParser } from "./parser";
import type { SyntaxNode } from "./syntax-node";
import { runDocument, runStatement } from "./statements";

/** How statements ended before their end was reached. */
export type Stop = "break" | "continue" | "return" | "exit";

/** Code of a script block. */
export type Code = readonly PowerShellDocument[];

/** How a script block is run. */
export interface BlockUse {
  /** Arguments for its parameters; where none are given, its defaults and what stands around decide. */
  readonly args?: readonly Argument[];
  readonly variables?: Readonly<Record<string, ScriptValue>>;
  readonly shares?: boolean;
}

/** One walk through a script in the order in which it would run; both sides of a condition are walked. */
export class PowerShellRun {
  readonly functions = new Map<string, Definition>();
  /** Paths, in lower case, of script files that the script writes itself. */
  readonly written = new Set<string>();
  scope = new Scope();
  stopped: Stop | undefined;
  /** How often a variable was counted up or down. */
  steps = 0;
  /** Variables of the loop whose rounds are counted now: only their steps are known. */
  counters: ReadonlySet<string> | undefined;
  private readonly running = new Set<unknown>();

  constructor(
    readonly session: Session,
    private readonly parser: PowerShellParser,
  ) {}

  /** Runs a text as a script; `nestedLine` is the line of the command that it stands in. */
  text(source: string, nestedLine?: number): ScriptValue[] {
    return this.session.nested(() => {
      const script = PowerShellScript.read(source, this.parser, this.session, nestedLine);
      if (!script) return [open("a script that cannot be parsed")];
      const output = this.code(script.statements);
      script.reportUnread();
      return output;
    });
  }

  /** Runs statements one after the other and gives what they put out. */
  code(statements: Code): ScriptValue[] {
    const output: ScriptValue[] = [];
    for (const statement of statements) {
      if (this.stopped) break;
      output.push(...runDocument(this, statement));
    }
    return output;
  }

  /** Runs the statements under a node and gives what they put out. */
  statements(document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
    if (node.type === "statement_block" || node.type === "script_block")
      return this.code(document.bodyOf(document.textOf(node)));
    const output: ScriptValue[] = [];
    for (const child of node.namedChildren) {
      if (this.stopped) break;
      if (child.type === "statement_list") output.push(...this.statements(document, child));
      else output.push(...runStatement(this, document, child));
    }
    return output;
  }

  evaluate(document: PowerShellDocument, node: SyntaxNode): ScriptValue {
    return evaluate(this, document, node);
  }

  command(document: PowerShellDocument, node: SyntaxNode, input: readonly ScriptValue[]): ScriptValue[] {
    return runCommand(this, document, node, input);
  }

  /** Runs a script block, with its own variables unless it shares those around it. */
  block(block: BlockValue, { args, variables = {}, shares = false }: BlockUse = {}): ScriptValue[] {
    const code = block.code as Code;
    return this.within(shares ? this.scope : new Scope(this.scope), block.code, () => {
      for (const [name, value] of Object.entries(variables)) this.scope.set(name, value);
      if (args) {
        setParameters(this, parametersOfBody(code), args, []);
      }
      return this.code(code);
    });
  }

  /** Runs code in a scope; what calls itself again gives what is not known. */
  within(scope: Scope, code: unknown, run: () => ScriptValue[]): ScriptValue[] {
    if (this.running.has(code)) return [open("the output of code that calls itself")];
    return this.session.nested(() => {
      const outer = this.scope;
      this.scope = scope;
      this.running.add(code);
      try {
        const output = run();
        if (this.stopped === "return") this.stopped = undefined;
        return output;
      } finally {
        this.scope = outer;
        this.running.delete(code);
      }
    });
  }

  /** Runs code in a process of its own: it sees the environment alone and leaves no variables behind. */
  process<T>(run: () => T): T {
    const outer = this.scope;
    const stopped = this.stopped;
    this.scope = new Scope(outer, true);
    try {
      return run();
    } finally {
      this.scope = outer;
      this.stopped = stopped;
    }
  }

  /** Runs what may not run: what it sets counts as possible, that it stops does not count. */
  perhaps(run: () => ScriptValue[]): ScriptValue[] {
    return this.branches([run], true);
  }

  /** Runs branches of which one runs, or perhaps none. */
  branches(branches: readonly (() => ScriptValue[])[], mayRunNone: boolean, certain = -1): ScriptValue[] {
    const outer = this.scope;
    const ends: { scope: Scope; stopped: Stop | undefined }[] = [];
    const output: ScriptValue[] = [];
    for (const [index, branch] of branches.entries()) {
      this.scope = new Scope(outer);
      try {
        output.push(...(index === certain ? branch() : this.session.underCondition(branch)));
        ends.push({ scope: this.scope, stopped: this.stopped });
      } finally {
        this.scope = outer;
        this.stopped = undefined;
      }
    }
    const going = ends.filter((end) => !end.stopped);
    outer.merge(
      going.map((end) => end.scope),
      mayRunNone,
    );
    if (going.length === 0 && !mayRunNone) this.stopped = ends[0]?.stopped;
    return output;
  }

  /** Values of a pipeline's input or a loop's collection, one by one. */
  items(values: readonly ScriptValue[]): ScriptValue[] {
    const items = flatten(values);
    if (items.length > 200) throw new OutOfWork("a list is too long");
    return items;
  }
}
