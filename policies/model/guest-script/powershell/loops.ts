import type { ScriptValue } from "../reading/value";
import type { PowerShellDocument } from "./document";
import type { SyntaxNode } from "./syntax-node";
import { runPipeline } from "./pipelines";
import type { PowerShellRun } from "./run";
import { child, parts } from "./syntax";

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
    const { stopped } = run;
    if (stopped === "break") run.stopped = undefined;
    if (stopped) break;
  }
  return output;
}

/** for, while and do: one round tells what the others do. */
export function runLoop(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const output: ScriptValue[] = [];
  for (const part of parts(node)) {
    if (part.type === "statement_block") output.push(...run.statements(document, part));
    else if (part.type === "while_condition" || part.type === "for_initializer" || part.type === "for_condition") {
      const condition = child(part, "pipeline");
      if (condition) runPipeline(run, document, condition);
    }
  }
  if (run.stopped === "break") run.stopped = undefined;
  return output;
}
