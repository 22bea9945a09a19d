import { choice, flatten, instance, knownTruth, open, type ScriptValue } from "../reading/value";
import type { PowerShellDocument } from "./document";
import type { SyntaxNode } from "./syntax-node";
import { runPipeline } from "./pipelines";
import { remembered } from "./remembered";
import type { PowerShellRun } from "./run";
import { child, parts, variableName } from "./syntax";

const ifClause = /(?:(?:else)?if\s*\((\$\{~\d+\})\)|else)\s*(\{~\d+\})\s*/giy;
const ifClauses = remembered((code) =>
  [...code.matchAll(ifClause)].map(([, condition, block = ""]) => ({ condition, block })),
);

/** if … elseif … else */
export function runIf(run: PowerShellRun, document: PowerShellDocument, code: string): ScriptValue[] {
  const branches: (() => ScriptValue[])[] = [];
  let certain = -1;
  for (const { condition, block } of ifClauses(code)) {
    const branch = (): ScriptValue[] => run.code(document.bodyOf(block));
    const value = condition === undefined ? undefined : conditionValue(run, document, condition);
    const truth = value && knownTruth(value);
    if (truth === false) continue;
    if (!value || truth === true) {
      return branches.length === 0 ? branch() : run.branches([...branches, branch], false, certain);
    }
    const exists = existence(value);
    if (exists !== undefined && certain < 0) certain = branches.length + (exists ? 0 : 1);
    branches.push(branch);
  }
  return branches.length === 0 ? [] : run.branches(branches, true, certain);
}

function conditionValue(run: PowerShellRun, document: PowerShellDocument, mark: string): ScriptValue {
  const word = document.wordAt(mark);
  return (word && run.code(document.partsOf(word)).at(-1)) ?? open("the condition is empty");
}

// A script that looks whether a folder exists means the folder that Windows always has.
function existence(value: ScriptValue): boolean | undefined {
  if (value.is !== "instance") return undefined;
  return value.type === "exists" ? true : value.type === "exists-not" ? false : undefined;
}

/** The answer of Test-Path and the like. */
export function existenceTest(path: readonly ScriptValue[]): ScriptValue {
  return instance("exists", path);
}

/** switch: any one of its clauses may run, or none. */
export function runSwitch(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const condition = child(node, "switch_condition");
  const subject = condition && child(condition, "pipeline");
  const values = subject ? flatten(runPipeline(run, document, subject)) : [];
  run.scope.set("_", values[0] ?? open("it depends on a condition"));
  const body = child(node, "switch_body");
  const list = body && child(body, "switch_clauses");
  const blocks = (list ? parts(list) : []).flatMap((clause) => child(clause, "statement_block") ?? []);
  const output = run.branches(
    blocks.map((block) => () => run.statements(document, block)),
    true,
  );
  if (run.stopped === "break") run.stopped = undefined;
  return output;
}

const tryClause = /(try|catch|finally)\b[^{]*(\{~\d+\})\s*/giy;
const tryClauses = remembered((code) =>
  [...code.matchAll(tryClause)].map(([, keyword = "", block = ""]) => ({
    caught: keyword.toLowerCase() === "catch",
    block,
  })),
);

interface Flag {
  readonly name: string;
  readonly before: ScriptValue;
}

// Truths that the block of a try sets: after an error before that place they are what they were.
function flagsIn(run: PowerShellRun, body: readonly PowerShellDocument[]): Flag[] {
  return body.flatMap(({ text }) => {
    const target = /^(\$[\w:]+)\s*=\s*\$(?:true|false)$/i.exec(text)?.[1];
    const { name } = variableName(target ?? "");
    const before = target === undefined ? undefined : run.scope.get(name);
    return before && knownTruth(before) !== undefined ? [{ name, before }] : [];
  });
}

function maybe(run: PowerShellRun, name: string, before: ScriptValue): void {
  run.scope.set(name, choice([before, run.scope.get(name) ?? before]));
}

/** try … catch … finally: what a catch clause does happens only after an error. */
export function runTry(run: PowerShellRun, document: PowerShellDocument, code: string): ScriptValue[] {
  const clauses = tryClauses(code);
  const runBlock = (block: string): ScriptValue[] => run.code(document.bodyOf(block));
  const output: ScriptValue[] = [];
  const flags = clauses[1]?.caught ? flagsIn(run, document.bodyOf(clauses[0]!.block)) : [];
  clauses.forEach(({ caught, block }, index) => {
    if (!caught && !run.stopped) output.push(...runBlock(block));
    if (index === 0) for (const { name, before } of flags) maybe(run, name, before);
    // All catch clauses that follow each other are branches of one.
    if (!caught || clauses[index - 1]?.caught) return;
    const { stopped } = run;
    run.stopped = undefined;
    const branches = clauses.filter((clause) => clause.caught).map((clause) => () => runBlock(clause.block));
    output.push(...run.branches(branches, true));
    run.stopped = stopped;
  });
  return output;
}
