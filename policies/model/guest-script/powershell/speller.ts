import { isDigit, isNameCharacter, isSpace, plainPunctuation } from "./characters";
import { spellCommand } from "./command-words";
import { keywordAt } from "./keywords";
import { Output, type Respelled } from "./output";
import { spellParameters, spellSwitch, spellTable, spellType } from "./special-forms";
import { commentEnd, scanDoubleQuoted, scanHereString, scanSingleQuoted, scanVariable, startsComment } from "./strings";
import { UnreadableScript } from "./word";

/**
 * Rewrites a script so that the grammar can read it: words and strings go into a table and leave a mark, comments go.
 * The grammar (tree-sitter-powershell) does not know many spellings of words, such as $env:ProgramData\Microsoft or the
 * list `a, b`, but it knows statements, blocks and expressions well. Throws UnreadableScript where brackets or quotes
 * do not match.
 */
export function respell(script: string): Respelled {
  const speller = new Speller(plainPunctuation(script));
  speller.statements(undefined);
  return speller.out.finish();
}

const deepestBracket = 100;

/** Reads a script once, from left to right. */
export class Speller {
  readonly out: Output;
  at = 0;
  private depth = 0;
  private attributes = 0;

  constructor(readonly source: string) {
    this.out = new Output(source);
  }

  /** Reads statements up to the closing bracket that is named, or to the end of the script. */
  statements(closer: ")" | "}" | undefined): void {
    this.deeper(() => {
      let afterPipe = false;
      for (;;) {
        this.blanks(true);
        const character = this.source[this.at];
        if (character === undefined || character === closer) break;
        if (")}]".includes(character)) throw new UnreadableScript(`a ${character} closes nothing`, this.at);
        if (character === ";") this.copy(1);
        else if (!this.pipe()) {
          this.statement(afterPipe);
          afterPipe = false;
        } else afterPipe = true;
      }
      if (closer !== undefined) this.expect(closer);
    });
  }

  /** Reads one statement up to its end, its pipe or the right side of its assignment. */
  statement(afterPipe: boolean): void {
    this.label();
    const { source, at } = this;
    const character = source[at]!;
    if (character === "&" || (character === "." && this.callsAfterDot())) {
      this.copy(1);
      this.out.write(" ");
      this.blanks(false);
      spellCommand(this);
    } else if (!startsCommand(character) || this.startsNumber()) this.expression();
    else {
      const keyword = afterPipe ? undefined : keywordAt(source, at);
      if (keyword === undefined) spellCommand(this);
      else this.afterKeyword(keyword);
    }
    if (this.at === at) throw new UnreadableScript("a statement cannot be read", at);
  }

  // Labels are left out, before a loop (":outer foreach") and behind a keyword ("continue outer").
  private label(keyword?: string): void {
    let at = this.at;
    while (keyword && this.source[at] === " ") at++;
    if (!keyword && this.source[at] !== ":") return;
    const name = nameLength(this.source, keyword ? at : at + 1);
    if (name === 0) return;
    this.at = keyword ? at + name : at + 1 + name;
    if (!keyword) this.blanks(true);
  }

  private afterKeyword(keyword: string): void {
    if (keyword === "param") spellParameters(this);
    else if (keyword === "using") this.leaveOutLine();
    else if (keyword === "switch") spellSwitch(this);
    else if (keyword === "class" || keyword === "enum") spellType(this);
    else if (keyword === "function" || keyword === "filter" || keyword === "workflow") {
      this.copy(keyword.length);
      this.blanks(true);
      let end = this.at;
      while (end < this.source.length && !isSpace(this.source.charCodeAt(end)) && !"({;".includes(this.source[end]!))
        end++;
      this.copy(end - this.at);
      this.blanks(true);
      this.expression();
    } else {
      this.copy(keyword.length);
      if (keyword === "return" || keyword === "throw" || keyword === "exit") return;
      if (keyword === "break" || keyword === "continue") return this.label(keyword);
      this.blanks(true);
      this.expression();
    }
  }

  /** Reads an expression up to the end of its statement, or to an assignment's right side. */
  expression(inType = false): void {
    while (this.at < this.source.length) {
      const character = this.source[this.at]!;
      const code = this.source.charCodeAt(this.at);
      if ("\n;)}]|".includes(character) || (character === "&" && this.source[this.at + 1] === "&")) return;
      if (isSpace(code) || startsComment(this.source, this.at) || character === "`") this.blanks(false, true);
      else if (character === "{") {
        this.block();
        if (this.wordFollows()) return;
      } else if (character === ",") {
        this.copy(1);
        this.blanks(true);
      } else if (isDigit(code)) this.number();
      else if (isNameCharacter(code)) {
        if (this.bareword() === "in") return;
      } else if (inType && character === "(") this.attributeArguments();
      else if (inType && character === "+" && this.joinsNames()) {
        this.out.write(".");
        this.at++;
      } else if (this.operand() === "=") return;
    }
  }

  /** Reads one operand or operator that is no word of letters, and tells its first character. */
  operand(): string {
    const { source, at } = this;
    const character = source[at]!;
    const next = source[at + 1] ?? "";
    const string = this.string(character);
    if (string) {
      this.out.operand({ kind: "word", parts: string.parts, offset: at, printed: false });
      this.at = string.end;
    } else if (character === "(") this.bracket("(");
    else if (character === "[") this.index();
    else if ((character === "@" || character === "$") && next === "(") this.bracket(`${character}(`);
    else if (character === "@" && next === "{") this.table();
    else if (character === "$") this.variable();
    else if (character === "." || (character === ":" && next === ":")) this.member(character === "." ? 1 : 2);
    else if (character === "-" && /[a-z]/i.test(next)) this.copy(1 + nameLength(source, at + 1));
    else this.copy(1);
    return character;
  }

  private string(character: string): ReturnType<typeof scanHereString> {
    if (character === "'") return scanSingleQuoted(this.source, this.at);
    if (character === '"') return scanDoubleQuoted(this.source, this.at);
    return character === "@" ? scanHereString(this.source, this.at) : undefined;
  }

  /** Reads .name or ::name. */
  member(length: 1 | 2): void {
    this.copy(length);
    if (length === 1 && this.source[this.at] === ".") return this.copy(1);
    while (isSpace(this.source.charCodeAt(this.at))) this.at++;
    const name = nameLength(this.source, this.at);
    // ".foreach" is a keyword of the grammar, which refuses its usual form with parentheses.
    if (this.source.slice(this.at, this.at + name).toLowerCase() === "foreach") this.out.write("_");
    this.copy(name);
    // list.Where{ … } is list.Where({ … })
    if (name > 0 && this.source[this.at] === "{") {
      this.out.write("(");
      this.block();
      this.out.write(")");
    }
  }

  variable(): void {
    const variable = scanVariable(this.source, this.at);
    const part = variable?.parts[0];
    if (!variable || !part || !("variable" in part)) return this.copy(1);
    const plain = /^\w+(:\w+)?$|^[?^$]$/.test(part.variable);
    this.out.write(plain ? `$${part.variable}` : `\${${part.variable}}`, this.at);
    this.at = variable.end;
  }

  bracket(opener: "(" | "$(" | "@("): void {
    this.copy(opener.length);
    this.statements(")");
  }

  block(): void {
    this.copy(1);
    this.blanks(true);
    // The grammar knows no empty script block.
    if (this.source[this.at] === "}") this.out.write(";");
    this.statements("}");
  }

  table(): void {
    spellTable(this);
  }

  /** Reads a type or an index, in which nothing starts a command. Attributes say nothing here and are left out. */
  index(): void {
    const before = this.out.count;
    const attributes = this.attributes;
    this.copy(1);
    this.deeper(() => {
      while (this.source[this.at] !== "]") {
        const start = this.at;
        this.expression(true);
        this.blanks(true);
        if (this.at === start) throw new UnreadableScript("a [ is not closed", start);
      }
      this.copy(1);
    });
    if (this.attributes > attributes) this.out.takeBack(before);
  }

  private attributeArguments(): void {
    this.attributes++;
    this.copy(1);
    while (this.source[this.at] !== ")") {
      const before = this.at;
      this.expression();
      this.blanks(true);
      if (this.at === before) throw new UnreadableScript("a ( is not closed", before);
    }
    this.copy(1);
  }

  /** Passes white space, line continuations and comments; line ends only where told. `must` passes at least one. */
  blanks(lineEnds: boolean, must = false): void {
    const { source } = this;
    const start = this.at;
    while (this.at < source.length) {
      const character = source[this.at]!;
      if (character === "\n") {
        if (!lineEnds) break;
        this.out.write("\n");
        this.at++;
      } else if (isSpace(source.charCodeAt(this.at))) this.at++;
      else if (character === "`" && source[this.at + 1] === "\n") this.at += 2;
      else if (character === "`" && source[this.at + 1] === "\r" && source[this.at + 2] === "\n") this.at += 3;
      else if (startsComment(source, this.at)) this.at = commentEnd(source, this.at);
      else break;
    }
    if (must && this.at === start) this.at++;
    if (this.at > start) this.out.write(" ");
  }

  /** Copies a bracket that must stand here. */
  expect(character: string): void {
    if (this.source[this.at] !== character) throw new UnreadableScript(`a ${character} is missing`, this.at);
    this.copy(1);
  }

  copy(length: number): void {
    this.out.write(this.source.slice(this.at, this.at + length), this.at);
    this.at += length;
  }

  deeper(read: () => void): void {
    if (++this.depth > deepestBracket) throw new UnreadableScript("brackets are nested too deeply", this.at);
    read();
    this.depth--;
  }

  private leaveOutLine(): void {
    const end = this.source.indexOf("\n", this.at);
    this.at = end < 0 ? this.source.length : end;
  }

  private pipe(): boolean {
    const character = this.source[this.at];
    const twice = this.source[this.at + 1] === character;
    if (character !== "|" && !(character === "&" && twice)) return false;
    this.copy(twice ? 2 : 1);
    return true;
  }

  private number(): void {
    let end = this.at;
    while (isNameCharacter(this.source.charCodeAt(end)) || this.isDecimalPoint(end)) end++;
    // The grammar knows units such as GB in lower case only.
    this.out.write(this.source.slice(this.at, end).toLowerCase(), this.at);
    this.at = end;
  }

  private startsNumber(): boolean {
    let end = this.at;
    while (isNameCharacter(this.source.charCodeAt(end)) || this.isDecimalPoint(end)) end++;
    return /^(0x[\da-f]+|\d+(\.\d+)?(e\d+)?)[ld]?([kmgtp]b)?$/i.test(this.source.slice(this.at, end));
  }

  private isDecimalPoint(at: number): boolean {
    return this.source[at] === "." && isDigit(this.source.charCodeAt(at + 1));
  }

  private bareword(): string {
    const length = nameLength(this.source, this.at);
    const word = this.source.slice(this.at, this.at + length).toLowerCase();
    this.copy(length);
    return word;
  }

  // A type within a type, as in [Outer+Inner], which the grammar does not know.
  private joinsNames(): boolean {
    const { source, at } = this;
    return nameLength(source, at - 1) > 0 && nameLength(source, at + 1) > 0 && !isDigit(source.charCodeAt(at + 1));
  }

  private callsAfterDot(): boolean {
    const next = this.source[this.at + 1];
    return next !== undefined && (isSpace(next.charCodeAt(0)) || "\"'$({".includes(next));
  }

  // After a statement's own block the next word starts a new statement, unless it continues this one.
  private wordFollows(): boolean {
    let at = this.at;
    while (this.source[at] === " " || this.source[at] === "\t") at++;
    return isNameCharacter(this.source.charCodeAt(at)) || this.source[at] === "$" || this.source[at] === "&";
  }
}

function startsCommand(character: string): boolean {
  return !"$\"'@([{-+!,<>=".includes(character);
}

export function nameLength(source: string, start: number): number {
  let end = start;
  while (isNameCharacter(source.charCodeAt(end))) end++;
  return end - start;
}
