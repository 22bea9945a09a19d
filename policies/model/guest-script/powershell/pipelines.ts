import { list, text, type ScriptValue } from "../reading/value";
import { negation } from "./operators";
import { assign, setVariable } from "./assignment";
import { runNamed, runWords } from "./commands";
import type { PowerShellDocument } from "./document";
import type { SyntaxNode } from "./syntax-node";
import { plainStatement } from "./plain-statement";
import type { PowerShellRun } from "./run";
import { child, core, parts } from "./syntax";
import { variable } from "./word-value";

/** Runs a pipeline or an assignment and gives what it puts out. */
export function runPipeline(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  return (
    (document.hasErrors ? undefined : runPlain(run, document, document.textOf(node))) ?? parsed(run, document, node)
  );
}

/** Runs a statement that says all in its text; undefined for any other. */
export function runPlain(run: PowerShellRun, document: PowerShellDocument, code: string): ScriptValue[] | undefined {
  const plain = code === document.text ? document.plain : plainStatement(code);
  if (!plain) return undefined;
  const { target, operator = "=", commands, values = [] } = plain;
  const output = commands ? ofCommands(run, document, commands) : [valueOf(run, document, values)];
  if (plain.negated) return output.map(negation);
  if (target === undefined) return output;
  setVariable(run, target, output.length === 1 ? output[0]! : { is: "list", items: output }, operator);
  return [];
}

function valueOf(run: PowerShellRun, document: PowerShellDocument, written: readonly string[]): ScriptValue {
  const [only, ...others] = written.map((one) => {
    run.session.spend();
    return one.startsWith("$") ? variable(run, document, one) : text(one);
  });
  return others.length === 0 ? only! : list([only!, ...others]);
}

function ofCommands(
  run: PowerShellRun,
  document: PowerShellDocument,
  commands: readonly (readonly number[])[],
): ScriptValue[] {
  let values: ScriptValue[] = [];
  for (const marks of commands) values = runWords(run, document, document.wordsAt(marks), values);
  return values;
}

function parsed(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const inner = core(node);
  switch (inner.type) {
    case "assignment_expression":
      assign(run, document, inner);
      return [];
    case "command":
      return run.command(document, inner, []);
    case "pipeline_chain":
      return chain(run, document, inner);
    case "pipeline":
      return chains(run, document, inner);
    default:
      return [run.evaluate(document, inner)];
  }
}

// a && b || c
function chains(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  let output: ScriptValue[] = [];
  let conditional = false;
  for (const part of parts(node)) {
    if (part.type === "pipeline_chain_tail") conditional = document.textOf(part) === "||";
    else if (part.type !== "pipeline_chain") output = parsed(run, document, part);
    else output = conditional ? run.perhaps(() => chain(run, document, part)) : chain(run, document, part);
  }
  return output;
}

function chain(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  let values: ScriptValue[] = [];
  for (const part of parts(node)) {
    if (part.type === "command") values = run.command(document, part, values);
    else if (part.type === "redirections") values = redirected(run, document, part, values);
    else if (part.type !== "verbatim_command_argument") {
      values = [run.evaluate(document, part)];
    }
  }
  return values;
}

// What goes into a file is written as Out-File writes it; the other streams are nobody's business.
function redirected(
  run: PowerShellRun,
  document: PowerShellDocument,
  node: SyntaxNode,
  input: readonly ScriptValue[],
): ScriptValue[] {
  const written = parts(node).map((part) => [
    child(part, "file_redirection_operator"),
    child(part, "redirected_file_name"),
  ]);
  const into = written.find(([sign]) => sign && /^[*1]?>/.test(document.textOf(sign)));
  const target = into?.[1] && parts(into[1])[0];
  if (!into?.[0] || !target) return [...input];
  const path = target.type === "generic_token" ? text(document.textOf(target)) : run.evaluate(document, target);
  const append = document.textOf(into[0]).endsWith(">>") ? [{ parameter: "append" }] : [];
  const args = [{ parameter: "filepath", value: path }, ...append];
  if (path.is !== "text" || path.text !== "")
    runNamed(run, { name: "out-file", arguments: args, input, line: document.lineOf(node) });
  return [];
}

/** Runs a pipeline and gives its output as one value. */
export function pipelineValue(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const output = runPipeline(run, document, node);
  return output.length === 1 ? output[0]! : { is: "list", items: output };
}
