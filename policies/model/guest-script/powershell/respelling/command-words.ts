import { blanksEnd, oneOf } from "./characters";
import { spellElement } from "./element";
import { onlyPrints } from "./printing";
import type { Speller } from "./speller";
import { plainText } from "./word";

/** Reads a command from its name to the end of its command line, and leaves marks for its words. */
export function spellCommand(speller: Speller): void {
  const { out } = speller;
  const words = out.wordCount;
  spellElement(speller, false);
  const name = out.wordAt(words);
  const printed = name !== undefined && onlyPrints(plainText(name.parts) ?? "");
  for (;;) {
    out.write(" ");
    speller.blanks(false);
    const character = speller.source[speller.at];
    if (character === undefined || "\n;|)}".includes(character)) return;
    if (character === "&") {
      if (speller.source[speller.at + 1] !== "&") speller.at++;
      return;
    }
    if (character === ",") speller.at++;
    else if (!redirection(speller) && !verbatim(speller)) argument(speller, printed);
  }
}

// One argument, which may be a list: "a, b", $c
function argument(speller: Speller, printed: boolean): void {
  const { out, at } = speller;
  const start = out.count;
  spellElement(speller, printed);
  if (!nextIsComma(speller)) return;
  const items = [out.wordAtEnd(start)];
  while (nextIsComma(speller)) {
    speller.at = speller.source.indexOf(",", speller.at) + 1;
    speller.blanks(true);
    const character = speller.source[speller.at];
    if (character === undefined || ";|&)}".includes(character)) break;
    const next = out.count;
    spellElement(speller, printed);
    items.push(out.wordAtEnd(next));
  }
  const words = items.flatMap((item) => item ?? []);
  out.takeBack(start);
  out.mark({ kind: "list", parts: words.flatMap((word) => word.parts), items: words, offset: at, printed });
}

function nextIsComma({ source, at }: Speller): boolean {
  return source[blanksEnd(source, at)] === ",";
}

const startsRedirection = oneOf("<>*123456");

// Where output goes does not matter; the words stay in the table.
function redirection(speller: Speller): boolean {
  if (!startsRedirection(speller.source.charCodeAt(speller.at))) return false;
  const operator = /^(?:[1-6*]?>>?(?:&[12])?|<)/.exec(speller.source.slice(speller.at, speller.at + 5));
  if (!operator) return false;
  speller.at += operator[0].length;
  if (operator[0].includes("&")) return true;
  const before = speller.out.count;
  speller.blanks(false);
  const character = speller.source[speller.at];
  if (character !== undefined && !"\n;|&)}".includes(character)) spellElement(speller, false);
  speller.out.takeBack(before);
  return true;
}

// After --% the rest of the line goes to the program as it stands.
function verbatim(speller: Speller): boolean {
  const { source, at } = speller;
  if (!source.startsWith("--%", at)) return false;
  let end = at + 3;
  while (end < source.length && source[end] !== "\n" && source[end] !== "|") end++;
  for (const text of source.slice(at + 3, end).match(/(?:"[^"]*"|[^\s"])+/g) ?? []) {
    speller.out.mark({ kind: "word", parts: [{ text: text.replaceAll('"', "") }], offset: at, printed: false });
    speller.out.write(" ");
  }
  speller.at = end;
  return true;
}
