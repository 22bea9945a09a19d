import type { Argument } from "../reading/call";
import { Scope } from "../reading/scope";
import { open, text, truth, type ScriptValue } from "../reading/value";
import { bind } from "./binding";
import type { PowerShellDocument } from "./document";
import type { SyntaxNode } from "./parser";
import type { PowerShellRun } from "./run";
import { child, parts } from "./syntax";

/** A function that the script defines. */
export interface Definition {
  readonly document: PowerShellDocument;
  readonly parameters: readonly Parameter[];
  readonly body: SyntaxNode | undefined;
}

interface Parameter {
  readonly name: string;
  readonly isSwitch: boolean;
  readonly fallback: SyntaxNode | undefined;
}

export function define(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): void {
  const name = child(node, "function_name");
  if (!name) return;
  const body = child(node, "script_block");
  const own = child(node, "function_parameter_declaration") ?? (body && child(body, "param_block"));
  run.functions.set(
    document
      .textOf(name)
      .toLowerCase()
      .replace(/^(global|script|local|private):/, ""),
    {
      document,
      parameters: own ? parametersOf(document, own) : [],
      body,
    },
  );
}

/** Parameters of a param block or of a function's parentheses. */
export function parametersOf(document: PowerShellDocument, node: SyntaxNode): Parameter[] {
  const list = child(node, "parameter_list");
  return (list ? parts(list) : []).flatMap((parameter) => {
    const variable = child(parameter, "variable");
    if (!variable) return [];
    const written = document.textOf(parameter).toLowerCase();
    const fallback = child(parameter, "script_parameter_default");
    return {
      name: document.textOf(variable).slice(1).toLowerCase(),
      isSwitch: written.includes("[switch]"),
      fallback: fallback && parts(fallback)[0],
    };
  });
}

/** Runs a function of the script with these arguments. */
export function callFunction(
  run: PowerShellRun,
  { document, parameters, body }: Definition,
  args: readonly Argument[],
  input: readonly ScriptValue[],
): ScriptValue[] {
  if (!body) return [];
  const bound = bind(args, {
    positions: parameters.filter((parameter) => !parameter.isSwitch).map((parameter) => parameter.name),
    switches: parameters.filter((parameter) => parameter.isSwitch).map((parameter) => parameter.name),
  });
  return run.session.nested(() => {
    const outer = run.scope;
    run.scope = new Scope(outer);
    const loose = [...bound].flatMap(([name, value]) => (/^\d+$/.test(name) && value ? [value] : []));
    run.scope.set("args", { is: "list", items: loose });
    run.scope.set("input", { is: "list", items: input });
    if (input.length > 0) run.scope.set("_", input.length === 1 ? input[0]! : { is: "list", items: input });
    parameters.forEach((parameter, index) => {
      run.scope.set(parameter.name, argument(run, document, parameter, bound, index === 0 ? input : []));
    });
    try {
      const output = run.statements(document, body);
      if (run.stopped === "return") run.stopped = undefined;
      return output;
    } finally {
      run.scope = outer;
    }
  });
}

function argument(
  run: PowerShellRun,
  document: PowerShellDocument,
  { name, isSwitch, fallback }: Parameter,
  bound: ReadonlyMap<string, ScriptValue | undefined>,
  input: readonly ScriptValue[],
): ScriptValue {
  if (isSwitch) return truth(bound.has(name));
  const given = bound.get(name);
  if (given) return given;
  if (input.length > 0) return input.length === 1 ? input[0]! : { is: "list", items: input };
  if (fallback) return run.evaluate(document, fallback);
  return bound.has(name) ? open(`$${name} is not known`) : text("");
}
