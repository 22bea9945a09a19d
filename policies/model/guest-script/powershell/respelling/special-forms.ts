import { isNameCharacter, isSpace, nameLength } from "./characters";
import { closingBrace } from "./closing-bracket";
import { spellElement } from "./element";
import { spellExpression } from "./expression";
import { spellOperand } from "./operand";
import type { Speller } from "./speller";
import { UnreadableScript } from "./word";

/** Reads param( … ). */
export function spellParameters(speller: Speller): void {
  speller.copy("param".length);
  speller.blanks(true);
  speller.expect("(");
  speller.deeper(() => {
    for (speller.blanks(true); speller.source[speller.at] !== ")"; speller.blanks(true)) {
      const before = speller.at;
      spellExpression(speller);
      if (speller.at === before) throw new UnreadableScript("parameters cannot be read", before);
    }
    speller.copy(1);
  });
  speller.blanks(false);
  // The grammar wants a terminator here, PowerShell does not.
  if (!"\n;".includes(speller.source[speller.at] ?? "\n")) speller.out.write(";");
}

/** Reads @{ key = statement; … } and leaves the mark of a word for it. */
export function spellTable(speller: Speller): void {
  const { out, at: offset } = speller;
  const start = out.count;
  const starts: number[] = [];
  speller.at += 2;
  speller.deeper(() => {
    for (speller.blanks(true); speller.source[speller.at] !== "}"; speller.blanks(true)) {
      if (speller.source[speller.at] === ";") {
        speller.at++;
        continue;
      }
      starts.push(out.count);
      key(speller);
      speller.blanks(true);
      if (speller.source[speller.at] !== "=") throw new UnreadableScript("a = is missing", speller.at);
      speller.at++;
      speller.blanks(true);
      starts.push(out.count);
      entry(speller);
    }
  });
  speller.at++;
  const fragments = out.takeOut(starts);
  out.takeBack(start);
  out.operand({ kind: "table", parts: [], fragments, offset, printed: false });
}

function key(speller: Speller): void {
  const { source, at } = speller;
  if (!isNameCharacter(source.charCodeAt(at))) {
    if (source[at] === undefined) throw new UnreadableScript("a @{ is not closed", at);
    spellOperand(speller);
    return;
  }
  let end = at;
  while (end < source.length && !isSpace(source.charCodeAt(end)) && !"=;{}()".includes(source[end]!)) end++;
  speller.out.operand({ kind: "word", parts: [{ text: source.slice(at, end) }], offset: at, printed: false });
  speller.at = end;
}

// One statement with its pipeline, up to the line end, the ";" or the brace.
function entry(speller: Speller): void {
  for (let afterPipe = false; ;) {
    speller.blanks(false);
    const character = speller.source[speller.at];
    if (character === undefined || "\n;}".includes(character)) return;
    if (character === "|") {
      speller.copy(1);
      speller.blanks(true);
      afterPipe = true;
    } else {
      speller.statement(afterPipe);
      afterPipe = false;
    }
  }
}

/** Reads switch (value) { condition { … } … }, or switch -File path { … }. */
export function spellSwitch(speller: Speller): void {
  const { source } = speller;
  speller.copy("switch".length);
  let ofFile = false;
  for (speller.blanks(true); source[speller.at] !== "{"; speller.blanks(true)) {
    const character = source[speller.at];
    if (character === "-") {
      // Which clauses run is not asked, so only -File counts; the grammar wants it last.
      const length = 1 + nameLength(source, speller.at + 1);
      ofFile ||= /^-f/i.test(source.slice(speller.at, speller.at + length));
      speller.at += length;
    } else if (ofFile && character !== undefined) {
      speller.out.write("-file ");
      spellElement(speller, false);
    } else if (character === "(") speller.bracket("(");
    else throw new UnreadableScript("a switch cannot be read", speller.at);
  }
  speller.copy(1);
  speller.deeper(() => {
    for (speller.blanks(true); speller.source[speller.at] !== "}"; speller.blanks(true)) {
      if (speller.source[speller.at] === ";") speller.at++;
      else clause(speller);
    }
    speller.copy(1);
  });
}

function clause(speller: Speller): void {
  const { source, at } = speller;
  if (source[at] === "{") speller.bracedBlock();
  else {
    while (speller.at < source.length && !"{}\n".includes(source[speller.at]!)) {
      const before = speller.at;
      const length = nameLength(source, speller.at);
      if (length > 0) speller.copy(length);
      else if (isSpace(source.charCodeAt(speller.at))) speller.blanks(false);
      else spellOperand(speller);
      if (speller.at === before) break;
    }
  }
  speller.blanks(true);
  if (source[speller.at] !== "{") throw new UnreadableScript("a switch cannot be read", speller.at);
  speller.bracedBlock();
  // The grammar wants a terminator after each clause.
  speller.out.write(";");
}

/** Passes over a class or enum: its methods run only where somebody calls them. */
export function spellType(speller: Speller): void {
  const open = speller.source.indexOf("{", speller.at);
  if (open < 0) throw new UnreadableScript("a type is not closed", speller.at);
  const end = closingBrace(speller.source, open) + 1;
  speller.out.passOver(speller.at, end);
  speller.at = end;
}
