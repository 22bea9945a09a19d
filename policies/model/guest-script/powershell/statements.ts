import { open, type ScriptValue } from "../reading/value";
import { runIf, runSwitch, runTry } from "./conditions";
import type { PowerShellDocument } from "./document";
import { define, parametersOf } from "./functions";
import { runForEach, runLoop } from "./loops";
import type { SyntaxNode } from "./syntax-node";
import { runPipeline, runPlain } from "./pipelines";
import { remembered } from "./remembered";
import type { PowerShellRun } from "./run";
import { child } from "./syntax";

type Runner = (run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode) => ScriptValue[];

/** Runs a statement of a script, parsed only where its text does not say all. */
export function runDocument(run: PowerShellRun, document: PowerShellDocument): ScriptValue[] {
  const { text } = document;
  if (text === "") return [];
  run.session.spend();
  const plain = runPlain(run, document, text);
  if (plain) return plain;
  const form = formOf(text);
  if (form) return form.run(run, document, text);
  return document.root ? run.statements(document, document.root) : [];
}

/** A statement whose blocks and conditions are marks. */
interface TextForm {
  readonly whole: RegExp;
  readonly run: (run: PowerShellRun, document: PowerShellDocument, code: string) => ScriptValue[];
}

const types = "(?:\\s*\\[[\\w.]+\\],?)*";
const ifForm: TextForm = {
  whole: /^if\s*\(\$\{~\d+\}\)\s*\{~\d+\}(?:\s*elseif\s*\(\$\{~\d+\}\)\s*\{~\d+\})*(?:\s*else\s*\{~\d+\})?$/i,
  run: runIf,
};
const tryForm: TextForm = {
  whole: new RegExp(`^try\\s*\\{~\\d+\\}(?:\\s*catch${types}\\s*\\{~\\d+\\})*(?:\\s*finally\\s*\\{~\\d+\\})?$`, "i"),
  run: runTry,
};
const textForms: readonly TextForm[] = [
  ifForm,
  tryForm,
  { whole: /^(?:return|throw|break|continue|exit(?: \d+)?)$/i, run: stop },
  { whole: /^(?:function|filter|workflow)\s+[^\s({]+\s*\{~\d+\}$/i, run: define },
  {
    whole: /^(?:begin|process|end|dynamicparam)\s*\{~\d+\}$/i,
    run: (run, document, text) => run.code(document.bodyOf(text)),
  },
];

const formOf = remembered((text) => textForms.find(({ whole }) => whole.test(text)));

/** Runs one statement and gives what it puts out. */
export function runStatement(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  run.session.spend();
  const runner = runners[node.type];
  return runner ? runner(run, document, node) : [];
}

const inner: Runner = (run, document, node) => run.statements(document, node);

// A statement within an expression. One of another form than is known is undecided, and each of its blocks may run.
function byText(form: TextForm): Runner {
  return (run, document, node) => {
    const code = document.textOf(node);
    if (form.whole.test(code)) return form.run(run, document, code);
    run.session.unparsable(document.texts(code), "this cannot be parsed", document.lineOf(node));
    return run.perhaps(() => run.code(document.bodyOf(code)));
  };
}

const runners: Readonly<Record<string, Runner>> = {
  pipeline: runPipeline,
  if_statement: byText(ifForm),
  switch_statement: runSwitch,
  try_statement: byText(tryForm),
  foreach_statement: runForEach,
  for_statement: runLoop,
  while_statement: runLoop,
  do_statement: runLoop,
  flow_control_statement: flowControl,
  function_statement: (run, document, node) => define(run, document, document.textOf(node)),
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
  return [...output, ...stop(run, document, document.textOf(node))];
}

function stop(run: PowerShellRun, _: PowerShellDocument, code: string): [] {
  const keyword = code.slice(0, 8).toLowerCase();
  if (keyword.startsWith("exit") || keyword.startsWith("throw")) run.stopped = "exit";
  else run.stopped = keyword.startsWith("return") ? "return" : keyword.startsWith("continue") ? "continue" : "break";
  return [];
}
