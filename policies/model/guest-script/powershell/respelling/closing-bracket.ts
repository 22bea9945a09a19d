import { commentEnd, startsComment } from "./comments";
import { hereStringBounds, singleQuotedEnd } from "./string-bounds";
import { UnreadableScript } from "./word";

const deepestString = 60;

/** Where the parenthesis that opens at `open` closes, strings and comments passed over. */
export function closingParenthesis(source: string, open: number): number {
  return closing(source, open, "(", ")");
}

/** Where the brace that opens at `open` closes, strings and comments passed over. */
export function closingBrace(source: string, open: number): number {
  return closing(source, open, "{", "}");
}

function closing(source: string, open: number, opener: string, closer: string): number {
  let depth = 0;
  for (let at = open; at < source.length;) {
    const character = source[at]!;
    const here = character === "@" ? hereStringBounds(source, at) : undefined;
    if (here) at = here.end;
    else if (character === "'") at = singleQuotedEnd(source, at);
    else if (character === '"') at = doubleQuotedEnd(source, at);
    else if (character === "`") at += 2;
    else if (startsComment(source, at)) at = commentEnd(source, at);
    else {
      if (character === opener) depth++;
      if (character === closer && --depth === 0) return at;
      at++;
    }
  }
  throw new UnreadableScript(`a ${opener} is not closed`, open);
}

// Only finds the end: reading the parts here would read nested $( … ) once for each level that holds them.
function doubleQuotedEnd(source: string, start: number, level = 0): number {
  if (level > deepestString) throw new UnreadableScript("strings are nested too deeply", start);
  let depth = 0;
  for (let at = start + 1; at < source.length; at++) {
    const character = source[at]!;
    if (character === "`") at++;
    else if (character === "$" && source[at + 1] === "(") {
      depth++;
      at++;
    } else if (depth > 0 && character === "(") depth++;
    else if (depth > 0 && character === ")") depth--;
    else if (depth > 0 && character === "'") at = Math.max(at, source.indexOf("'", at + 1));
    else if (depth > 0 && character === '"') at = doubleQuotedEnd(source, at, level + 1) - 1;
    else if (depth === 0 && character === '"') {
      if (source[at + 1] !== '"') return at + 1;
      at++;
    }
  }
  throw new UnreadableScript("a string is not closed", start);
}
