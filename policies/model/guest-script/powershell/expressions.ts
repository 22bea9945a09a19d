import { instance, knownTruth, list, open, text, truth, concatenate, type ScriptValue } from "../reading/value";
import { add, setTarget, setVariable } from "./assignment";
import type { PowerShellDocument } from "./document";
import { invoke } from "./methods";
import { compare, format, negation, range, wholeNumber } from "./operators";
import type { SyntaxNode } from "./syntax-node";
import type { PowerShellRun } from "./run";
import { pipelineValue } from "./pipelines";
import { element, member } from "./properties";
import { child, core, parts, variableName } from "./syntax";
import { variable } from "./word-value";

type Evaluator = (run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode) => ScriptValue;

/** The value of an expression as far as it can be told. Runs what it calls. */
export function evaluate(run: PowerShellRun, document: PowerShellDocument, wrapped: SyntaxNode): ScriptValue {
  run.session.spend();
  const written = document.textOf(wrapped);
  if (plainVariable.test(written)) return variable(run, document, written);
  const node = core(wrapped);
  const evaluator = evaluators[node.type];
  return evaluator ? evaluator(run, document, node) : open("it is computed");
}

const plainVariable = /^\$(?:\{~\d+\}|[\w:]+)$/;

const evaluators: Readonly<Record<string, Evaluator>> = {
  variable: (run, document, node) => variable(run, document, document.textOf(node)),
  braced_variable: (run, document, node) => variable(run, document, document.textOf(node)),
  decimal_integer_literal: literal,
  hexadecimal_integer_literal: literal,
  integer_literal: literal,
  real_literal: literal,
  simple_name: literal,
  pipeline: (run, document, node) => pipelineValue(run, document, node),
  parenthesized_expression: (run, document, node) => {
    const inner = child(node, "pipeline");
    return inner ? pipelineValue(run, document, inner) : text("");
  },
  array_literal_expression: (run, document, node) => list(parts(node).map((part) => evaluate(run, document, part))),
  script_block_expression: (_, document, node) => ({ is: "block", code: document.bodyOf(document.textOf(node)) }),
  member_access: (run, document, node) => member(run, document, node),
  element_access: (run, document, node) => element(run, document, node),
  invokation_expression: (run, document, node) => invoke(run, document, node),
  cast_expression: cast,
  type_literal: (_, document, node) => instance("type", [text(typeName(document, node))]),
  additive_expression: additive,
  format_expression: (run, document, node) => format(parts(node).map((part) => operand(run, document, part))),
  comparison_expression: comparison,
  range_expression: (run, document, node) => range(parts(node).map((part) => evaluate(run, document, part))),
  logical_expression: logical,
  post_increment_expression: step,
  post_decrement_expression: step,
  pre_increment_expression: step,
  pre_decrement_expression: step,
  expression_with_unary_operator: unary,
  argument_expression_list: (run, document, node) => list(parts(node).map((part) => evaluate(run, document, part))),
  additive_argument_expression: additive,
  format_argument_expression: (run, document, node) => format(parts(node).map((part) => operand(run, document, part))),
  comparison_argument_expression: comparison,
  logical_argument_expression: logical,
};

function operand(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  return node.type === "format_operator" ? text("") : evaluate(run, document, node);
}

function literal(_: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const written = document.textOf(node);
  const number = Number(written);
  return text(Number.isFinite(number) ? String(number) : written);
}

const typesOfNamespaces = new Set([
  ...["file", "directory", "path", "fileinfo", "directoryinfo"].map((name) => `io.${name}`),
  ...["registry", "registrykey", "registryhive", "registryvaluekind"].map((name) => `microsoft.win32.${name}`),
  ...["diagnostics.process", "text.encoding"],
]);

/** Whole name of a type in lower case, without its brackets and without "System." */
export function typeName(document: PowerShellDocument, node: SyntaxNode): string {
  const written = document
    .textOf(node)
    .replace(/^\[|\]$/g, "")
    .replace(/\s/g, "")
    .toLowerCase()
    .replace(/^system\./, "");
  const whole = document.namespaces.map((namespace) => `${namespace}.${written}`);
  return whole.find((name) => typesOfNamespaces.has(name)) ?? written;
}

function cast(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const [type, inner] = parts(node);
  if (!type || !inner) return open("it is converted");
  const name = typeName(document, type);
  const value = evaluate(run, document, inner);
  // Whoever gets a reference may set the variable.
  if (name === "ref") setTarget(run, document, core(inner), open("a method may set it"), "=");
  if (name === "io.fileinfo" || name === "io.directoryinfo")
    return value.is === "text" ? { is: "file", path: value, deep: false, names: [] } : value;
  if (name === "wmi" || name === "wmiclass" || name === "adsi") return instance("wmi", [value]);
  if (name === "char") return character(value);
  return value;
}

function character(value: ScriptValue): ScriptValue {
  if (value.is === "text" && /^\d{2,5}$/.test(value.text)) return text(String.fromCharCode(Number(value.text)));
  return value.is === "text" && value.text.length === 1 && !/\d/.test(value.text)
    ? value
    : open("a character is computed");
}

// $i++ and its kin
function step(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const target = parts(node)[0];
  if (!target) return open("it is counted");
  const variable = core(target);
  const written = document.textOf(variable);
  if (variable.type === "member_access" || variable.type === "element_access")
    setTarget(run, document, variable, open("it is counted"), "=");
  const { name } = variableName(written);
  const before = run.scope.get(name);
  run.steps++;
  const counted = before && run.counters?.has(name) ? wholeNumber(before) : undefined;
  const by = document.textOf(node).includes("--") ? -1 : 1;
  if (before)
    setVariable(run, written, counted === undefined ? open(`$${name} is counted`) : text(String(counted + by)), "=");
  return open("it is counted");
}

function additive(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const [left, right] = parts(node);
  if (!left || !right) return open("it is computed");
  const operator = document.respelledBetween(left, right).trim();
  const values = [evaluate(run, document, left), evaluate(run, document, right)] as const;
  const [a, b] = values.map(wholeNumber);
  if (operator !== "+") return a === undefined || b === undefined ? open("it is computed") : text(String(a - b));
  if (a !== undefined && b !== undefined) return sum(run, document, left, a, b) ?? concatenate(values);
  return values[0].is === "list" || values[0].is === "table" ? add(...values) : concatenate(values);
}

// A variable that holds digits may hold them as a text, unless it counts.
function sum(
  run: PowerShellRun,
  document: PowerShellDocument,
  left: SyntaxNode,
  a: number,
  b: number,
): ScriptValue | undefined {
  const written = document.textOf(left).trim();
  if (isNumber(run, written)) return text(String(a + b));
  if (document.wordAt(written)?.kind === "word") return undefined;
  run.steps++;
  return open("it is computed");
}

function isNumber(run: PowerShellRun, written: string): boolean {
  return /^-?\d+$/.test(written) || (run.counters?.has(variableName(written).name) ?? false);
}

function comparison(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const [left, operator, right] = parts(node);
  if (!left || !operator || !right) return open("it is compared");
  const written = document.textOf(operator).toLowerCase();
  const values = [evaluate(run, document, left), evaluate(run, document, right)] as const;
  return compare(written, ...values, isNumber(run, document.textOf(left).trim()));
}

function logical(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const [left, right] = parts(node);
  if (!left || !right) return open("it is a condition");
  const operator = document.respelledBetween(left, right).trim().toLowerCase();
  const first = evaluate(run, document, left);
  const second = evaluate(run, document, right);
  const known = [knownTruth(first), knownTruth(second)];
  if (operator === "-and") {
    if (known.includes(false)) return truth(false);
    if (known[0] === true) return second;
    return known[1] === true ? first : open("it is a condition");
  }
  if (operator === "-or" && known.includes(true)) return truth(true);
  return open("it is a condition");
}

function unary(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const inner = parts(node).at(-1);
  if (!inner) return open("it is computed");
  const operator = document
    .textOf(node)
    .slice(0, inner.startIndex - node.startIndex)
    .trim()
    .toLowerCase();
  const value = evaluate(run, document, inner);
  if (operator === ",") return list([value]);
  if (operator === "-split" && value.is === "text") return list(value.text.trim().split(/\s+/).map(text));
  if (operator === "-join") return value.is === "list" ? concatenate(value.items) : value;
  if (operator !== "!" && operator !== "-not")
    return operator === "-" && value.is === "text" ? text(`-${value.text}`) : value;
  return negation(value);
}
