import { globMatches } from "../reading/glob";
import {
  concatenate,
  eachOption,
  flatten,
  instance,
  knownTruth,
  list,
  open,
  text,
  truth,
  type ScriptValue,
} from "../reading/value";

const plainPattern = /^[\w\s:;,'"%@!&=<>~/#-]*$/;

/** What -not gives. */
export function negation(value: ScriptValue): ScriptValue {
  if (value.is === "instance" && value.type === "exists") return instance("exists-not", value.arguments);
  if (value.is === "instance" && value.type === "exists-not") return instance("exists", value.arguments);
  const known = knownTruth(value);
  return known === undefined ? open("it is a condition") : truth(!known);
}

/** What a comparison, -replace, -join or -split gives. */
export function compare(operator: string, left: ScriptValue, right: ScriptValue, isNumber = false): ScriptValue {
  const kind = operator.replace(/^-[ci]?(?=(eq|ne|[lg][te]|replace|split|(not)?(like|match|in|contains))$)/, "-");
  if (kind === "-join") {
    const between = right.is === "text" ? right : open("a separator is not known");
    const items = left.is === "list" ? left.items : [left];
    return concatenate(items.flatMap((item, index) => (index === 0 ? [item] : [between, item])));
  }
  if (kind === "-replace") return eachOption(left, (option) => replace(option, right));
  if (kind === "-split")
    return left.is === "text" && right.is === "text" ? split(left.text, right.text) : open("it is split");
  if (kind === "-as") return left;
  if ((kind === "-eq" || kind === "-ne") && left.is === "text" && right.is === "text") {
    return truth((left.text.toLowerCase() === right.text.toLowerCase()) === (kind === "-eq"));
  }
  const positive = kind.replace("-not", "-");
  const met = Object.hasOwn(tests, positive) ? tests[positive]!(left, right, isNumber) : undefined;
  return met === undefined ? open("it is compared") : truth(met === (positive === kind));
}

type Test = (left: ScriptValue, right: ScriptValue, isNumber: boolean) => boolean | undefined;

// Undefined where it cannot be told.
const tests: Readonly<Record<string, Test>> = {
  "-like": (left, right) =>
    left.is === "text" && right.is === "text" ? globMatches(right.text, left.text.toLowerCase()) : undefined,
  "-match": (left, right) =>
    left.is === "text" && right.is === "text" ? patternMatches(right.text, left.text.toLowerCase()) : undefined,
  "-lt": numbers((a, b) => a < b),
  "-le": numbers((a, b) => a <= b),
  "-gt": numbers((a, b) => a > b),
  "-ge": numbers((a, b) => a >= b),
  "-in": among,
  "-contains": (left, right) => among(right, left),
};

/** The whole number that a value is. */
export function wholeNumber(value: ScriptValue): number | undefined {
  return value.is === "text" && /^-?\d{1,9}$/.test(value.text) ? Number(value.text) : undefined;
}

// What is not surely a number may be a text, and is then compared as one.
function numbers(test: (left: number | string, right: number | string) => boolean): Test {
  return (left, right, isNumber) => {
    const [a, b] = [left, right].map(wholeNumber);
    if (a === undefined || b === undefined) return undefined;
    return isNumber || test(a, b) === test(String(a), String(b)) ? test(a, b) : undefined;
  };
}

function among(wanted: ScriptValue, values: ScriptValue): boolean | undefined {
  const items = flatten([values]);
  if (wanted.is !== "text") return undefined;
  if (items.some((item) => item.is === "text" && item.text.toLowerCase() === wanted.text.toLowerCase())) return true;
  return items.every((item) => item.is === "text") ? false : undefined;
}

// ^a.*b$|c and ^(a|b)$ as patterns of stars; anything else could be costly to match.
function patternMatches(pattern: string, value: string): boolean | undefined {
  const [, start = "", group, end = ""] = /^(\^?)\(([^()]*)\)(\$?)$/.exec(pattern) ?? [];
  const alternatives = (group ?? pattern).split("|").map((one) => `${start}${one}${end}`);
  const globs = alternatives.map((one) => {
    const middle = one.replace(/^\^|\$$/g, "").replaceAll(".*", "*");
    return `${one.startsWith("^") ? "" : "*"}${middle}${one.endsWith("$") ? "" : "*"}`;
  });
  if (!globs.every((glob) => plainPattern.test(glob.replaceAll("*", "")))) return undefined;
  return globs.some((glob) => globMatches(glob, value));
}

function replace(value: ScriptValue, args: ScriptValue): ScriptValue {
  const [pattern, replacement] = args.is === "list" ? args.items : [args, text("")];
  if (value.is !== "text" || pattern?.is !== "text" || (replacement ?? text("")).is !== "text")
    return open("it is replaced");
  const plain = pattern.text.replace(/\\([\\.\-/])/g, (_, character: string) => (character === "\\" ? "/" : "-"));
  if (!plainPattern.test(plain)) return open("it is replaced");
  const wanted = pattern.text.replace(/\\([\\.\-/])/g, "$1");
  return text(replaceAll(value.text, wanted, replacement?.is === "text" ? replacement.text : ""));
}

/** Replaces a text regardless of case. */
export function replaceAll(value: string, wanted: string, replacement: string): string {
  if (wanted === "") return value;
  const lower = value.toLowerCase();
  let result = "";
  let at = 0;
  for (let found = lower.indexOf(wanted.toLowerCase()); found >= 0; found = lower.indexOf(wanted.toLowerCase(), at)) {
    result += value.slice(at, found) + replacement;
    at = found + wanted.length;
  }
  return result + value.slice(at);
}

const longestSplit = 10_000;

// Characters, classes and sets of characters: nothing that could be costly to match.
const plainSeparator = /^(?:(?:\\[rnts.|\\/+*$?()-]|[\w ,;:=#@!&<>~/-]|\[[\w ,;:|\\]+\])[?+*]?|\|){1,12}$/;

function split(value: string, pattern: string): ScriptValue {
  const isCheap = value.length < longestSplit && pattern.split(/[+*]/).length <= 3;
  if (isCheap && plainSeparator.test(pattern)) return list(value.split(new RegExp(pattern, "i")).map(text));
  const separator = pattern.replace(/^\\(?=.$)/, "");
  return separator === "" || !(plainPattern.test(separator) || separator === "\\" || separator === ".")
    ? open("it is split")
    : list(value.split(separator).map(text));
}

/** What .Split gives in Windows PowerShell: it splits at each of the characters. */
export function splitAt(value: string, given: readonly ScriptValue[]): ScriptValue {
  const [separators, option] = given;
  const known = separators ? flatten([separators]) : [];
  if (!known.every((one) => one.is === "text")) return open("it is split");
  const characters = known.flatMap((one) => (one.is === "text" ? [...one.text] : []));
  const pieces: string[] = [""];
  for (const character of value) {
    const ends = characters.length === 0 ? /\s/.test(character) : characters.includes(character);
    if (ends) pieces.push("");
    else pieces[pieces.length - 1] += character;
  }
  return list(pieces.filter((piece) => piece !== "" || option === undefined).map(text));
}

/** "{0}\\{1}" -f first, second */
export function format(operands: readonly ScriptValue[]): ScriptValue {
  const [pattern, ...rest] = operands;
  const args = rest.at(-1);
  const values = args?.is === "list" ? args.items : args ? [args] : [];
  if (pattern?.is !== "text") return open("it is formatted");
  return formatText(pattern.text, values);
}

/** Fills {0}, {1} … of a format string. */
export function formatText(pattern: string, values: readonly ScriptValue[]): ScriptValue {
  const pieces = pattern
    .replaceAll("{{", "\ue000")
    .replaceAll("}}", "\ue001")
    .split(/\{(\d{1,2})(?:[,:][^}]*)?\}/);
  return concatenate(
    pieces.map((piece, index) => {
      if (index % 2 === 1) return values[Number(piece)] ?? open("a value is missing");
      return text(piece.replaceAll("\ue000", "{").replaceAll("\ue001", "}"));
    }),
  );
}

const longestRange = 64;

/** 1..5 */
export function range(operands: readonly ScriptValue[]): ScriptValue {
  const [from, to] = operands.map((operand) => (operand.is === "text" ? Number(operand.text) : NaN));
  if (from === undefined || to === undefined || !(Math.abs(to - from) <= longestRange))
    return open("a number is counted");
  const step = to < from ? -1 : 1;
  return list(Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => text(String(from + index * step))));
}
