import { flatten, instance, knownTruth, open, type ScriptValue } from "../reading/value";
import { assign } from "./assignment";
import { runWords } from "./commands";
import type { PowerShellDocument } from "./document";
import { define } from "./functions";
import type { SyntaxNode } from "./parser";
import type { PowerShellRun } from "./run";
import { child, core, parts } from "./syntax";

type Runner = (run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode) => ScriptValue[];

/** Runs one statement and gives what it puts out. */
export function runStatement(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  run.session.spend();
  const runner = runners[node.type];
  return runner ? runner(run, document, node) : [];
}

const inner: Runner = (run, document, node) => run.statements(document, node);

const runners: Readonly<Record<string, Runner>> = {
  pipeline,
  if_statement: ifStatement,
  foreach_statement: forEach,
  for_statement: loop,
  while_statement: loop,
  do_statement: loop,
  switch_statement: switchStatement,
  try_statement: tryStatement,
  trap_statement: (run, document, node) => run.perhaps(() => inner(run, document, node)),
  flow_control_statement: flowControl,
  function_statement: (run, document, node) => {
    define(run, document, node);
    return [];
  },
  statement_block: inner,
  statement_list: inner,
  script_block: inner,
  script_block_body: inner,
  named_block_list: inner,
  named_block: inner,
  inlinescript_statement: inner,
  parallel_statement: inner,
  sequence_statement: inner,
  finally_clause: inner,
  param_block: (run, document, node) => {
    setDefaults(run, document, node);
    return [];
  },
};

// Outside a function call nobody but the caller of the whole script can give values to parameters.
function setDefaults(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): void {
  for (const parameter of node.descendantsOfType("script_parameter")) {
    const variable = parameter && child(parameter, "variable");
    const fallback = parameter && child(parameter, "script_parameter_default");
    if (!variable) continue;
    const name = document.textOf(variable).slice(1).toLowerCase();
    if (run.scope.get(name)) continue;
    run.scope.set(name, fallback ? evaluateDefault(run, document, fallback) : open(`$${name} comes from outside`));
  }
}

function evaluateDefault(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const value = parts(node)[0];
  return value ? run.evaluate(document, value) : open("it has no default");
}

function pipeline(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const plain = document.plainCommands(node);
  if (plain) return plain.reduce<ScriptValue[]>((values, words) => runWords(run, document, words, values), []);
  const children = parts(node);
  const assignment = children[0];
  if (assignment?.type === "assignment_expression") {
    assign(run, document, assignment);
    return [];
  }
  let output: ScriptValue[] = [];
  let conditional = false;
  for (const each of children) {
    if (each.type === "pipeline_chain_tail") conditional = document.textOf(each) === "||";
    else output = conditional ? run.perhaps(() => chain(run, document, each)) : chain(run, document, each);
  }
  return output;
}

function chain(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  let values: ScriptValue[] = [];
  for (const part of parts(node)) {
    if (part.type === "command") values = run.command(document, part, values);
    else if (part.type !== "redirections" && part.type !== "verbatim_command_argument") {
      values = [run.evaluate(document, part)];
    }
  }
  return values;
}

function ifStatement(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const clauses = [node, ...(node.childForFieldName("elseif_clauses")?.namedChildren ?? [])];
  const branches: (() => ScriptValue[])[] = [];
  let certain = -1;
  let exhaustive = false;
  for (const clause of clauses) {
    const condition = clause.childForFieldName("condition");
    const block = child(clause, "statement_block");
    if (!condition || !block || exhaustive) continue;
    const value = pipeline(run, document, condition).at(-1) ?? open("the condition is empty");
    const truth = knownTruth(value);
    if (truth === false) continue;
    if (existence(value) === true && certain < 0) certain = branches.length;
    branches.push(() => run.statements(document, block));
    exhaustive = truth === true;
    if (existence(value) === false && certain < 0) certain = branches.length;
  }
  if (exhaustive && branches.length === 1) return branches[0]!();
  const last = node.childForFieldName("else_clause");
  const block = last && child(last, "statement_block");
  if (block && !exhaustive) branches.push(() => run.statements(document, block));
  if (branches.length === 1 && block && !exhaustive && clauses.length === 1) return branches[0]!();
  return branches.length === 0 ? [] : run.branches(branches, !block && !exhaustive, certain);
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

function forEach(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const variable = child(node, "variable");
  const collection = child(node, "pipeline");
  const block = child(node, "statement_block");
  if (!variable || !collection || !block) return [];
  const name = document.textOf(variable).slice(1).toLowerCase();
  const output: ScriptValue[] = [];
  for (const item of run.items(pipeline(run, document, collection))) {
    run.scope.set(name, item);
    output.push(...run.statements(document, block));
    const stopped = run.stopped;
    if (stopped === "break") run.stopped = undefined;
    if (stopped) break;
  }
  return output;
}

// One round tells what the others do.
function loop(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const output: ScriptValue[] = [];
  for (const part of parts(node)) {
    if (part.type === "statement_block") output.push(...run.statements(document, part));
    else if (part.type === "while_condition" || part.type === "for_initializer" || part.type === "for_condition") {
      const condition = child(part, "pipeline");
      if (condition) pipeline(run, document, condition);
    }
  }
  if (run.stopped === "break") run.stopped = undefined;
  return output;
}

function switchStatement(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const condition = child(node, "switch_condition");
  const subject = condition && child(condition, "pipeline");
  const values = subject ? flatten(pipeline(run, document, subject)) : [];
  run.scope.set("_", values[0] ?? open("it depends on a condition"));
  const clauses = node
    .descendantsOfType("switch_clause")
    .filter((clause) => clause.parent?.parent?.parent?.equals(node));
  const blocks = clauses.flatMap((clause) => child(clause, "statement_block") ?? []);
  const output = run.branches(
    blocks.map((block) => () => run.statements(document, block)),
    true,
  );
  if (run.stopped === "break") run.stopped = undefined;
  return output;
}

function tryStatement(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  return parts(node).flatMap((part) => {
    if (part.type !== "catch_clauses") return run.stopped ? [] : inner(run, document, part);
    const stopped = run.stopped;
    run.stopped = undefined;
    const clauses = part.namedChildren.map((clause) => child(clause, "statement_block"));
    const blocks = clauses.flatMap((block) => (block ? [() => run.statements(document, block)] : []));
    const output = blocks.length > 0 ? run.branches(blocks, true) : [];
    run.stopped = stopped;
    return output;
  });
}

function flowControl(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const value = child(node, "pipeline");
  const output = value ? pipeline(run, document, value) : [];
  const keyword = document.textOf(node).slice(0, 8).toLowerCase();
  if (keyword.startsWith("exit") || keyword.startsWith("throw")) run.stopped = "exit";
  else run.stopped = keyword.startsWith("return") ? "return" : "break";
  return output;
}

/** Runs a pipeline and gives its output as one value. */
export function pipelineValue(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const target = node.type === "pipeline" ? node : core(node);
  const output = runStatement(run, document, target);
  return output.length === 1 ? output[0]! : { is: "list", items: output };
}
