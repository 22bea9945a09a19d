import {
  asText,
  concatenate,
  eachOption,
  file,
  flatten,
  instance,
  list,
  open,
  text,
  type ScriptValue,
} from "../reading/value";
import { bindCommand, type Bound } from "./binding";
import { callOf, type CommandLine } from "./commands";
import { memberOfEach } from "./collection-methods";
import { fromCsv, fromJson } from "./objects-from-text";
import { property } from "./properties";
import type { PowerShellRun } from "./run";
import { runWritten } from "./run-text";
import { existenceTest } from "./conditions";
import { whereObject } from "./filtering";

type Cmdlet = (run: PowerShellRun, command: CommandLine) => readonly ScriptValue[];

const folderKey = " folder";
/** What the cmdlets give that scripts build paths, lists and access lists with; all others give what is not known. */
export const cmdlets: Readonly<Record<string, Cmdlet>> = {
  "join-path": (_, command) => {
    const bound = bindCommand(command);
    const pieces = ["path", "childpath", "additionalchildpath"].flatMap((name) => bound.get(name) ?? []);
    return [concatenate(flatten(pieces).flatMap((piece, index) => (index === 0 ? [piece] : [text("\\"), piece])))];
  },
  "split-path": (_, command) => {
    const bound = bindCommand(command);
    const parent = [...bound.keys()].every((name) => name === "path" || name === "literalpath" || name === "parent");
    const path = pathOf(bound, command.input);
    return [parent && path ? eachOption(path, parentOf) : open("a part of a path is not known")];
  },
  "get-item": (run, command) => found(command, (path) => environmentItem(run, path) ?? file(path)),
  "convertfrom-json": fromJson,
  "convertfrom-csv": fromCsv,
  "resolve-path": (_, command) => found(command, (path) => file(path)),
  "convert-path": (_, command) => found(command, (path) => file(path)),
  "get-childitem": (run, command) => {
    const bound = bindCommand(command);
    const names = ["filter", "include"].flatMap((name) => flatten([bound.get(name) ?? list([])]));
    const globs = names.map((name) => (name.is === "text" ? name.text : "*"));
    const at = pathOf(bound, command.input) ?? currentOr(run, text("."));
    const found = flatten([at]).map((path) => listed(path, globs, bound.has("recurse")));
    return bound.has("name") ? found.map((each) => property(each, "name")) : found;
  },
  "get-acl": (_, command) => found(command, (path) => instance("acl", [path])),
  "test-path": (_, command) => [existenceTest([...command.arguments.flatMap(({ value }) => value ?? [])])],
  "new-object": (_, command) => {
    const bound = bindCommand(command);
    const type = bound.get("typename");
    const given = bound.get("argumentlist");
    const name = type?.is === "text" ? type.text.toLowerCase().replace(/^system\./, "") : "object";
    const args = given?.is === "list" ? given.items : given ? [given] : [];
    const com = bound.get("comobject");
    return [com ? instance(`com ${asText(com).text.toLowerCase()}`, []) : newObject(name, args, bound.get("property"))];
  },
  "get-location": (run) => [currentOr(run, open("the current folder is not known"))],
  "set-location": (run, command) => changeFolder(run, command),
  "push-location": (run, command) => {
    run.scope.set(" pushed", currentOr(run, open("the current folder is not known")));
    return changeFolder(run, command);
  },
  "pop-location": (run) => {
    run.scope.set(folderKey, run.scope.get(" pushed") ?? open("the current folder is not known"));
    return [];
  },
  "write-output": (_, command) => [...command.input, ...command.arguments.flatMap(({ value }) => value ?? [])],
  "new-item": (run, command) => {
    const path = newItemPath(command);
    const value = bindCommand(command).get("value");
    // New-Item function:name
    if (value?.is === "block") run.perhaps(() => run.block(value));
    else runWritten(run, path, flatten(value ? [value] : []), command.line);
    return path ? [file(path)] : [];
  },
  "set-content": writeFile,
  "add-content": writeFile,
  "out-file": writeFile,
  "out-null": () => [],
  "write-host": () => [],
  "where-object": whereObject,
  "sort-object": (_, command) => [...command.input],
  "tee-object": (_, command) => [...command.input],
  "get-unique": (_, command) => [...command.input],
  "out-string": (_, command) => [...command.input],
  "select-object": (_, command) => {
    const bound = bindCommand(command);
    const wanted = bound.get("expandproperty");
    if (wanted?.is !== "text") return [...command.input];
    return flatten(command.input).map((item) => property(item, wanted.text.toLowerCase()));
  },
  "foreach-object": forEachObject,
  "set-variable": (run, command) => setVariable(run, command),
  "new-variable": (run, command) => setVariable(run, command),
  "get-variable": (run, command) => {
    const bound = bindCommand(command);
    const name = bound.get("name");
    return [(name?.is === "text" && run.scope.get(name.text.toLowerCase())) || open("a variable is not known")];
  },
  "get-wmiobject": wmi,
  "get-ciminstance": wmi,
};

/** A new object of a .NET type, given in lower case without "System.". */
export function newObject(type: string, args: readonly ScriptValue[], properties?: ScriptValue): ScriptValue {
  if (/^io\.(file|directory)info$/.test(type)) return file(args[0] ?? text(""));
  if (/^(management\.automation\.)?ps(custom)?object$/.test(type)) return properties ?? args[0] ?? instance(type, args);
  // Lists and tables are filled later on.
  if (/^collections\.(generic\.)?(arraylist|list|hashset|sortedset|queue|stack)\b/.test(type))
    return list(args.flatMap((arg) => (arg.is === "list" ? arg.items : [])));
  if (/^collections\.(generic\.|specialized\.)?(hashtable|(\w*dictionary)|sortedlist)\b/.test(type))
    return { is: "table", entries: new Map() };
  const made = instance(type, args);
  const given = properties?.is === "table" ? [...properties.entries] : [];
  for (const [name, value] of given) made.calls.push({ name: `set_${name}`, arguments: [value] });
  return made;
}

/** The path of what New-Item makes. */
export function newItemPath(command: Pick<CommandLine, "name" | "arguments">): ScriptValue | undefined {
  const bound = bindCommand(command);
  const pieces = ["path", "name"].flatMap((name) => bound.get(name) ?? []);
  return pieces.length === 0
    ? undefined
    : concatenate(flatten(pieces).flatMap((piece, index) => (index === 0 ? [piece] : [text("\\"), piece])));
}

function writeFile(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const bound = bindCommand(command);
  const path = bound.get("filepath") ?? bound.get("literalpath") ?? bound.get("path");
  const value = bound.get("value") ?? bound.get("inputobject");
  const adds = command.name === "add-content" || bound.has("append");
  runWritten(run, path, value ? [value] : command.input, command.line, adds);
  return [];
}

function wmi(run: PowerShellRun, command: CommandLine): readonly ScriptValue[] {
  const given = command.arguments.flatMap(({ value }) => value ?? []);
  return run.session.objectsOf(callOf(run, command)) ?? [instance("wmi", given)];
}

function pathOf(bound: Bound, input: readonly ScriptValue[]): ScriptValue | undefined {
  const given = bound.get("literalpath") ?? bound.get("path");
  if (given) return given;
  return input.length === 0 ? undefined : list(input);
}

function found(command: CommandLine, make: (path: ScriptValue) => ScriptValue): ScriptValue[] {
  const path = pathOf(bindCommand(command), command.input);
  return path ? flatten([path]).map(make) : [open("a path is missing")];
}

// Env:ProgramData
function environmentItem(run: PowerShellRun, path: ScriptValue): ScriptValue | undefined {
  const name = path.is === "text" ? /^env:\\?(\w+)$/i.exec(path.text)?.[1] : undefined;
  const value = name === undefined ? undefined : run.scope.get(`env:${name.toLowerCase()}`);
  return value && { is: "table", entries: new Map([["value", value]]) };
}

// One pattern for names in one folder is the same as a pattern in the path.
function listed(path: ScriptValue, names: readonly string[], deep: boolean): ScriptValue {
  const [only] = names;
  if (only === undefined || names.length > 1 || deep) return file(below(path), deep, names);
  return file(/[*?]$/.test(asText(path).text) ? below(path) : concatenate([path, text(`\\${only}`)]));
}

// What a listing finds: the entries of a folder, or what matches a pattern.
function below(path: ScriptValue): ScriptValue {
  const last = path.is === "text" ? path.text.slice(path.text.lastIndexOf("\\") + 1) : "";
  return /[*?]/.test(last) ? path : concatenate([path, text("\\*")]);
}

function parentOf(path: ScriptValue): ScriptValue {
  const value = path.is === "file" ? path.path : path;
  if (value.is === "text") return text(value.text.replace(/[\\/]+[^\\/]*[\\/]*$/, ""));
  return open("a part of a path is not known");
}

function currentOr(run: PowerShellRun, fallback: ScriptValue): ScriptValue {
  return run.scope.get(folderKey) ?? fallback;
}

function changeFolder(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const bound = bindCommand(command);
  const path = pathOf(bound, command.input);
  if (path) run.scope.set(folderKey, within(currentOr(run, open("the current folder is not known")), path));
  return [];
}

/** A path as seen from a folder. */
export function within(folder: ScriptValue, path: ScriptValue): ScriptValue {
  return eachOption(path, (option) => {
    const target = option.is === "file" ? option.path : option;
    if (target.is !== "text") return target;
    return /^([a-z]+:|[\\/])/i.test(target.text) ? target : concatenate([folder, text("\\"), target]);
  });
}

function setVariable(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const bound = bindCommand(command);
  const name = bound.get("name");
  if (name?.is === "text")
    run.scope.set(name.text.toLowerCase(), bound.get("value") ?? open("a variable is not known"));
  return [];
}

function forEachObject(run: PowerShellRun, command: CommandLine): ScriptValue[] {
  const bound = bindCommand(command);
  const given = command.arguments.flatMap(({ parameter, value }) => (parameter === undefined && value ? [value] : []));
  const member = bound.get("membername") ?? given[0];
  const items = run.items(command.input);
  if (member?.is === "text") {
    const name = member.text.toLowerCase();
    return memberOfEach(run, items, { name, arguments: given.slice(1), line: command.line });
  }
  const once = (name: string): ScriptValue[] => {
    const block = bound.get(name);
    return block?.is === "block" ? run.block(block, { shares: true }) : [];
  };
  const blocks = [bound.get("process"), ...given].filter((value) => value?.is === "block");
  const output = once("begin");
  for (const item of items) {
    for (const block of new Set(blocks))
      if (block?.is === "block") output.push(...run.block(block, { variables: { _: item }, shares: true }));
  }
  return [...output, ...once("end")];
}
