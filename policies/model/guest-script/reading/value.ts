/** Stands in a text for a piece that is not known. */
export const hole = "\ufffc";

/** A value of a script as far as it can be told without running it. */
export type ScriptValue =
  TextValue | OpenValue | ListValue | TableValue | BlockValue | FileValue | InstanceValue | ChoiceValue;

export interface TextValue {
  readonly is: "text";
  readonly text: string;
}

/** Not known, or a text with holes. */
export interface OpenValue {
  readonly is: "open";
  readonly text: string;
  /** Why, as a clause: "$path is not set in the script". */
  readonly why: string;
}

export interface ListValue {
  readonly is: "list";
  readonly items: readonly ScriptValue[];
}

export interface TableValue {
  readonly is: "table";
  /** Keys in lower case; a script may add to them. */
  readonly entries: Map<string, ScriptValue>;
}

/** Code that somebody may run; only the interpreter looks inside. */
export interface BlockValue {
  readonly is: "block";
  readonly code: unknown;
}

/** A file or folder object, or all that a listing found. */
export interface FileValue {
  readonly is: "file";
  readonly path: TextValue | OpenValue;
  /** True where the listing went into folders. */
  readonly deep: boolean;
  /** Patterns that the names must match; empty for any. */
  readonly names: readonly string[];
}

/** An object with a type and what was done to it since. */
export interface InstanceValue {
  readonly is: "instance";
  /** .NET type or origin in lower case: "acl", "wmi". */
  readonly type: string;
  readonly arguments: readonly ScriptValue[];
  readonly calls: { readonly name: string; readonly arguments: readonly ScriptValue[] }[];
}

/** One of several, depending on a condition. */
export interface ChoiceValue {
  readonly is: "choice";
  readonly options: readonly ScriptValue[];
}

const mostOptions = 8;
const longestText = 1_000_000;

export const emptyText: TextValue = { is: "text", text: "" };

export function text(value: string): TextValue {
  return { is: "text", text: value };
}

export function open(why: string, known = hole): OpenValue {
  return { is: "open", text: known, why };
}

export function list(items: readonly ScriptValue[]): ScriptValue {
  return { is: "list", items };
}

export function instance(type: string, args: readonly ScriptValue[]): InstanceValue {
  return { is: "instance", type, arguments: args, calls: [] };
}

export function file(path: ScriptValue, deep = false, names: readonly string[] = []): ScriptValue {
  return eachOption(path, (option) => {
    const at = asText(option);
    return { is: "file", path: at, deep, names };
  });
}

export function truth(value: boolean): TextValue {
  return text(value ? "True" : "False");
}

/** True or false where the value is a known truth. */
export function knownTruth(value: ScriptValue): boolean | undefined {
  if (value.is !== "text" || value.text === "0") return undefined;
  return value.text !== "False" && value.text !== "";
}

/** The value as one text; choices are to be told apart before. */
export function asText(value: ScriptValue): TextValue | OpenValue {
  switch (value.is) {
    case "text":
    case "open":
      return value;
    case "file":
      return value.path;
    case "list":
      return joinTexts(value.items.map(asText), " ");
    case "choice":
      return open("it depends on a condition");
    default:
      return open(`it is ${value.is === "instance" ? "an object" : `a ${value.is}`}`);
  }
}

export function joinTexts(values: readonly (TextValue | OpenValue)[], between = ""): TextValue | OpenValue {
  let joined = "";
  values.forEach((value, index) => (joined += index === 0 ? value.text : between + value.text));
  if (joined.length > longestText) return open("the text is too long");
  const unknown = values.find((value): value is OpenValue => value.is === "open");
  return unknown ? open(unknown.why, joined) : text(joined);
}

/** Applies a step to a value, or to each option of a choice. */
export function eachOption(value: ScriptValue, step: (option: ScriptValue) => ScriptValue): ScriptValue {
  return value.is === "choice" ? choice(value.options.map(step)) : step(value);
}

/** Joins values to one text for every combination of their options. */
export function concatenate(values: readonly ScriptValue[]): ScriptValue {
  if (!values.some((value) => value.is === "choice")) return joinTexts(values.map(asText));
  let combinations: (TextValue | OpenValue)[][] = [[]];
  for (const value of values) {
    const options = value.is === "choice" ? value.options : [value];
    if (combinations.length * options.length > mostOptions) return open("it depends on too many conditions");
    combinations = combinations.flatMap((before) => options.map((option) => [...before, asText(option)]));
  }
  return choice(combinations.map((parts) => joinTexts(parts)));
}

/** One of the values; plainly the value where all are equal. */
export function choice(values: readonly ScriptValue[]): ScriptValue {
  const different: ScriptValue[] = [];
  for (const value of values.flatMap((each) => (each.is === "choice" ? each.options : [each]))) {
    if (!different.some((other) => same(other, value))) different.push(value);
  }
  if (different.length === 1) return different[0]!;
  if (different.length > mostOptions) return open("it depends on too many conditions");
  return { is: "choice", options: different };
}

function same(a: ScriptValue, b: ScriptValue): boolean {
  if (a === b) return true;
  return (a.is === "text" || a.is === "open") && a.is === b.is && a.text === (b as TextValue).text;
}

/** The items of lists and the options of choices, flat. */
export function flatten(values: readonly ScriptValue[]): ScriptValue[] {
  if (!values.some(({ is }) => is === "list" || is === "choice")) return [...values];
  return values.flatMap((value) => {
    if (value.is === "list") return flatten(value.items);
    return value.is === "choice" ? flatten(value.options) : [value];
  });
}

/** Every text in a value, also inside lists, tables and objects. */
export function textsIn(value: ScriptValue, depth = 0): string[] {
  if (depth > 6) return [];
  switch (value.is) {
    case "text":
    case "open":
      return [value.text];
    case "file":
      return [value.path.text];
    case "list":
      return value.items.flatMap((item) => textsIn(item, depth + 1));
    case "choice":
      return value.options.flatMap((option) => textsIn(option, depth + 1));
    case "table":
      return [...value.entries.values()].flatMap((entry) => textsIn(entry, depth + 1));
    case "instance":
      return value.arguments.flatMap((argument) => textsIn(argument, depth + 1));
    case "block":
      return [];
  }
}
