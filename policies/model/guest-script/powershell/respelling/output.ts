import { isOperand, operandOf, wordIndex, type Chunk } from "./chunk";
import { Fragment } from "./fragment";
import { hideTildes } from "./tilde";
import type { Word } from "./word";

/** A script that the grammar can read, statement by statement, and the way back to the script as it was written. */
export interface Respelled {
  readonly statements: readonly Fragment[];
  /** What marks in the statements and in each other stand for. */
  readonly words: readonly Word[];
  /** Every statement and expression, also those inside others. */
  readonly fragments: readonly Fragment[];
  /** Parts of the script that were left out because nothing in them runs by itself. */
  readonly passedOver: readonly string[];
}

/** Collects what the speller writes. */
export class Output {
  private readonly chunks: Chunk[] = [];
  private readonly offsets: number[] = [];
  private readonly words: Word[] = [];
  private readonly fragments: Fragment[] = [];
  private readonly passedOver: string[] = [];

  constructor(private readonly source: string) {}

  /** How many pieces were written; a place to come back to. */
  get count(): number {
    return this.chunks.length;
  }

  get wordCount(): number {
    return this.words.length;
  }

  wordAt(index: number): Word | undefined {
    return this.words[index];
  }

  write(chunk: Chunk, offset = -1): void {
    this.chunks.push(typeof chunk === "string" ? hideTildes(chunk) : chunk);
    this.offsets.push(offset);
  }

  /** Writes a mark for a word of a command line. */
  mark(word: Word): void {
    this.write(this.words.push(word) - 1, word.offset);
  }

  /** Writes a mark for a string in an expression, where the grammar takes it for a variable. */
  operand(word: Word): void {
    this.write(operandOf(this.words.push(word) - 1), word.offset);
  }

  /** The word whose mark was written last, if nothing else was written from `count` on. */
  wordAtEnd(count: number): Word | undefined {
    const mark = this.chunks.length === count + 1 ? this.chunks[count] : undefined;
    return typeof mark === "number" && !isOperand(mark) ? this.words[mark] : undefined;
  }

  /** Puts a "(" before what was written from `count` on; the mark of a word there becomes an operand. */
  open(count: number): void {
    const chunk = this.chunks[count];
    if (chunk === undefined) return;
    if (typeof chunk === "number" && !isOperand(chunk)) this.chunks[count] = operandOf(chunk);
    this.chunks.splice(count, 0, "(");
    this.offsets.splice(count, 0, this.offsets[count]!);
  }

  /** Takes back what was written from `count` on; its words stay known. */
  takeBack(count: number): void {
    this.chunks.length = count;
    this.offsets.length = count;
  }

  passOver(start: number, end: number): void {
    this.passedOver.push(this.source.slice(start, end));
    this.write(" ");
  }

  /** True where what was written from `count` on may end a statement, so that another one starts here. */
  endsStatement(count: number): boolean {
    let newLine = false;
    for (let at = this.chunks.length - 1; at >= count; at--) {
      const chunk = this.chunks[at]!;
      if (chunk === ";") return true;
      if (chunk === "\n") newLine = true;
      else if (chunk === "}") return true;
      else if (chunk !== " ") return newLine && (isStatementEnd(chunk) || isStep(chunk, this.chunks[at - 1]));
    }
    return false;
  }

  /** Takes out the statements that were written from the first start on. */
  takeOut(starts: readonly number[]): readonly Fragment[] {
    const taken = starts.map((start, index) => this.fragment(start, starts[index + 1]));
    this.takeBack(starts[0] ?? this.count);
    return taken;
  }

  /** Takes out the expression that was written from `start` on and leaves the mark of a word for it. */
  asWord(start: number, offset: number, printed: boolean): void {
    const only = this.chunks.length === start + 1 ? this.chunks[start] : undefined;
    if (typeof only === "number" && isOperand(only)) {
      this.chunks[start] = wordIndex(only);
      return;
    }
    const expression = this.fragment(start);
    this.takeBack(start);
    this.mark({ kind: "expression", parts: [], fragments: [expression], offset, printed });
  }

  private fragment(start: number, end?: number): Fragment {
    const fragment = new Fragment(this.chunks.slice(start, end), this.offsets.slice(start, end), this.words);
    this.fragments.push(fragment);
    return fragment;
  }

  finish(starts: readonly number[]): Respelled {
    return {
      statements: this.takeOut(starts),
      words: this.words,
      fragments: this.fragments,
      passedOver: this.passedOver,
    };
  }
}

// A mark, a variable, a number, a name or a closing bracket; behind an operator a line end ends nothing.
const statementEnd = /^\$|^\w+$|[)}\]]$/;

function isStatementEnd(chunk: Chunk): boolean {
  return typeof chunk === "number" || statementEnd.test(chunk);
}

// $number++
function isStep(last: Chunk, before: Chunk | undefined): boolean {
  return (last === "+" || last === "-") && last === before;
}
