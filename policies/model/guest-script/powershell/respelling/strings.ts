import { oneOf } from "./characters";
import { scanInsertion, type Scanned } from "./insertions";
import { hereStringBounds, singleQuotedEnd } from "./string-bounds";
import { UnreadableScript, type WordPart } from "./word";

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
  const end = singleQuotedEnd(source, start);
  return { parts: [{ text: source.slice(start + 1, end - 1).replaceAll("''", "'") }], end };
}

/** Reads "text $variable $(script)" from the opening quote on. */
export function scanDoubleQuoted(source: string, start: number): Scanned {
  return scanExpandable(source, start + 1, '"');
}

/** Reads a here-string from its "@" on; undefined where this is none. */
export function scanHereString(source: string, start: number): Scanned | undefined {
  const bounds = hereStringBounds(source, start);
  if (!bounds) return undefined;
  const { quote, textStart, textEnd, end } = bounds;
  const text = source.slice(textStart, textEnd);
  if (quote === "'") return { parts: [{ text }], end };
  const parts = scanExpandable(text, 0).parts.map((part) =>
    "script" in part ? { ...part, offset: part.offset + textStart } : part,
  );
  return { parts, end };
}

const endsPlainText = oneOf('$`"');

// Up to the closing quote, or to the end of the source where no quote closes it.
function scanExpandable(source: string, start: number, quote?: '"'): Scanned {
  const parts: WordPart[] = [];
  let text = "";
  const flush = (): void => {
    if (text !== "") parts.push({ text });
    text = "";
  };
  for (let at = start; at < source.length;) {
    const plain = at;
    while (at < source.length && !endsPlainText(source.charCodeAt(at))) at++;
    if (at > plain) text += source.slice(plain, at);
    const character = source[at];
    if (character === undefined) break;
    const inserted = character === "$" ? scanInsertion(source, at) : undefined;
    if (inserted) {
      flush();
      parts.push(...inserted.parts);
      at = inserted.end;
    } else if (character === "`") {
      text += unescape(source[at + 1] ?? "");
      at += 2;
    } else if (character === quote && source[at + 1] !== quote) {
      flush();
      return { parts, end: at + 1 };
    } else {
      text += character;
      at += character === quote ? 2 : 1;
    }
  }
  if (quote !== undefined) throw new UnreadableScript("a string is not closed", start - 1);
  flush();
  return { parts, end: source.length };
}

function unescape(character: string): string {
  if (character === "\r" || character === "\n") return "";
  return escapes[character] ?? character;
}
