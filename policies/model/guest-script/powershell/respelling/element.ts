import { isNameCharacter, oneOf, whiteSpace } from "./characters";
import { scanInsertion, scanVariable, type Scanned } from "./insertions";
import { spellIndex, spellMember, spellVariable } from "./operand";
import { spellTable } from "./special-forms";
import type { Speller } from "./speller";
import { scanDoubleQuoted, scanHereString, scanSingleQuoted } from "./strings";
import { UnreadableScript, type Word, type WordPart } from "./word";

const wordEnds = `${whiteSpace};|&(){},<>`;
const isWordEnd = oneOf(wordEnds);
const endsPlainText = oneOf(`${wordEnds}$"'\``);
const startsNoPlainWord = oneOf("({@$-");

/** Reads one element of a command line: a word, a parameter, a block or an expression, and leaves a mark for it. */
export function spellElement(speller: Speller, printed: boolean): void {
  const { source, at } = speller;
  if (startsNoPlainWord(source.charCodeAt(at)) && special(speller, printed)) return;
  const word = scanWord(source, at);
  if (word.end === at) throw new UnreadableScript("a command line cannot be read", at);
  mark(speller, "word", word, printed);
}

// Reads a block, an expression, a here-string, a splat or a parameter; false where none of them stands here.
function special(speller: Speller, printed: boolean): boolean {
  const { source, at } = speller;
  const next = source[at + 1];
  switch (source[at]) {
    case "(":
      return expression(speller, printed, () => speller.group("("));
    case "{":
      speller.block();
      return true;
    case "@": {
      if (next === "(") return expression(speller, printed, () => speller.group("@("));
      if (next === "{") return expression(speller, printed, () => spellTable(speller));
      const here = scanHereString(source, at);
      if (here) return mark(speller, "word", here, printed);
      const splat = /[\w:]/.test(next ?? "") ? scanVariable(source, at) : undefined;
      return splat !== undefined && mark(speller, "splat", splat, printed);
    }
    case "$": {
      const inserted = scanInsertion(source, at);
      if (inserted && next === "(" && endsWord(source, inserted.end))
        return expression(speller, printed, () => speller.group("$("));
      if (inserted && next !== "(" && continuesChain(source, inserted.end))
        return expression(speller, printed, () => spellVariable(speller));
      return false;
    }
    default:
      return parameter(speller, printed);
  }
}

// -Name or -Name:
function parameter(speller: Speller, printed: boolean): boolean {
  const { source, at } = speller;
  if (!/[a-z_?]/i.test(source[at + 1] ?? "")) return false;
  let end = at + 1;
  while (isNameCharacter(source.charCodeAt(end)) || source[end] === "-" || source[end] === "?") end++;
  const parts = [{ text: source.slice(at + 1, end) }];
  if (source[end] === ":") return mark(speller, "bound-parameter", { parts, end: end + 1 }, printed);
  return endsWord(source, end) && mark(speller, "parameter", { parts, end }, printed);
}

function mark(speller: Speller, kind: Word["kind"], { parts, end }: Scanned, printed: boolean): true {
  speller.out.mark({ kind, parts, offset: speller.at, printed });
  speller.at = end;
  return true;
}

function expression(speller: Speller, printed: boolean, operand: () => void): true {
  const { out, at } = speller;
  const start = out.count;
  chain(speller, operand);
  out.asWord(start, at, printed);
  return true;
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
  return character === undefined || isWordEnd(character.charCodeAt(0));
}
