import { open, type ScriptValue } from "../reading/value";
import { runIf, runSwitch, runTry } from "./conditions";
import type { PowerShellDocument } from "./document";
import { define, parametersOf } from "./functions";
import { runForEach, runLoop } from "./loops";
import type { SyntaxNode } from "./parser";
import { runPipeline } from "./pipelines";
import type { PowerShellRun } from "./run";
import { child } from "./syntax";

type Runner = (run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode) => ScriptValue[];

/** Runs one statement and gives what it puts out. */
export function runStatement(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  run.session.spend();
  const runner = runners[node.type];
  return runner ? runner(run, document, node) : [];
}

const inner: Runner = (run, document, node) => run.statements(document, node);

const runners: Readonly<Record<string, Runner>> = {
  pipeline: runPipeline,
  if_statement: runIf,
  switch_statement: runSwitch,
  try_statement: runTry,
  foreach_statement: runForEach,
  for_statement: runLoop,
  while_statement: runLoop,
  do_statement: runLoop,
  flow_control_statement: flowControl,
  function_statement: define,
  param_block: setDefaults,
  trap_statement: (run, document, node) => run.perhaps(() => inner(run, document, node)),
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
};

// Where nobody in the script gives a parameter its value, its default or somebody outside does.
function setDefaults(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  for (const { name, fallback } of parametersOf(document, node)) {
    if (run.scope.get(name)) continue;
    run.scope.set(name, fallback ? run.evaluate(document, fallback) : open(`$${name} comes from outside`));
  }
  return [];
}

function flowControl(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const value = child(node, "pipeline");
  const output = value ? runPipeline(run, document, value) : [];
  const keyword = document.textOf(node).slice(0, 8).toLowerCase();
  if (keyword.startsWith("exit") || keyword.startsWith("throw")) run.stopped = "exit";
  else run.stopped = keyword.startsWith("return") ? "return" : "break";
  return output;
}
