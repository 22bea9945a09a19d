import { flatten, instance, knownTruth, open, type ScriptValue } from "../reading/value";
import type { PowerShellDocument } from "./document";
import type { SyntaxNode } from "./parser";
import { runPipeline } from "./pipelines";
import type { PowerShellRun } from "./run";
import { child, parts } from "./syntax";

/** if … elseif … else */
export function runIf(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const clauses = [node, ...(node.childForFieldName("elseif_clauses")?.namedChildren ?? [])];
  const branches: (() => ScriptValue[])[] = [];
  let certain = -1;
  for (const clause of clauses) {
    const condition = clause.childForFieldName("condition");
    const block = child(clause, "statement_block");
    if (!condition || !block) continue;
    const value = runPipeline(run, document, condition).at(-1) ?? open("the condition is empty");
    const truth = knownTruth(value);
    if (truth === false) continue;
    const branch = (): ScriptValue[] => run.statements(document, block);
    if (truth === true) {
      return branches.length === 0 ? branch() : run.branches([...branches, branch], false, certain);
    }
    const exists = existence(value);
    if (exists !== undefined && certain < 0) certain = branches.length + (exists ? 0 : 1);
    branches.push(branch);
  }
  const last = node.childForFieldName("else_clause");
  const block = last && child(last, "statement_block");
  if (!block) return branches.length === 0 ? [] : run.branches(branches, true, certain);
  const otherwise = (): ScriptValue[] => run.statements(document, block);
  return branches.length === 0 ? otherwise() : run.branches([...branches, otherwise], false, certain);
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

/** try … catch … finally: what a catch clause does happens only after an error. */
export function runTry(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  return parts(node).flatMap((part) => {
    if (part.type !== "catch_clauses") return run.stopped ? [] : run.statements(document, part);
    const stopped = run.stopped;
    run.stopped = undefined;
    const blocks = part.namedChildren.flatMap((clause) => child(clause, "statement_block") ?? []);
    const output = run.branches(
      blocks.map((block) => () => run.statements(document, block)),
      true,
    );
    run.stopped = stopped;
    return output;
  });
}
