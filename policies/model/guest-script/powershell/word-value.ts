import { concatenate, emptyText, list, open, text, truth, type ScriptValue } from "../reading/value";
import type { PowerShellDocument } from "./document";
import { property } from "./properties";
import type { PowerShellRun } from "./run";
import { variableName } from "./syntax";
import type { Word, WordPart } from "./respelling/word";

/** The value of a word or string; a word that is one variable has the value of the variable. */
export function wordValue(run: PowerShellRun, document: PowerShellDocument, word: Word): ScriptValue {
  const { parts, items } = word;
  if (items) return list(items.map((item) => wordValue(run, document, item)));
  if (parts.length === 0) return emptyText;
  const only = parts[0]!;
  if (parts.length === 1 && "variable" in only) return variableValue(run, variableName(only.variable).name);
  return concatenate(parts.map((part) => partValue(run, part, document, word)));
}

// $($name.Property) in a string; anything else needs the parser.
const properties = /^\s*\$(\w+)((?:\.\w+)*)\s*$/;

function partValue(run: PowerShellRun, part: WordPart, document: PowerShellDocument, word: Word): ScriptValue {
  if ("text" in part) return text(part.text);
  if ("variable" in part) return variableValue(run, variableName(part.variable).name);
  const [, name, members] = properties.exec(part.script) ?? [];
  if (name !== undefined && members !== undefined) {
    const names = members.toLowerCase().split(".").slice(1);
    return names.reduce(property, variableValue(run, name.toLowerCase()));
  }
  if (word.printed && !run.session.bears(part.script)) return open("it is only printed");
  const output = run.text(part.script, document.lineOfWord(word));
  return output.length === 1 ? output[0]! : { is: "list", items: output };
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
