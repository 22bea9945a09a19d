import { asText, emptyText, knownTruth, open, type ScriptValue } from "../reading/value";
import type { PowerShellDocument } from "./document";
import type { SyntaxNode } from "./syntax-node";
import { runPipeline } from "./pipelines";
import type { PowerShellRun } from "./run";
import { child } from "./syntax";

/** foreach ($item in list) { … }: one round for each item that is known. */
export function runForEach(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const variable = child(node, "variable");
  const collection = child(node, "pipeline");
  const block = child(node, "statement_block");
  if (!variable || !collection || !block) return [];
  const written = document.textOf(variable);
  // A loop needs a plain variable; what a block does to another one is not known.
  if (document.wordAt(written)) {
    run.session.unparsable(document.texts(), "this cannot be parsed", document.lineOf(node));
  }
  const name = written.slice(1).toLowerCase();
  const output: ScriptValue[] = [];
  for (const item of run.items(runPipeline(run, document, collection))) {
    run.scope.set(name, item);
    output.push(...run.statements(document, block));
    if (run.stopped === "continue") run.stopped = undefined;
    if (run.stopped) break;
  }
  if (run.stopped === "break") run.stopped = undefined;
  return output;
}

const mostRounds = 32;

/** for, while and do: as many rounds as a counter counts; where that is not known, one tells what the others do. */
export function runLoop(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const inside = (part: SyntaxNode | undefined): ScriptValue | undefined => {
    const pipeline = part && child(part, "pipeline");
    return pipeline && runPipeline(run, document, pipeline).at(-1);
  };
  const body = child(node, "statement_block");
  const iterator = child(node, "for_iterator");
  const condition = child(node, "for_condition") ?? child(node, "while_condition");
  const counters = condition ? variablesIn(document.textOf(condition)) : [];
  const endsWhenMet = /^do\b[^]*\}\s*until\b/i.test(document.textOf(node));
  inside(child(node, "for_initializer"));
  const output: ScriptValue[] = [];
  const round = (): void => {
    if (body) output.push(...run.statements(document, body));
    if (run.stopped === "continue") run.stopped = undefined;
    if (!run.stopped) inside(iterator);
  };
  const goesOn = (): boolean | undefined => {
    const value = inside(condition);
    const met = value && knownTruth(value);
    return met === undefined ? undefined : met !== endsWhenMet;
  };
  runRounds(run, { counters, round, goesOn, first: node.type === "do_statement" ? true : goesOn() });
  if (run.stopped === "break") run.stopped = undefined;
  return output;
}

interface Rounds {
  /** Names of the variables that the condition asks for. */
  readonly counters: readonly string[];
  readonly round: () => void;
  /** Undefined where that is not known. */
  readonly goesOn: () => boolean | undefined;
  readonly first: boolean | undefined;
}

function runRounds(run: PowerShellRun, { counters, round, goesOn, first }: Rounds): void {
  const told = new Set<string>();
  let next = run.counters ? undefined : first;
  for (let at = 0; next === true && at < mostRounds; at++) {
    const before = counters.map((name) => run.scope.get(name));
    run.counters = new Set(counters);
    run.session.withoutRepeats(told, round);
    next = counters.some((name, index) => run.scope.get(name) !== before[index]) ? goesOn() : undefined;
    run.counters = undefined;
    if (run.stopped) return;
  }
  if (next === false || first === false) return;
  // Any of the rounds that are left: what is counted could be any number.
  for (const name of counters)
    if (/^\d+$/.test(asText(run.scope.get(name) ?? emptyText).text)) run.scope.set(name, open(`$${name} is counted`));
  const { steps } = run;
  run.session.withoutRepeats(told, round);
  if (!run.stopped && run.steps > steps) run.session.withoutRepeats(told, round);
}

function variablesIn(condition: string): string[] {
  return [...condition.matchAll(/\$(\w+)/g)].map(([, name]) => name!.toLowerCase());
}
