import { choice, instance, knownTruth, open, text, type ScriptValue } from "../reading/value";
import type { PowerShellDocument } from "./document";
import type { SyntaxNode } from "./syntax-node";
import { runPipeline } from "./pipelines";
import { remembered } from "./remembered";
import type { PowerShellRun } from "./run";
import { child, parts, variableName } from "./syntax";
import { wordValue } from "./word-value";

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

/** switch: for each value the clauses that are met; what is not known may run. */
export function runSwitch(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const condition = child(node, "switch_condition");
  const subject = condition && child(condition, "pipeline");
  const values = subject ? run.items(runPipeline(run, document, subject)) : [];
  const body = child(node, "switch_body");
  const list = body && child(body, "switch_clauses");
  const clauses = list ? parts(list) : [];
  const output: ScriptValue[] = [];
  for (const value of values.length > 0 ? values : [open("it depends on a condition")]) {
    run.scope.set("_", value);
    output.push(...runClauses(run, document, clauses, value));
    if (run.stopped === "continue") run.stopped = undefined;
    if (run.stopped) break;
  }
  if (run.stopped === "break") run.stopped = undefined;
  return output;
}

function runClauses(
  run: PowerShellRun,
  document: PowerShellDocument,
  clauses: readonly SyntaxNode[],
  value: ScriptValue,
): ScriptValue[] {
  const met = clauses.map((clause) => isMet(run, document, child(clause, "switch_clause_condition"), value));
  const others = met.filter((one) => one !== "default");
  const otherwise = others.includes(true) ? false : others.includes(undefined) ? undefined : true;
  const possible = clauses.flatMap((clause, index) => {
    const block = child(clause, "statement_block");
    const runs = met[index] === "default" ? otherwise : met[index];
    return block && runs !== false ? [{ block, runs }] : [];
  });
  const blocks = possible.map(
    ({ block }) =>
      (): ScriptValue[] =>
        run.stopped ? [] : run.statements(document, block),
  );
  if (possible.every(({ runs }) => runs === true)) return blocks.flatMap((block) => block());
  return run.branches(blocks, true);
}

// The clause may be a pattern, so only a text that does not even hold its word surely does not meet it.
function isMet(
  run: PowerShellRun,
  document: PowerShellDocument,
  clause: SyntaxNode | undefined,
  value: ScriptValue,
): boolean | undefined | "default" {
  const written = clause ? document.textOf(clause) : "";
  if (/^default$/i.test(written)) return "default";
  const word = document.wordAt(written);
  const wanted = word
    ? word.kind === "word"
      ? wordValue(run, document, word)
      : open("it is computed")
    : text(written);
  if (value.is !== "text" || wanted.is !== "text" || !/^[\w -]+$/.test(wanted.text)) return undefined;
  const [given, asked] = [value.text.toLowerCase(), wanted.text.toLowerCase()];
  return given === asked ? true : given.includes(asked) ? undefined : false;
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
