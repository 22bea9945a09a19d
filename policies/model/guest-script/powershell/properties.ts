import {
  choice,
  eachOption,
  file,
  hole,
  instance,
  list,
  open,
  text,
  type FileValue,
  type InstanceValue,
  type ScriptValue,
  type TableValue,
} from "../reading/value";
import type { PowerShellDocument } from "./document";
import { typeName } from "./expressions";
import type { SyntaxNode } from "./syntax-node";
import { rootKey } from "./registry-keys";
import type { PowerShellRun } from "./run";
import { core, parts } from "./syntax";

const wholePath = new Set(["fullname", "path", "pspath", "fullpath", "providerpath", "value", "definition"]);

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
  if (type === "environment" && name === "newline") return text("\r\n");
  if (type === "microsoft.win32.registry") return rootKey(name);
  if (type === "microsoft.win32.registryhive") return text(name);
  return instance(`${type}.${name}`, []);
}

/** A property of a value, by its name in lower case. */
export function property(value: ScriptValue, name: string): ScriptValue {
  switch (value.is) {
    case "table":
      return value.entries.get(name) ?? tableProperty(value, name);
    case "list":
      return name === "count" || name === "length"
        ? countOf(value.items)
        : list(value.items.map((item) => property(item, name)));
    case "choice":
      return eachOption(value, (option) => property(option, name));
    case "file":
      return fileProperty(value, name);
    case "instance":
      return instanceProperty(value, name);
    default:
      return open(`.${/^\w{1,40}$/.test(name) ? name : "a property"} is not known`);
  }
}

// A listing or what is not known may stand for any number of objects.
function countOf(items: readonly ScriptValue[]): ScriptValue {
  const counts = items.every(({ is }) => is === "text" || is === "table" || is === "list" || is === "block");
  return counts ? text(String(items.length)) : open("how many there are is not known");
}

function tableProperty({ entries }: TableValue, name: string): ScriptValue {
  if (name === "keys") return list([...entries.keys()].map(keyText));
  if (name === "values") return list([...entries.values()]);
  if (entries.has(hole)) return open(name === "count" ? "how many there are is not known" : "an entry is not known");
  return text(name === "count" ? String(entries.size) : "");
}

// A key that is not known stands for any number of them.
function keyText(key: string): ScriptValue {
  return key === hole ? open("a key is not known") : text(key);
}

/** What a table gives when it is counted up: its entries, each with key and value. */
export function tableEntries({ entries }: TableValue): ScriptValue {
  const entry = (key: string, value: ScriptValue): TableValue => ({
    is: "table",
    entries: new Map([...["key", "name"].map((name) => [name, keyText(key)] as const), ["value", value]]),
  });
  return list([...entries].map(([key, value]) => entry(key, value)));
}

function fileProperty(value: FileValue, name: string): ScriptValue {
  if (wholePath.has(name)) return value;
  const parent = value.path.text.replace(/\\[^\\]*$/, "");
  if (name === "directoryname" || name === "directory" || name === "parent" || name === "psparentpath") {
    return file(value.path.is === "text" ? text(parent) : open(value.path.why, parent));
  }
  const leaf = value.path.text.slice(parent.length + 1);
  const why = `.${name} of a file is not known`;
  if (name !== "name" && name !== "pschildname") return open(why);
  // A pattern of names is no name to compare with, but as part of a path it tells as much.
  if (value.path.is === "text" && !/[*?]/.test(leaf)) return text(leaf);
  return leaf === "" ? open(why) : open(why, leaf);
}

function instanceProperty(value: InstanceValue, name: string): ScriptValue {
  const { type, arguments: args } = value;
  const given = setting(value, name);
  if (given) return given;
  // What is set on the settings of a process is kept with the process.
  if (type === "diagnostics.process" && name === "startinfo") return value;
  if (type === "acl" && wholePath.has(name)) return args[0] ?? open("its path is not known");
  if (args[0]?.is === "table") return args[0].entries.get(name) ?? open(`.${name} of an object is not known`);
  return instance(`${type}.${name}`, args);
}

/** The value that a property, by its name in lower case, was set to last. */
export function setting(value: InstanceValue, name: string): ScriptValue | undefined {
  return value.calls.filter((call) => call.name === `set_${name}`).at(-1)?.arguments[0];
}

/** object[index] */
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
  if (value.is === "list" && index.is === "open" && value.items.length > 0) return choice(value.items);
  if (value.is !== "list" || index.is !== "text") return open("an element is not known");
  const number = Number(index.text);
  return value.items.at(number) ?? open("an element is missing");
}

/** Name of a property or method in lower case. */
export function memberName(run: PowerShellRun, document: PowerShellDocument, node: SyntaxNode): string | undefined {
  const written = document.textOf(node);
  if (/^\w+$/.test(written)) return written.toLowerCase();
  const value = run.evaluate(document, core(node));
  return value.is === "text" ? value.text.toLowerCase() : undefined;
}
