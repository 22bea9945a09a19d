import {
  concatenate,
  file,
  flatten,
  hole,
  instance,
  list,
  open,
  text,
  type BlockValue,
  type FileValue,
  type ScriptValue,
} from "../reading/value";
import { collectionMethod } from "./collection-methods";
import type { PowerShellDocument } from "./document";
import { typeName } from "./expressions";
import { replaceAll, splitAt } from "./operators";
import type { SyntaxNode } from "./syntax-node";
import { memberName, tableEntries } from "./properties";
import { subKey } from "./registry-keys";
import type { PowerShellRun } from "./run";
import { startProgram } from "./nested";
import { startedByMethod } from "./process-start";
import { runCode, runTexts, runWritten } from "./run-text";
import { decoded, staticResult } from "./static-methods";
import { child, core, parts } from "./syntax";

/** object.Method(arguments) and [type]::Method(arguments): runs it and tells what it gives. */
export function invoke(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const [target, name, args] = parts(node);
  if (!target || !name) return open("a method is not known");
  const holder = core(target);
  const isStatic = holder.type === "type_literal";
  const value = isStatic ? text(typeName(document, holder)) : run.evaluate(document, target);
  const method = memberName(run, document, name) ?? "";
  const values = args ? argumentsOf(run, document, args) : [];
  return callMethod(run, { isStatic, target: value, name: method, arguments: values, line: document.lineOf(node) });
}

function argumentsOf(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const expressions = child(node, "argument_expression_list");
  return expressions ? parts(expressions).map((part) => run.evaluate(document, part)) : [];
}

/** A method call with its values known. */
export interface Invocation {
  readonly isStatic: boolean;
  readonly target: ScriptValue;
  readonly name: string;
  readonly arguments: readonly ScriptValue[];
  readonly line: number;
}

/** Calls a method by its name in lower case. */
export function callMethod(run: PowerShellRun, call: Invocation): ScriptValue {
  const { target, name, arguments: args } = call;
  const ofCollection = call.isStatic ? undefined : collectionMethod(run, call);
  if (ofCollection) return ofCollection;
  if (target.is === "list" || target.is === "choice") {
    const results = flatten([target]).map((item) => callMethod(run, { ...call, target: item }));
    return results.length === 1 ? results[0]! : list(results);
  }
  const start = startedByMethod(call);
  if (start) return instance("diagnostics.process", startProgram(run, start, call.line));
  if (runsCode.has(name)) {
    const use = { what: "a method runs", line: call.line, shares: true };
    return list(args[0]?.is === "text" ? runTexts(run, args[0], use) : runCode(run, args[0], undefined, use));
  }
  run.session.emit({
    kind: "method",
    ...call,
    branch: run.session.branch,
    folder: run.scope.get(" folder") ?? open("the current folder is not known"),
  });
  if (call.isStatic && target.is === "text" && target.text === "io.file" && /^(write|append)all/.test(name)) {
    runWritten(run, args[0], args.slice(1, 2), call.line, name.startsWith("append"));
  }
  if (name === "newscriptblock") return instance("scriptblock", args);
  if (target.is === "instance" && target.type === "scriptblock" && name.startsWith("invoke")) {
    return list(runTexts(run, target.arguments[0], { what: "a script block runs", line: call.line, shares: true }));
  }
  const opened = subKey(target, name, args);
  if (opened) return opened;
  if (call.isStatic) return staticResult(run, target.is === "text" ? target.text : "", name, args);
  if (target.is === "instance") {
    if (target.type.startsWith("text.encoding") && name === "getstring") return decoded(args[0]);
    target.calls.push({ name, arguments: args });
    return instance(`${target.type}.${name}()`, target.arguments);
  }
  if (target.is === "table" && name === "getenumerator") return tableEntries(target);
  if (target.is === "table" && name === "add" && args[0]) {
    target.entries.set(args[0].is === "text" ? args[0].text.toLowerCase() : hole, args[1] ?? text(""));
    return list([]);
  }
  if (target.is === "block") return runBlock(run, name, target, args);
  if (target.is === "file" && name === "getaccesscontrol") return instance("acl", [target]);
  if (target.is === "file" && listing.test(name)) return listed(target, args);
  return textMethod(target, name, args);
}

// What [powershell] and $ExecutionContext.InvokeCommand run.
const runsCode = new Set(["addscript", "invokescript"]);
const listing = /^(get|enumerate)(files|directories|filesysteminfos)$/;

function listed(folder: FileValue, [pattern, option]: readonly ScriptValue[]): ScriptValue {
  return file(concatenate([folder.path, text("\\"), pattern ?? text("*")]), option !== undefined);
}

function runBlock(run: PowerShellRun, name: string, block: BlockValue, args: readonly ScriptValue[]): ScriptValue {
  if (!name.startsWith("invoke")) return name === "getnewclosure" ? block : open("a script block is used");
  return list(run.block(block, args.length > 0 ? { args: args.map((value) => ({ value })) } : {}));
}

const keepsText = new Set([
  "tostring",
  "trim",
  "trimend",
  "trimstart",
  "tolower",
  "toupper",
  "tolowerinvariant",
  "toupperinvariant",
]);

function textMethod(target: ScriptValue, name: string, args: readonly ScriptValue[]): ScriptValue {
  if (keepsText.has(name)) return target;
  const [wanted, replacement] = args;
  if (name === "replace" && target.is === "text" && wanted?.is === "text" && replacement?.is === "text") {
    return text(replaceAll(target.text, wanted.text, replacement.text));
  }
  if (name === "split" && target.is === "text") return splitAt(target.text, args);
  if (name === "insert" || name === "padleft") return open("a text is computed");
  return open(`.${/^\w{1,40}$/.test(name) ? name : "a method"}() is not known`);
}
