import { countUpTo } from "../../../sorted";

/** A piece of a respelled script that the grammar can read by itself: a statement, or an expression of a command line. */
export class Fragment {
  private joined: Joined | undefined;

  constructor(
    private readonly chunks: readonly string[],
    private readonly offsets: readonly number[],
  ) {}

  /** The text; a mark "~7" or "${~7}" in it stands for the word with index 7, "~7.9" for those from 7 to 9. */
  get text(): string {
    return this.join().text;
  }

  /** Where in the script a place of the text comes from. */
  offsetOf(index: number): number {
    const { starts, sources } = this.join();
    return sources[countUpTo(starts, index) - 1] ?? sources[0] ?? 0;
  }

  private join(): Joined {
    this.joined ??= join(this.chunks, this.offsets);
    return this.joined;
  }
}

interface Joined {
  readonly text: string;
  readonly starts: readonly number[];
  readonly sources: readonly number[];
}

// Words in a row become one mark and blanks one blank, which spares the grammar work.
function join(chunks: readonly string[], offsets: readonly number[]): Joined {
  const starts: number[] = [];
  const sources: number[] = [];
  let text = "";
  let from = -1;
  let to = -1;
  let blank = "\n";
  const endRun = (): void => {
    if (from >= 0) text += from === to ? `~${from}` : `~${from}.${to}`;
    from = -1;
  };
  for (let index = 0; index < chunks.length; index++) {
    const chunk = chunks[index]!;
    if (chunk === " " || chunk === "\n") {
      if (chunk === "\n") endRun();
      if (blank === "" || (chunk === "\n" && blank === " ")) blank = chunk;
      continue;
    }
    const word = chunk.charCodeAt(0) === tilde ? Number(chunk.slice(1)) : -1;
    // Words that were taken back leave a gap.
    if (word >= 0 && from >= 0 && word === to + 1) to = word;
    else {
      endRun();
      // PowerShell 7 knows a pipe at the start of a line, the grammar does not.
      if (text !== "" && blank !== "") text += chunk === "|" ? " " : blank;
      if (offsets[index]! >= 0) {
        starts.push(text.length);
        sources.push(offsets[index]!);
      }
      if (word >= 0) from = to = word;
      else text += chunk;
    }
    blank = "";
  }
  endRun();
  return { text: text.replace(/[;\s]+$/, ""), starts, sources };
}

const tilde = 126;
