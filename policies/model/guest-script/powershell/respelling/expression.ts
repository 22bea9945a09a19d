import { blanksEnd, isDigit, isNameCharacter, isSpace, nameLength } from "./characters";
import { startsComment } from "./comments";
import { spellOperand } from "./operand";
import type { Speller } from "./speller";

/** Reads an expression up to the end of its statement, or to an assignment's right side. */
export function spellExpression(speller: Speller, inType = false): void {
  const { source } = speller;
  while (speller.at < source.length) {
    const { at } = speller;
    const character = source[at]!;
    const code = source.charCodeAt(at);
    if ("\n;)}]|".includes(character) || (character === "&" && source[at + 1] === "&")) return;
    if (isSpace(code) || startsComment(source, at) || character === "`") speller.blanks(false, true);
    else if (character === "{") {
      speller.bracedBlock();
      if (wordFollows(speller)) return;
    } else if (character === ",") {
      speller.copy(1);
      speller.blanks(true);
    } else if (isDigit(code)) number(speller);
    else if (isNameCharacter(code)) {
      if (bareword(speller) === "in") return;
    } else if (inType && character === "+" && joinsNames(source, at)) {
      speller.out.write(".");
      speller.at++;
    } else if (spellOperand(speller) === "=") return;
  }
}

function bareword(speller: Speller): string {
  const length = nameLength(speller.source, speller.at);
  const word = speller.source.slice(speller.at, speller.at + length).toLowerCase();
  speller.copy(length);
  return word;
}

function number(speller: Speller): void {
  const end = numberEnd(speller);
  // The grammar knows units such as GB in lower case only.
  speller.out.write(speller.source.slice(speller.at, end).toLowerCase(), speller.at);
  speller.at = end;
}

/** True where a number stands and no command whose name begins with a digit. */
export function startsNumber(speller: Speller): boolean {
  const written = speller.source.slice(speller.at, numberEnd(speller));
  return /^(0x[\da-f]+|\d+(\.\d+)?(e\d+)?)[ld]?([kmgtp]b)?$/i.test(written);
}

function numberEnd({ source, at }: Speller): number {
  let end = at;
  const isPoint = (): boolean => source[end] === "." && isDigit(source.charCodeAt(end + 1));
  while (isNameCharacter(source.charCodeAt(end)) || isPoint()) end++;
  return end;
}

// A type within a type, as in [Outer+Inner], which the grammar does not know.
function joinsNames(source: string, at: number): boolean {
  return nameLength(source, at - 1) > 0 && nameLength(source, at + 1) > 0 && !isDigit(source.charCodeAt(at + 1));
}

// After a statement's own block the next word starts a new statement, unless it continues this one.
function wordFollows({ source, at }: Speller): boolean {
  const next = blanksEnd(source, at);
  return isNameCharacter(source.charCodeAt(next)) || source[next] === "$" || source[next] === "&";
}
