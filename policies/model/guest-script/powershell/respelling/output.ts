import type { Word } from "./word";

/** A script that the grammar can read, and the way back to the script as it was written. */
export interface Respelled {
  readonly text: string;
  /** A mark "~7" or "${~7}" in the text stands for the word with index 7, "~7.9" for those from 7 to 9. */
  readonly words: readonly Word[];
  /** Parts of the script that were left out because nothing in them runs by itself. */
  readonly passedOver: readonly string[];
  /** Where in the script a place of the text comes from. */
  offsetOf(index: number): number;
}

/** Collects what the speller writes. */
export class Output {
  private readonly chunks: string[] = [];
  private readonly offsets: number[] = [];
  private readonly words: Word[] = [];
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

  write(text: string, offset = -1): void {
    this.chunks.push(text);
    this.offsets.push(offset);
  }

  /** Writes a mark for a word of a command line. */
  mark(word: Word): void {
    this.write(`~${this.words.push(word) - 1}`, word.offset);
  }

  /** Writes a mark for a string in an expression, where the grammar takes it for a variable. */
  operand(word: Word): void {
    this.write(`\${~${this.words.push(word) - 1}}`, word.offset);
  }

  /** The word whose mark was written last, if nothing else was written from `count` on. */
  wordAtEnd(count: number): Word | undefined {
    const mark = this.chunks.length === count + 1 ? this.chunks[count]! : "";
    return mark.startsWith("~") ? this.words[Number(mark.slice(1))] : undefined;
  }

  /** Puts a "(" before what was written from `count` on, and turns marks of words there into operands. */
  open(count: number): void {
    const chunk = this.chunks[count];
    if (chunk === undefined) return;
    this.chunks[count] = `(${chunk.startsWith("~") ? `\${${chunk}}` : chunk}`;
  }

  /** The mark that was written last becomes an operand. */
  lastAsOperand(): void {
    const last = this.chunks.length - 1;
    const chunk = this.chunks[last]!;
    if (chunk.startsWith("~")) this.chunks[last] = `\${${chunk}}`;
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

  /** Joins what was written; words in a row become one mark and blanks one blank, which spares the grammar work. */
  finish(): Respelled {
    const pieces: string[] = [];
    const starts: number[] = [];
    const sources: number[] = [];
    let length = 0;
    let run: { from: string; to: string } | undefined;
    let blank = "\n";
    const put = (piece: string): void => {
      pieces.push(piece);
      length += piece.length;
    };
    const endRun = (): void => {
      if (run) put(run.from === run.to ? `~${run.from}` : `~${run.from}.${run.to}`);
      run = undefined;
    };
    this.chunks.forEach((chunk, index) => {
      if (chunk === " " || chunk === "\n") {
        if (chunk === "\n") endRun();
        if (blank === "" || (chunk === "\n" && blank === " ")) blank = chunk;
        return;
      }
      const isMark = chunk.startsWith("~");
      // Words that were taken back leave a gap.
      if (isMark && run && Number(chunk.slice(1)) === Number(run.to) + 1) run.to = chunk.slice(1);
      else {
        endRun();
        if (pieces.length > 0 && blank !== "") put(blank);
        if (this.offsets[index]! >= 0) {
          starts.push(length);
          sources.push(this.offsets[index]!);
        }
        if (isMark) run = { from: chunk.slice(1), to: chunk.slice(1) };
        else put(chunk);
      }
      blank = "";
    });
    endRun();
    return {
      text: pieces.join(""),
      words: this.words,
      passedOver: this.passedOver,
      offsetOf: (index) => sources[lastAtMost(starts, index)] ?? 0,
    };
  }
}

function lastAtMost(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
