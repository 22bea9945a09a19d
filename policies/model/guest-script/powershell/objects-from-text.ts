import { asText, concatenate, emptyText, flatten, list, open, text, truth, type ScriptValue } from "../reading/value";
import { bindCommand } from "./binding";
import type { CommandLine } from "./commands";
import type { PowerShellRun } from "./run";

/** ConvertFrom-Json: objects with their properties. */
export function fromJson(_: PowerShellRun, command: CommandLine): ScriptValue[] {
  const given = textOf(command);
  if (given.is !== "text") return [open(given.why)];
  try {
    return [valueOf(JSON.parse(given.text) as unknown, 0)];
  } catch {
    return [open("the JSON text is broken")];
  }
}

const deepest = 20;

function valueOf(json: unknown, depth: number): ScriptValue {
  if (depth > deepest) return open("it nests too deeply");
  if (typeof json === "boolean") return truth(json);
  if (typeof json !== "object") return text(String(json));
  if (json === null) return emptyText;
  if (Array.isArray(json)) return list(json.map((item) => valueOf(item, depth + 1)));
  const entries = Object.entries(json).map(([name, value]) => [name.toLowerCase(), valueOf(value, depth + 1)] as const);
  return { is: "table", entries: new Map(entries) };
}

/** ConvertFrom-Csv: an object for each line, with the names of the first or those given. */
export function fromCsv(_: PowerShellRun, command: CommandLine): ScriptValue[] {
  const given = textOf(command);
  const bound = bindCommand(command);
  const delimiter = bound.get("delimiter") ?? text(",");
  const header = bound.get("header");
  if (given.is !== "text" || delimiter.is !== "text") return [open("the table is not known")];
  const rows = given.text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => fields(line, delimiter.text));
  const names = header ? flatten([header]).map((name) => asText(name).text) : (rows.shift() ?? []);
  return rows.map((row) => ({
    is: "table",
    entries: new Map(names.map((name, index) => [name.trim().toLowerCase(), text(row[index] ?? "")])),
  }));
}

function fields(line: string, delimiter: string): string[] {
  const found = [""];
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) found.push("");
    else found[found.length - 1] += character;
  }
  return found.map((field) => field.trim());
}

function textOf(command: CommandLine): ReturnType<typeof asText> {
  const given = flatten([bindCommand(command).get("inputobject") ?? list(command.input)]);
  return asText(concatenate(given.flatMap((item, index) => (index === 0 ? [item] : [text("\n"), item]))));
}
