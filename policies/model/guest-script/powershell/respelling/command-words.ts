import { isNameCharacter, isSpace, oneOf } from "./characters";
import { scanInsertion, scanVariable, type Scanned } from "./insertions";
import { spellIndex, spellMember, spellVariable } from "./operand";
import { onlyPrints } from "./printing";
import { spellTable } from "./special-forms";
import type { Speller } from "./speller";
import { scanDoubleQuoted, scanHereString, scanSingleQuoted } from "./strings";
import { plainText, UnreadableScript, type Word, type WordPart } from "./word";

const wordEnds = "\n\r\t ;|&(){},<>";
const isWordEnd = oneOf(wordEnds);
const endsPlainText = oneOf(`${wordEnds}$"'\``);
const startsRedirection = oneOf("<>*123456");

/** Reads a command from its name to the end of its command line, and leaves marks for its words. */
export function spellCommand(speller: Speller): void {
  const { out } = speller;
  const words = out.wordCount;
  element(speller, false);
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
  element(speller, printed);
  if (!nextIsComma(speller)) return;
  const items = [out.wordAtEnd(start)];
  while (nextIsComma(speller)) {
    speller.at = speller.source.indexOf(",", speller.at) + 1;
    speller.blanks(true);
    const character = speller.source[speller.at];
    if (character === undefined || ";|&)}".includes(character)) break;
    const next = out.count;
    element(speller, printed);
    items.push(out.wordAtEnd(next));
  }
  const words = items.flatMap((item) => item ?? []);
  out.takeBack(start);
  out.mark({ kind: "list", parts: words.flatMap((word) => word.parts), items: words, offset: at, printed });
}

function nextIsComma({ source, at }: Speller): boolean {
  while (source[at] === " " || source[at] === "\t") at++;
  return source[at] === ",";
}

function element(speller: Speller, printed: boolean): void {
  const { source, at, out } = speller;
  const character = source[at];
  const next = source[at + 1];
  const mark = (kind: Word["kind"], parts: readonly WordPart[], end: number): void => {
    out.mark({ kind, parts, offset: at, printed });
    speller.at = end;
  };
  const expression = (operand: () => void): void => {
    const start = out.count;
    chain(speller, operand);
    out.asWord(start, at, printed);
  };
  if (character === "(") return expression(() => speller.group("("));
  if (character === "{") return speller.block();
  if (character === "@" && next === "(") return expression(() => speller.group("@("));
  if (character === "@" && next === "{") return expression(() => spellTable(speller));
  if (character === "@") {
    const here = scanHereString(source, at);
    if (here) return mark("word", here.parts, here.end);
    const splat = /[\w:]/.test(next ?? "") ? scanVariable(source, at) : undefined;
    if (splat) return mark("splat", splat.parts, splat.end);
  }
  if (character === "$") {
    const inserted = scanInsertion(source, at);
    if (inserted && next === "(" && endsWord(source, inserted.end)) return expression(() => speller.group("$("));
    if (inserted && next !== "(" && continuesChain(source, inserted.end))
      return expression(() => spellVariable(speller));
  }
  if (character === "-" && next !== undefined && /[a-z_?]/i.test(next)) {
    let end = at + 1;
    while (isNameCharacter(source.charCodeAt(end)) || source[end] === "-" || source[end] === "?") end++;
    const name = [{ text: source.slice(at + 1, end) }];
    if (source[end] === ":") return mark("bound-parameter", name, end + 1);
    if (endsWord(source, end)) return mark("parameter", name, end);
  }
  const word = scanWord(source, at);
  if (word.end === at) throw new UnreadableScript("a command line cannot be read", at);
  mark("word", word.parts, word.end);
}

/** Reads a word with all its quoted and inserted pieces. */
function scanWord(source: string, start: number): Scanned {
  const parts: WordPart[] = [];
  let text = "";
  let at = start;
  const add = ({ parts: read, end }: Scanned): void => {
    if (text !== "") parts.push({ text });
    text = "";
    parts.push(...read);
    at = end;
  };
  for (;;) {
    const plain = at;
    while (at < source.length && !endsPlainText(source.charCodeAt(at))) at++;
    if (at > plain) text += source.slice(plain, at);
    const character = source[at];
    if (character === undefined || isWordEnd(source.charCodeAt(at))) break;
    const inserted = character === "$" ? scanInsertion(source, at) : undefined;
    if (inserted) add(inserted);
    else if (character === '"') add(scanDoubleQuoted(source, at));
    else if (character === "'") add(scanSingleQuoted(source, at));
    else if (character === "`") {
      if (source[at + 1] === "\n" || source[at + 1] === "\r") break;
      text += source[at + 1] ?? "";
      at += 2;
    } else {
      text += character;
      at++;
    }
  }
  if (text !== "") parts.push({ text });
  return { parts, end: at };
}

// An operand with .members, [indexes] and (arguments) behind it, put into parentheses where it has any.
function chain(speller: Speller, operand: () => void): void {
  const { out, source } = speller;
  const start = out.count;
  operand();
  let linked = false;
  for (;;) {
    const character = source[speller.at];
    const member = continuesChain(source, speller.at);
    if (!member && !(linked && character === "(")) break;
    if (!linked) out.open(start);
    linked = true;
    if (character === "(") speller.bracket("(");
    else if (character === "[") spellIndex(speller);
    else spellMember(speller, character === "." ? 1 : 2);
  }
  if (linked) out.write(")");
}

function continuesChain(source: string, at: number): boolean {
  const character = source[at];
  if (character === "[") return true;
  const after = source[at + (character === "." ? 1 : 2)];
  if (character === ".") return after !== undefined && (isNameCharacter(after.charCodeAt(0)) || after === "$");
  return character === ":" && source[at + 1] === ":";
}

function endsWord(source: string, at: number): boolean {
  const character = source[at];
  return character === undefined || isWordEnd(character.charCodeAt(0)) || isSpace(character.charCodeAt(0));
}

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
  if (character !== undefined && !"\n;|&)}".includes(character)) element(speller, false);
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
