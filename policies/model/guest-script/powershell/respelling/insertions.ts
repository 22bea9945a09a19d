import { isNameCharacter } from "./characters";
import { closingParenthesis } from "./closing-bracket";
import { UnreadableScript, type WordPart } from "./word";

/** Parts of a string or word that were read, and where reading goes on. */
export interface Scanned {
  readonly parts: WordPart[];
  readonly end: number;
}

/** Reads what a "$" inside a string or word inserts; undefined where it is only a dollar sign. */
export function scanInsertion(source: string, start: number): Scanned | undefined {
  const next = source[start + 1];
  if (next === "(") {
    const end = closingParenthesis(source, start + 1);
    return { parts: [{ script: source.slice(start + 2, end), offset: start + 2 }], end: end + 1 };
  }
  return scanVariable(source, start);
}

/** Reads $name, $scope:name, ${name} or one of $_ $? $$ $^; undefined where the "$" starts none. */
export function scanVariable(source: string, start: number): Scanned | undefined {
  const next = source[start + 1];
  if (next === undefined) return undefined;
  if (next === "{") {
    const close = source.indexOf("}", start);
    if (close < 0) throw new UnreadableScript("a variable name is not closed", start);
    return { parts: [{ variable: source.slice(start + 2, close) }], end: close + 1 };
  }
  let end = start + 1;
  while (isNameCharacter(source.charCodeAt(end))) end++;
  if (end === start + 1) {
    return "?$^".includes(next) ? { parts: [{ variable: next }], end: start + 2 } : undefined;
  }
  if (source[end] === ":" && isNameCharacter(source.charCodeAt(end + 1))) {
    end++;
    while (isNameCharacter(source.charCodeAt(end))) end++;
  }
  return { parts: [{ variable: source.slice(start + 1, end) }], end };
}
