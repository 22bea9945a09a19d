import { isNameCharacter, isSpace } from "./characters";
import { UnreadableScript, type WordPart } from "./word";

/** Parts of a string or word that were read, and where reading goes on. */
export interface Scanned {
  readonly parts: WordPart[];
  readonly end: number;
}

const deepestString = 60;

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "0": "\0",
  a: "",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** Reads 'text', with '' for one quote, from the opening quote on. */
export function scanSingleQuoted(source: string, start: number): Scanned {
  let text = "";
  for (let at = start + 1; ;) {
    const quote = source.indexOf("'", at);
    if (quote < 0) throw new UnreadableScript("a string is not closed", start);
    text += source.slice(at, quote);
    if (source[quote + 1] !== "'") return { parts: [{ text }], end: quote + 1 };
    text += "'";
    at = quote + 2;
  }
}

/** Reads "text $variable $(script)" from the opening quote on. */
export function scanDoubleQuoted(source: string, start: number): Scanned {
  const parts: WordPart[] = [];
  let text = "";
  const flush = (): void => {
    if (text !== "") parts.push({ text });
    text = "";
  };
  for (let at = start + 1; at < source.length;) {
    const character = source[at]!;
    if (character === '"') {
      if (source[at + 1] !== '"') {
        flush();
        return { parts, end: at + 1 };
      }
      text += '"';
      at += 2;
    } else if (character === "`") {
      text += unescape(source[at + 1] ?? "");
      at += 2;
    } else {
      const inserted = character === "$" ? scanInsertion(source, at) : undefined;
      if (inserted) {
        flush();
        parts.push(...inserted.parts);
        at = inserted.end;
      } else {
        text += character;
        at += 1;
      }
    }
  }
  throw new UnreadableScript("a string is not closed", start);
}

/** Reads a here-string from its "@" on; undefined where this is none. */
export function scanHereString(source: string, start: number): Scanned | undefined {
  const quote = source[start + 1];
  let bodyStart = start + 2;
  while (source[bodyStart] === " " || source[bodyStart] === "\t") bodyStart++;
  if (source[bodyStart] === "\r") bodyStart++;
  if ((quote !== '"' && quote !== "'") || source[bodyStart] !== "\n") return undefined;
  const close = source.indexOf(`\n${quote}@`, bodyStart);
  if (close < 0) throw new UnreadableScript("a here-string is not closed", start);
  const body = source.slice(bodyStart + 1, Math.max(bodyStart + 1, close)).replace(/\r$/, "");
  const end = close + 3;
  if (quote === "'") return { parts: [{ text: body }], end };
  return { parts: expand(body, bodyStart + 1), end };
}

function expand(body: string, offset: number): WordPart[] {
  const parts: WordPart[] = [];
  let text = "";
  for (let at = 0; at < body.length;) {
    const inserted = body[at] === "$" ? scanInsertion(body, at) : undefined;
    if (inserted) {
      if (text !== "") parts.push({ text });
      text = "";
      for (const part of inserted.parts)
        parts.push("script" in part ? { ...part, offset: part.offset + offset } : part);
      at = inserted.end;
    } else if (body[at] === "`") {
      text += unescape(body[at + 1] ?? "");
      at += 2;
    } else {
      text += body[at];
      at += 1;
    }
  }
  if (text !== "") parts.push({ text });
  return parts;
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
    const here = character === "@" ? scanHereString(source, at) : undefined;
    if (here) at = here.end;
    else if (character === "'") at = scanSingleQuoted(source, at).end;
    else if (character === '"') at = skipDoubleQuoted(source, at);
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
function skipDoubleQuoted(source: string, start: number, level = 0): number {
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
    else if (depth > 0 && character === '"') at = skipDoubleQuoted(source, at, level + 1) - 1;
    else if (depth === 0 && character === '"') {
      if (source[at + 1] !== '"') return at + 1;
      at++;
    }
  }
  throw new UnreadableScript("a string is not closed", start);
}

/** True where a comment starts here; a "#" inside a word starts none. */
export function startsComment(source: string, at: number): boolean {
  if (source[at] === "<") return source[at + 1] === "#";
  return source[at] === "#" && (at === 0 || isSpace(source.charCodeAt(at - 1)) || ";{}()|&,".includes(source[at - 1]!));
}

export function commentEnd(source: string, at: number): number {
  const end = source[at] === "<" ? source.indexOf("#>", at + 2) : source.indexOf("\n", at);
  if (end >= 0) return source[at] === "<" ? end + 2 : end;
  if (source[at] === "<") throw new UnreadableScript("a comment is not closed", at);
  return source.length;
}

function unescape(character: string): string {
  if (character === "\r" || character === "\n") return "";
  return escapes[character] ?? character;
}
