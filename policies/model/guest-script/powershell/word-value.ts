import { concatenate, emptyText, list, open, text, truth, type ScriptValue } from "../reading/value";
import type { PowerShellDocument } from "./document";
import { property } from "./properties";
import type { PowerShellRun } from "./run";
import { variableName } from "./syntax";
import type { Word, WordPart } from "./respelling/word";

/** The value of a word or string; a word that is one variable has the value of the variable. */
export function wordValue(run: PowerShellRun, document: PowerShellDocument, word: Word): ScriptValue {
  const { kind, parts, items } = word;
  if (kind === "block") return { is: "block", code: document.partsOf(word) };
  if (kind === "expression") return expressionValue(run, document.partsOf(word)[0]!);
  if (kind === "group") return groupValue(run, document.partsOf(word));
  if (kind === "array") return arrayOf(run.code(document.partsOf(word)));
  if (kind === "table") return tableOf(run, document.partsOf(word));
  if (items) return list(items.map((item) => wordValue(run, document, item)));
  if (parts.length === 0) return emptyText;
  const only = parts[0]!;
  if (parts.length === 1 && "variable" in only) return variableValue(run, variableName(only.variable).name);
  return concatenate(parts.map((part) => partValue(run, part, document, word)));
}

function tableOf(run: PowerShellRun, code: readonly PowerShellDocument[]): ScriptValue {
  const entries = new Map<string, ScriptValue>();
  for (let at = 0; at + 1 < code.length; at += 2) {
    const key = expressionValue(run, code[at]!);
    const value = single(run.code([code[at + 1]!]));
    if (key.is === "text") entries.set(key.text.toLowerCase(), value);
  }
  return { is: "table", entries };
}

function arrayOf(output: readonly ScriptValue[]): ScriptValue {
  return output.length === 1 && output[0]!.is === "list" ? output[0]! : list(output);
}

// An assignment in parentheses gives what it assigns.
function groupValue(run: PowerShellRun, code: readonly PowerShellDocument[]): ScriptValue {
  const output = run.code(code);
  const assigned = code.length === 1 ? /^\$([\w:]+) ?[+]?= ?/.exec(code[0]!.text)?.[1] : undefined;
  if (output.length > 0 || assigned === undefined) return single(output);
  return variableValue(run, variableName(assigned).name);
}

function single(output: readonly ScriptValue[]): ScriptValue {
  return output.length === 1 ? output[0]! : list(output);
}

const plainOperand = /^\$(?:\{~\d+\}|[\w:]+)$/;
// ($name.Property), which needs no parser.
const memberOfVariable = /^\(\$(\w+)((?:\.\w+)+)\)$/;

function expressionValue(run: PowerShellRun, document: PowerShellDocument): ScriptValue {
  if (plainOperand.test(document.text)) return variable(run, document, document.text);
  const [, name, members] = memberOfVariable.exec(document.text) ?? [];
  if (name !== undefined && members !== undefined) return membersOf(run, name, members);
  const { root } = document;
  if (!root) return open("it takes too much work to parse it");
  if (root.hasError) return open("it cannot be parsed");
  return run.evaluate(document, root.covering(0, document.text.length) ?? root);
}

function membersOf(run: PowerShellRun, name: string, members: string): ScriptValue {
  const names = members.toLowerCase().split(".").slice(1);
  return names.reduce(property, variableValue(run, name.toLowerCase()));
}

// $($name.Property) in a string; anything else needs the parser.
const properties = /^\s*\$(\w+)((?:\.\w+)*)\s*$/;

function partValue(run: PowerShellRun, part: WordPart, document: PowerShellDocument, word: Word): ScriptValue {
  if ("text" in part) return text(part.text);
  if ("variable" in part) return variableValue(run, variableName(part.variable).name);
  const [, name, members] = properties.exec(part.script) ?? [];
  if (name !== undefined && members !== undefined) return membersOf(run, name, members);
  if (word.printed && !run.session.bears(part.script)) return open("it is only printed");
  const output = run.text(part.script, document.lineOfWord(word));
  return output.length === 1 ? output[0]! : { is: "list", items: output };
}

/** The value of "$name", or of the string or group that "${~7}" is the mark of. */
export function variable(run: PowerShellRun, document: PowerShellDocument, written: string): ScriptValue {
  const word = document.wordAt(written);
  if (word) return wordValue(run, document, word);
  return variableValue(run, variableName(written).name);
}

/** The value of a variable; what nobody set comes from outside. */
export function variableValue(run: PowerShellRun, name: string): ScriptValue {
  const set = run.scope.get(name);
  if (set) return set;
  if (name === "true" || name === "false") return truth(name === "true");
  if (name === "null") return emptyText;
  if (name === "psitem") return variableValue(run, "_");
  if (name === "pwd") return run.scope.get(" folder") ?? open("the current folder is not known");
  return open(
    name.startsWith("env:")
      ? `the environment variable ${shown(name.slice(4))} is not known`
      : `$${shown(name)} is not set in the script`,
  );
}

// Names are the author's own words; a long one might be anything.
function shown(name: string): string {
  return /^[\w()]{1,40}$/.test(name) ? name : "of this name";
}
