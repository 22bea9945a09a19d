import { isSpace } from "./characters";
import { commentEnd, startsComment } from "./comments";
import { Output } from "./output";
import { UnreadableScript } from "./word";

const deepestBracket = 100;

/** A place in a script that moves on from left to right, and what was written so far. */
export class Cursor {
  readonly out: Output;
  at = 0;
  private depth = 0;

  constructor(readonly source: string) {
    this.out = new Output(source);
  }

  copy(length: number): void {
    this.out.write(this.source.slice(this.at, this.at + length), this.at);
    this.at += length;
  }

  /** Copies a bracket that must stand here. */
  expect(character: string): void {
    if (this.source[this.at] !== character) throw new UnreadableScript(`a ${character} is missing`, this.at);
    this.copy(1);
  }

  /** Reads what stands between brackets. */
  deeper(read: () => void): void {
    if (++this.depth > deepestBracket) throw new UnreadableScript("brackets are nested too deeply", this.at);
    read();
    this.depth--;
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
}
