import { isSpace, nameLength, plainCharacters } from "./characters";
import { spellCommand } from "./command-words";
import { Cursor } from "./cursor";
import { spellExpression, startsNumber } from "./expression";
import { keywordAt } from "./keywords";
import type { Respelled } from "./output";
import { spellParameters, spellSwitch, spellType } from "./special-forms";
import { UnreadableScript } from "./word";

/**
 * Rewrites a script so that the grammar can read it: words and strings go into a table and leave a mark, comments go.
 * The grammar (tree-sitter-powershell) does not know many spellings of words, such as $env:ProgramData\Microsoft or the
 * list `a, b`, but it knows statements, blocks and expressions well. Throws UnreadableScript where brackets or quotes
 * do not match.
 */
export function respell(script: string): Respelled {
  const speller = new Speller(plainCharacters(script));
  return speller.out.finish(speller.statements(undefined));
}

/** Reads the statements of a script. */
export class Speller extends Cursor {
  /** Reads statements up to the closing bracket that is named, or to the end of the script, and tells where they start. */
  statements(closer: ")" | "}" | undefined): readonly number[] {
    const first = this.out.count;
    const starts = [first];
    this.deeper(() => {
      let afterPipe = false;
      for (;;) {
        this.blanks(true);
        const character = this.source[this.at];
        if (character === undefined || character === closer) break;
        if (")}]".includes(character)) throw new UnreadableScript(`a ${character} closes nothing`, this.at);
        if (character === ";") this.copy(1);
        else if (!this.pipe()) {
          if (!afterPipe && this.startsAnew() && this.out.endsStatement(first)) starts.push(this.out.count);
          this.statement(afterPipe);
          afterPipe = false;
        } else afterPipe = true;
      }
    });
    return starts;
  }

  // A block or one of these words may go on with the statement before, even on a line of its own.
  private startsAnew(): boolean {
    const { source, at } = this;
    return source[at] !== "{" && !continuing.has(keywordAt(source, at) ?? "");
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
    } else if (!startsCommand(character) || startsNumber(this)) spellExpression(this);
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
      this.functionName();
      this.head();
    } else {
      this.copy(keyword.length);
      if (keyword === "return" || keyword === "throw" || keyword === "exit") return;
      if (keyword === "break" || keyword === "continue") return this.label(keyword);
      this.head(keyword);
    }
  }

  // What stands in parentheses behind a keyword or the name of a function belongs to it.
  private head(keyword?: string): void {
    this.blanks(true);
    if (this.source[this.at] === "(") {
      if (keyword === "if" || keyword === "elseif") {
        this.out.write("(", this.at);
        this.group("(");
        this.out.write(")");
      } else this.bracket("(");
    }
    spellExpression(this);
  }

  private functionName(): void {
    let end = this.at;
    while (end < this.source.length && !isSpace(this.source.charCodeAt(end)) && !"({;".includes(this.source[end]!))
      end++;
    this.copy(end - this.at);
  }

  /** Reads statements in parentheses that belong to a keyword, a call or a conversion. */
  bracket(opener: "(" | "$(" | "@("): void {
    this.copy(opener.length);
    this.statements(")");
    this.expect(")");
  }

  /** Reads statements in parentheses that are an operand. */
  group(opener: "(" | "$(" | "@("): void {
    const offset = this.at;
    this.at += opener.length;
    const fragments = this.out.takeOut(this.statements(")"));
    this.close(")");
    this.out.operand({ kind: opener === "@(" ? "array" : "group", parts: [], fragments, offset, printed: false });
  }

  private close(character: string): void {
    if (this.source[this.at] !== character) throw new UnreadableScript(`a ${character} is missing`, this.at);
    this.at++;
  }

  /** Reads statements in braces and leaves the mark of a word for them. */
  block(): void {
    const offset = this.at++;
    const fragments = this.out.takeOut(this.statements("}"));
    this.close("}");
    this.out.mark({ kind: "block", parts: [], fragments, offset, printed: false });
  }

  /** Reads statements in braces behind a keyword or in an expression. */
  bracedBlock(): void {
    this.out.write("{", this.at);
    this.block();
    this.out.write("}");
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

  private callsAfterDot(): boolean {
    const next = this.source[this.at + 1];
    return next !== undefined && (isSpace(next.charCodeAt(0)) || "\"'$({".includes(next));
  }
}

const continuing = new Set(["else", "elseif", "catch", "finally", "while", "until"]);

function startsCommand(character: string): boolean {
  return !"$\"'@([{-+!,<>=".includes(character);
}
