import { isNameCharacter, isSpace } from "./characters";

// What must follow a word so that it is the keyword and not a command of that name.
const followers: Readonly<Record<string, string>> = {
  if: "(",
  elseif: "(",
  while: "(",
  until: "(",
  for: "(",
  foreach: "(",
  param: "(",
  switch: "(-",
  else: "{",
  try: "{",
  finally: "{",
  do: "{",
  begin: "{",
  process: "{",
  end: "{",
  dynamicparam: "{",
  catch: "{[",
  trap: "{[",
};
const flow = new Set(["return", "throw", "exit", "break", "continue"]);
const definitions = new Set(["function", "filter", "workflow", "class", "enum", "using"]);

/** The keyword that stands at a place where a statement starts, in lower case; undefined where a command does. */
export function keywordAt(source: string, at: number): string | undefined {
  let end = at;
  while (isNameCharacter(source.charCodeAt(end))) end++;
  const next = source[end];
  if (end === at || next === "-") return undefined;
  const word = source.slice(at, end).toLowerCase();
  if (flow.has(word)) {
    return next === undefined || isSpace(next.charCodeAt(0)) || ";)}|($\"'".includes(next) ? word : undefined;
  }
  if (definitions.has(word)) return next !== undefined && isSpace(next.charCodeAt(0)) ? word : undefined;
  if (!Object.hasOwn(followers, word)) return undefined;
  while (isSpace(source.charCodeAt(end)) || continuesLine(source, end)) end++;
  return followers[word]!.includes(source[end] ?? " ") ? word : undefined;
}

function continuesLine(source: string, at: number): boolean {
  return source[at] === "`" && (source[at + 1] === "\n" || source[at + 1] === "\r");
}
