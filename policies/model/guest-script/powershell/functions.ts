import type { Argument } from "../reading/call";
import { Scope } from "../reading/scope";
import { flatten, open, text, truth, type ScriptValue } from "../reading/value";
import { bind } from "./binding";
import type { PowerShellDocument } from "./document";
import { showTildes } from "./respelling/tilde";
import type { SyntaxNode } from "./syntax-node";
import type { Code, PowerShellRun } from "./run";
import { child, parts } from "./syntax";

/** A function that the script defines; most are looked at only when they are called. */
export interface Definition {
  readonly document: PowerShellDocument;
  readonly code: string;
}

export interface Parameter {
  readonly document: PowerShellDocument;
  readonly name: string;
  readonly isSwitch: boolean;
  readonly fallback: SyntaxNode | undefined;
}

/** Notes a function under its name. */
export function define(run: PowerShellRun, document: PowerShellDocument, code: string): [] {
  const name = /^\w+\s+([^\s({]+)/.exec(code)?.[1]?.toLowerCase();
  if (name !== undefined)
    run.functions.set(showTildes(name).replace(/^(global|script|local|private):/, ""), { document, code });
  return [];
}

// function name($parameter) { … }
function declaredParameters({ document, code }: Definition): Parameter[] | undefined {
  if (!code.includes("(") || !document.root) return undefined;
  const at = document.text.indexOf(code) + code.indexOf("(");
  for (let node = document.root.covering(at, at); node; node = node.parent) {
    if (node.type === "function_parameter_declaration") return parametersOf(document, node);
  }
  return undefined;
}

/** Parameters of the param block that the code of a function or script block begins with. */
export function parametersOfBody(code: Code): Parameter[] {
  const document = code.find(({ text }) => /^param\b/i.test(text));
  const declared = document?.root && child(document.root, "param_block");
  return document && declared ? parametersOf(document, declared) : [];
}

/** Parameters of a param block or of a function's parentheses. */
export function parametersOf(document: PowerShellDocument, node: SyntaxNode): Parameter[] {
  const list = child(node, "parameter_list");
  return (list ? parts(list) : []).flatMap((parameter) => {
    const variable = child(parameter, "variable");
    if (!variable) return [];
    const fallback = child(parameter, "script_parameter_default");
    return {
      document,
      name: document.textOf(variable).slice(1).toLowerCase(),
      isSwitch: document.textOf(parameter).toLowerCase().includes("[switch]"),
      fallback: fallback && parts(fallback)[0],
    };
  });
}

/** Runs a function of the script with these arguments. */
export function callFunction(
  run: PowerShellRun,
  definition: Definition,
  args: readonly Argument[],
  input: readonly ScriptValue[],
): ScriptValue[] {
  const body = definition.document.bodyOf(definition.code.slice(definition.code.lastIndexOf("{")));
  const parameters = declaredParameters(definition) ?? parametersOfBody(body);
  return run.within(new Scope(run.scope), definition, () => {
    setParameters(run, parameters, args, input);
    return run.code(body);
  });
}

/** Gives the parameters of a function or script block their values in the current scope. */
export function setParameters(
  run: PowerShellRun,
  parameters: readonly Parameter[],
  args: readonly Argument[],
  input: readonly ScriptValue[],
): void {
  const bound = bind(args, {
    positions: parameters.filter((parameter) => !parameter.isSwitch).map((parameter) => parameter.name),
    switches: parameters.filter((parameter) => parameter.isSwitch).map((parameter) => parameter.name),
  });
  const loose = [...bound].flatMap(([name, value]) => (/^\d+$/.test(name) && value ? [value] : []));
  run.scope.set("args", { is: "list", items: loose });
  run.scope.set("input", { is: "list", items: input });
  if (input.length > 0) run.scope.set("_", input.length === 1 ? input[0]! : { is: "list", items: input });
  parameters.forEach((parameter, index) => {
    run.scope.set(parameter.name, argument(run, parameter, bound, { input, takesAll: index === 0 }));
  });
}

function argument(
  run: PowerShellRun,
  { document, name, isSwitch, fallback }: Parameter,
  bound: ReadonlyMap<string, ScriptValue | undefined>,
  { input, takesAll }: { readonly input: readonly ScriptValue[]; readonly takesAll: boolean },
): ScriptValue {
  if (isSwitch) return truth(bound.has(name));
  const given = bound.get(name);
  if (given) return given;
  const properties = flatten(input).flatMap((value) => (value.is === "table" ? (value.entries.get(name) ?? []) : []));
  const piped = properties.length > 0 ? properties : takesAll ? input : [];
  if (piped.length > 0) return piped.length === 1 ? piped[0]! : { is: "list", items: piped };
  if (fallback) return run.evaluate(document, fallback);
  return bound.has(name) ? open(`$${name} is not known`) : text("");
}
