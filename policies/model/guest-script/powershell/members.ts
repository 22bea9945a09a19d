import {
  concatenate,
  eachOption,
  file,
  flatten,
  instance,
  list,
  open,
  text,
  type FileValue,
  type ScriptValue,
} from "../reading/value";
import { base64Text } from "../reading/decode";
import { expandPercents } from "../reading/windows-environment";
import type { PowerShellDocument } from "./document";
import { typeName } from "./expressions";
import { formatText, replaceAll } from "./operators";
import type { SyntaxNode } from "./parser";
import type { PowerShellRun } from "./run";
import { runTexts, runWritten } from "./run-text";
import { existenceTest } from "./conditions";
import { child, core, parts } from "./syntax";

const wholePath = new Set(["fullname", "path", "pspath", "fullpath", "providerpath", "value", "definition"]);
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

/** object.Name and [type]::Name */
export function member(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const [target, name] = parts(node);
  if (!target || !name) return open("a property is not known");
  const type = core(target);
  if (type.type === "type_literal") return typeProperty(typeName(document, type), document.textOf(name).toLowerCase());
  const value = run.evaluate(document, target);
  const key = memberName(run, document, name);
  return key === undefined ? open("a property is not known") : property(value, key);
}

function typeProperty(type: string, name: string): ScriptValue {
  if (type === "io.path" && name === "directoryseparatorchar") return text("\\");
  return instance(`${type}.${name}`, []);
}

/** A property of a value, by its name in lower case. */
export function property(value: ScriptValue, name: string): ScriptValue {
  switch (value.is) {
    case "table":
      return value.entries.get(name) ?? text("");
    case "list":
      return name === "count" || name === "length"
        ? text(String(value.items.length))
        : list(value.items.map((item) => property(item, name)));
    case "choice":
      return eachOption(value, (option) => property(option, name));
    case "file":
      return fileProperty(value, name);
    case "instance":
      return instanceProperty(value.type, value.arguments, name);
    default:
      return open(`.${/^\w{1,40}$/.test(name) ? name : "a property"} is not known`);
  }
}

function fileProperty(value: FileValue, name: string): ScriptValue {
  if (wholePath.has(name)) return value;
  const parent = value.path.text.replace(/\\[^\\]*$/, "");
  if (name === "directoryname" || name === "directory" || name === "parent" || name === "psparentpath") {
    return file(value.path.is === "text" ? text(parent) : open(value.path.why, parent));
  }
  const leaf = value.path.text.slice(parent.length + 1);
  if ((name === "name" || name === "pschildname") && value.path.is === "text" && !/[*?]/.test(leaf)) return text(leaf);
  return open(`.${name} of a file is not known`);
}

function instanceProperty(type: string, args: readonly ScriptValue[], name: string): ScriptValue {
  if (type === "acl" && wholePath.has(name)) return args[0] ?? open("its path is not known");
  return instance(`${type}.${name}`, args);
}

export function element(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue {
  const [target, key] = parts(node);
  if (!target || !key) return open("an element is not known");
  const value = run.evaluate(document, target);
  const index = run.evaluate(document, key);
  if (value.is === "file" || value.is === "instance") return value;
  if (value.is === "table")
    return index.is === "text"
      ? (value.entries.get(index.text.toLowerCase()) ?? text(""))
      : open("an entry is not known");
  if (value.is !== "list" || index.is !== "text") return open("an element is not known");
  const number = Number(index.text);
  return value.items.at(number) ?? open("an element is missing");
}

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

interface Invocation {
  readonly isStatic: boolean;
  readonly target: ScriptValue;
  readonly name: string;
  readonly arguments: readonly ScriptValue[];
  readonly line: number;
}

/** Calls a method by its name in lower case. */
export function callMethod(run: PowerShellRun, call: Invocation): ScriptValue {
  const { target, name, arguments: args } = call;
  if (target.is === "list" || target.is === "choice") {
    const results = flatten([target]).map((item) => callMethod(run, { ...call, target: item }));
    return results.length === 1 ? results[0]! : list(results);
  }
  run.session.emit({
    kind: "method",
    ...call,
    branch: run.session.branch,
    folder: run.scope.get(" folder") ?? open("the current folder is not known"),
  });
  if (call.isStatic && target.is === "text" && target.text === "io.file" && /^(write|append)all/.test(name)) {
    runWritten(run, args[0], args.slice(1, 2), call.line);
  }
  if (target.is === "instance" && target.type === "scriptblock" && name.startsWith("invoke")) {
    return list(runTexts(run, target.arguments[0], { what: "a script block runs", line: call.line, shares: true }));
  }
  if (call.isStatic) return staticResult(run, target.is === "text" ? target.text : "", name, args);
  if (target.is === "instance") {
    if (target.type.startsWith("text.encoding") && name === "getstring") return decoded(args[0]);
    target.calls.push({ name, arguments: args });
    return instance(`${target.type}.${name}()`, target.arguments);
  }
  if (target.is === "block") return runBlock(run, name, target);
  if (target.is === "file" && name === "getaccesscontrol") return instance("acl", [target]);
  if ((name === "where" || name === "foreach" || name === "_foreach") && args[0]?.is === "block") {
    return list(run.block(args[0], { variables: { _: target }, shares: true }));
  }
  return textMethod(target, name, args);
}

function runBlock(run: PowerShellRun, name: string, block: Extract<ScriptValue, { is: "block" }>): ScriptValue {
  return name.startsWith("invoke") ? list(run.block(block)) : open("a script block is used");
}

function textMethod(target: ScriptValue, name: string, args: readonly ScriptValue[]): ScriptValue {
  if (keepsText.has(name)) return target;
  const [wanted, replacement] = args;
  if (name === "replace" && target.is === "text" && wanted?.is === "text" && replacement?.is === "text") {
    return text(replaceAll(target.text, wanted.text, replacement.text));
  }
  if (name === "split" && target.is === "text" && wanted?.is === "text" && wanted.text !== "") {
    return list(target.text.split(wanted.text).map(text));
  }
  if (name === "insert" || name === "padleft") return open("a text is computed");
  return open(`.${/^\w{1,40}$/.test(name) ? name : "a method"}() is not known`);
}

function staticResult(run: PowerShellRun, type: string, name: string, args: readonly ScriptValue[]): ScriptValue {
  const [first, second] = args;
  if (name === "new") return /^io\.(file|directory)info$/.test(type) && first ? file(first) : instance(type, args);
  if (type === "io.path" && name === "combine") {
    return concatenate(flatten(args).flatMap((part, index) => (index === 0 ? [part] : [text("\\"), part])));
  }
  if ((type === "io.file" || type === "io.directory") && name === "exists") return existenceTest(args);
  if ((type === "io.file" || type === "io.directory") && name === "getaccesscontrol") return instance("acl", args);
  if (type === "io.directory" && /^(get|enumerate)(files|directories|filesystementries)$/.test(name) && first) {
    return file(concatenate([first, text("\\"), second ?? text("*")]), args.length > 2);
  }
  if (type === "string" && name === "format" && first?.is === "text")
    return formatText(first.text, flatten(args.slice(1)));
  if (type === "string" && name === "join" && first) {
    return concatenate(flatten(args.slice(1)).flatMap((part, index) => (index === 0 ? [part] : [first, part])));
  }
  if (type === "string" && name === "concat") return concatenate(flatten(args));
  if (type === "environment" && first?.is === "text") return environment(run, name, first.text);
  if (type === "convert" && name === "frombase64string") return instance("bytes", args);
  if (type === "scriptblock" && name === "create") return instance("scriptblock", args);
  return open("the result of a .NET method is not known");
}

function environment(run: PowerShellRun, name: string, wanted: string): ScriptValue {
  if (name === "expandenvironmentvariables") {
    return text(expandPercents(wanted, (variable) => plain(run.scope.get(`env:${variable}`))));
  }
  const variable = name === "getfolderpath" ? folders[wanted.toLowerCase()] : wanted.toLowerCase();
  return (variable !== undefined && run.scope.get(`env:${variable}`)) || open("a folder of Windows is not known");
}

const folders: Readonly<Record<string, string>> = {
  commonapplicationdata: "programdata",
  windows: "windir",
  programfiles: "programfiles",
  applicationdata: "appdata",
  localapplicationdata: "localappdata",
  userprofile: "userprofile",
};

function plain(value: ScriptValue | undefined): string | undefined {
  return value?.is === "text" ? value.text : undefined;
}

function decoded(bytes: ScriptValue | undefined): ScriptValue {
  const encoded = bytes?.is === "instance" && bytes.type === "bytes" ? bytes.arguments[0] : undefined;
  const result = encoded?.is === "text" ? base64Text(encoded.text) : undefined;
  return result?.text === undefined ? open("a text is decoded") : text(result.text);
}

function memberName(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): string | undefined {
  const written = document.textOf(node);
  if (/^\w+$/.test(written)) return written.toLowerCase();
  const value = run.evaluate(document, core(node));
  return value.is === "text" ? value.text.toLowerCase() : undefined;
}

function argumentsOf(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): ScriptValue[] {
  const expressions = child(node, "argument_expression_list");
  return expressions ? parts(expressions).map((part) => run.evaluate(document, part)) : [];
}
