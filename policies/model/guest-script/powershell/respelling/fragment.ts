import { countUpTo } from "../../../sorted";
import { isOperand, wordIndex, type Chunk } from "./chunk";
import type { Word } from "./word";

/** A piece of a respelled script that the grammar can read by itself: a statement, or an expression of a command line. */
export class Fragment {
  private joined: Joined | undefined;

  constructor(
    private readonly chunks: readonly Chunk[],
    private readonly offsets: readonly number[],
    private readonly scriptWords: readonly Word[],
  ) {}

  /** The text; a mark "~7" or "${~7}" in it stands for the word with index 7 of this fragment, "~7.9" for those from 7 to 9. */
  get text(): string {
    return this.join().text;
  }

  /** The words that the text has marks for. */
  get words(): readonly Word[] {
    return this.join().words;
  }

  /** Where in the script a place of the text comes from. */
  offsetOf(index: number): number {
    const { starts, sources } = this.join();
    return sources[countUpTo(starts, index) - 1] ?? sources[0] ?? 0;
  }

  private join(): Joined {
    this.joined ??= join(this.chunks, this.offsets, this.scriptWords);
    return this.joined;
  }
}

interface Joined {
  readonly text: string;
  readonly words: readonly Word[];
  readonly starts: readonly number[];
  readonly sources: readonly number[];
}

// Words in a row become one mark and blanks one blank, which spares the grammar work.
function join(chunks: readonly Chunk[], offsets: readonly number[], scriptWords: readonly Word[]): Joined {
  const starts: number[] = [];
  const sources: number[] = [];
  const words: Word[] = [];
  let text = "";
  let run = -1;
  let blank = "\n";
  const endRun = (): void => {
    const last = words.length - 1;
    if (run >= 0) text += run === last ? `~${run}` : `~${run}.${last}`;
    run = -1;
  };
  for (let index = 0; index < chunks.length; index++) {
    const chunk = chunks[index]!;
    if (chunk === " " || chunk === "\n") {
      if (chunk === "\n") endRun();
      if (blank === "" || (chunk === "\n" && blank === " ")) blank = chunk;
      continue;
    }
    const isWord = typeof chunk === "number" && !isOperand(chunk);
    if (!isWord || run < 0) {
      endRun();
      // PowerShell 7 knows a pipe at the start of a line, the grammar does not.
      if (text !== "" && blank !== "") text += chunk === "|" ? " " : blank;
      if (offsets[index]! >= 0) {
        starts.push(text.length);
        sources.push(offsets[index]!);
      }
      if (isWord) run = words.length;
      else text += typeof chunk === "string" ? chunk : `\${~${words.length}}`;
    }
    if (typeof chunk === "number") words.push(scriptWords[wordIndex(chunk)]!);
    blank = "";
  }
  endRun();
  return { text: withoutEnd(text), words, starts, sources };
}

function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ";" || text[end - 1]!.trim() === "")) end--;
  return text.slice(0, end);
}
