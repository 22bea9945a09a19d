import { isNameCharacter, isSpace, nameLength } from "./characters";
import { spellExpression } from "./expression";
import { scanVariable, type Scanned } from "./insertions";
import { spellTable } from "./special-forms";
import type { Speller } from "./speller";
import { scanDoubleQuoted, scanHereString, scanSingleQuoted } from "./strings";
import { UnreadableScript } from "./word";

/** Reads one operand or operator that is no word of letters, and tells its first character. */
export function spellOperand(speller: Speller): string {
  const { source, at } = speller;
  const character = source[at]!;
  const next = source[at + 1] ?? "";
  const string = stringAt(source, at);
  if (string) {
    speller.out.operand({ kind: "word", parts: string.parts, offset: at, printed: false });
    speller.at = string.end;
  } else if (character === "(" && !isCall(source, at)) speller.group("(");
  else if (character === "(") speller.bracket("(");
  else if (character === "[") spellIndex(speller);
  else if ((character === "@" || character === "$") && next === "(") speller.group(`${character}(`);
  else if (character === "@" && next === "{") spellTable(speller);
  else if (character === "$") spellVariable(speller);
  else if (character === "." || (character === ":" && next === ":")) spellMember(speller, character === "." ? 1 : 2);
  else if (character === "-" && /[a-z]/i.test(next)) speller.copy(1 + nameLength(source, at + 1));
  else speller.copy(1);
  return character;
}

// Behind a name, a bracket or a type, "(" holds arguments or what is converted.
function isCall(source: string, at: number): boolean {
  const before = source[at - 1] ?? " ";
  return isNameCharacter(before.charCodeAt(0)) || ")]}\"'".includes(before);
}

function stringAt(source: string, at: number): Scanned | undefined {
  switch (source[at]) {
    case "'":
      return scanSingleQuoted(source, at);
    case '"':
      return scanDoubleQuoted(source, at);
    case "@":
      return scanHereString(source, at);
    default:
      return undefined;
  }
}

/** Reads .name or ::name. */
export function spellMember(speller: Speller, length: 1 | 2): void {
  const { source, out } = speller;
  speller.copy(length);
  if (length === 1 && source[speller.at] === ".") return speller.copy(1);
  while (isSpace(source.charCodeAt(speller.at))) speller.at++;
  const name = nameLength(source, speller.at);
  // ".foreach" is a keyword of the grammar, which refuses its usual form with parentheses.
  if (source.slice(speller.at, speller.at + name).toLowerCase() === "foreach") out.write("_");
  speller.copy(name);
  // list.Where{ … } is list.Where({ … })
  if (name > 0 && source[speller.at] === "{") {
    out.write("(");
    speller.bracedBlock();
    out.write(")");
  }
}

/** Reads $name. */
export function spellVariable(speller: Speller): void {
  const variable = scanVariable(speller.source, speller.at);
  const part = variable?.parts[0];
  if (!variable || !part || !("variable" in part)) return speller.copy(1);
  const plain = /^\w+(:\w+)?$|^[?^$]$/.test(part.variable);
  speller.out.write(plain ? `$${part.variable}` : `\${${part.variable}}`, speller.at);
  speller.at = variable.end;
}

const attributeStart = /\[\s*[a-z_][\w.]*\s*\(/iy;

/** Reads a type or an index, in which nothing starts a command. An attribute says nothing here and is left out. */
export function spellIndex(speller: Speller): void {
  attributeStart.lastIndex = speller.at;
  if (attributeStart.test(speller.source)) return leaveOutAttribute(speller, attributeStart.lastIndex);
  speller.copy(1);
  speller.deeper(() => expressionsUpTo(speller, "]"));
}

function leaveOutAttribute(speller: Speller, argumentsStart: number): void {
  const before = speller.out.count;
  speller.at = argumentsStart;
  speller.deeper(() => expressionsUpTo(speller, ")"));
  speller.blanks(true);
  speller.expect("]");
  speller.out.takeBack(before);
}

function expressionsUpTo(speller: Speller, closer: ")" | "]"): void {
  for (speller.blanks(true); speller.source[speller.at] !== closer; speller.blanks(true)) {
    const before = speller.at;
    spellExpression(speller, closer === "]");
    if (speller.at === before) throw new UnreadableScript(`a ${closer} is missing`, before);
  }
  speller.copy(1);
}
