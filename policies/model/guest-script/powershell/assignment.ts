import { choice, concatenate, flatten, hole, open, text, type ScriptValue } from "../reading/value";
import type { PowerShellDocument } from "./document";
import { wholeNumber } from "./operators";
import type { SyntaxNode } from "./syntax-node";
import type { PowerShellRun } from "./run";
import { runStatement } from "./statements";
import { core, parts, variableName } from "./syntax";

/** Runs `target = value` and its kin. */
export function assign(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): void {
  const [left, operator, ...rest] = parts(node);
  if (!left || !operator) return;
  const output = rest.flatMap((part) => runStatement(run, document, part));
  const value: ScriptValue = output.length === 1 ? output[0]! : { is: "list", items: output };
  setTarget(run, document, core(left), value, document.textOf(operator));
}

/** Sets what stands on the left of an assignment. */
export function setTarget(
  run: PowerShellRun,
  document: PowerShellDocument,
  target: SyntaxNode,
  value: ScriptValue,
  operator: string,
): void {
  if (target.type === "cast_expression") {
    const inner = parts(target).at(-1);
    if (inner) setTarget(run, document, core(inner), value, operator);
  } else if (target.type === "array_literal_expression") {
    const items = flatten([value]);
    const targets = parts(target);
    targets.forEach((each, index) => {
      const item = items[index] ?? open("it is not known which value is meant");
      const last = index === targets.length - 1 && items.length > targets.length;
      setTarget(run, document, core(each), last ? { is: "list", items: items.slice(index) } : item, operator);
    });
  } else if (target.type === "variable" || target.type === "braced_variable") {
    setVariable(run, document.textOf(target), value, operator);
  } else if (target.type === "element_access" || target.type === "member_access")
    setWithin(run, document, target, value, operator);
}

/** Sets a variable that is written as "$name". */
export function setVariable(run: PowerShellRun, written: string, value: ScriptValue, operator: string): void {
  const { name, global } = variableName(written);
  // $function:name = { … } makes a function, which may be called.
  if (name.startsWith("function:") && value.is === "block") run.perhaps(() => run.block(value));
  const assigned = operator === "=" ? value : combined(run, run.scope.get(name), value, operator, name);
  if (global) run.scope.setGlobal(name, assigned);
  else run.scope.set(name, assigned);
}

function combined(
  run: PowerShellRun,
  before: ScriptValue | undefined,
  value: ScriptValue,
  operator: string,
  name: string,
): ScriptValue {
  const [start, by] = [before, value].map((one) => one && wholeNumber(one));
  if (start !== undefined && by !== undefined && (operator === "+=" || operator === "-=")) {
    run.steps++;
    return run.counters?.has(name)
      ? text(String(operator === "+=" ? start + by : start - by))
      : open(`$${name} is counted`);
  }
  if (operator !== "+=") return open(`$${name} is computed`);
  if (before === undefined) return value;
  return add(before, value);
}

/** What "+" gives for texts and lists. */
export function add(left: ScriptValue, right: ScriptValue): ScriptValue {
  if (left.is === "list")
    return { is: "list", items: [...left.items, ...(right.is === "list" ? right.items : [right])] };
  if (left.is === "table" && right.is === "table") {
    return { is: "table", entries: new Map([...left.entries, ...right.entries]) };
  }
  return concatenate([left, right]);
}

// $table["key"] = value, $table.key = value and $list[0] = value
function setWithin(
  run: PowerShellRun,
  document: PowerShellDocument,
  target: SyntaxNode,
  value: ScriptValue,
  operator: string,
): void {
  const [holder, key] = parts(target);
  if (!holder || !key) return;
  const variable = core(holder);
  const isVariable = variable.type === "variable" || variable.type === "braced_variable";
  const { name } = variableName(document.textOf(variable));
  const before = isVariable ? run.scope.get(name) : run.evaluate(document, variable);
  if (before?.is === "instance")
    before.calls.push({ name: `set_${document.textOf(key).toLowerCase()}`, arguments: [value] });
  if (before?.is === "list" && isVariable && target.type === "element_access")
    return run.scope.set(name, withItem(before.items, run.evaluate(document, key), value));
  if (before?.is !== "table") return;
  const written = target.type === "member_access" ? text(document.textOf(key)) : run.evaluate(document, key);
  const plain = written.is === "text" ? written.text.toLowerCase() : hole;
  const now = operator === "=" ? value : combined(run, before.entries.get(plain), value, operator, name);
  if (isVariable) run.scope.set(name, { is: "table", entries: new Map([...before.entries, [plain, now]]) });
  else before.entries.set(plain, now);
}

// Where the place is not known, it may be any.
function withItem(items: readonly ScriptValue[], index: ScriptValue, value: ScriptValue): ScriptValue {
  const at = wholeNumber(index);
  if (at === undefined) return { is: "list", items: [...items.map((item) => choice([item, value]))] };
  return {
    is: "list",
    items: items.map((item, place) => (place === at || place - items.length === at ? value : item)),
  };
}
