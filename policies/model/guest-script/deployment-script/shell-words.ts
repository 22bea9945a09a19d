import { hole, open, text, type OpenValue, type TextValue } from "../reading/value";

export type ShellWord = TextValue | OpenValue;

export interface ShellCommand {
  readonly words: readonly ShellWord[];
  readonly line: number;
}

/** Splits a POSIX shell script into commands and words; what the shell would compute leaves a hole. */
export function shellCommands(source: string): ShellCommand[] {
  return new ShellReader(source).read();
}

class ShellReader {
  private readonly variables = new Map<string, string>();
  private readonly commands: ShellCommand[] = [];
  private words: ShellWord[] = [];
  private word: string | undefined;
  private at = 0;
  private line = 1;
  private startLine = 1;

  constructor(private readonly source: string) {}

  read(): ShellCommand[] {
    for (; this.at < this.source.length; this.at++) {
      const character = this.source[this.at]!;
      if (character === "\n" || character === ";" || character === "&" || character === "|") {
        this.endCommand();
        if (character === "\n") this.line++;
        this.startLine = this.line;
      } else if (character === "#" && this.word === undefined) this.skipComment();
      else if (/\s/.test(character)) this.endWord();
      else if (character === "\\") this.escape();
      else if (character === "'") this.singleQuoted();
      else if (character === '"') this.doubleQuoted();
      else if (character === "$" || character === "`") this.add(this.inserted());
      else this.add(character);
    }
    this.endCommand();
    return this.commands;
  }

  private add(piece: string): void {
    this.word = (this.word ?? "") + piece;
  }

  private escape(): void {
    const next = this.source[++this.at];
    if (next === "\n") this.line++;
    else if (next !== undefined) this.add(next);
  }

  private singleQuoted(): void {
    const end = this.source.indexOf("'", this.at + 1);
    const inner = this.source.slice(this.at + 1, end < 0 ? undefined : end);
    this.line += inner.split("\n").length - 1;
    this.add(inner);
    this.at = end < 0 ? this.source.length : end;
  }

  private doubleQuoted(): void {
    this.add("");
    for (this.at++; this.at < this.source.length && this.source[this.at] !== '"'; this.at++) {
      const character = this.source[this.at]!;
      if (character === "\n") this.line++;
      if (character === "\\" && '"\\$`\n'.includes(this.source[this.at + 1] ?? "")) this.escape();
      else this.add(character === "$" || character === "`" ? this.inserted() : character);
    }
  }

  // $name and ${name} as far as the script sets them; $( … ) and ` … ` are computed.
  private inserted(): string {
    const rest = this.source.slice(this.at, this.at + 100);
    const name = /^\$\{?(\w+)\}?/.exec(rest);
    if (name) {
      this.at += name[0].length - 1;
      return this.variables.get(name[1]!) ?? hole;
    }
    if (rest.startsWith("$(")) this.skipTo(")", "(");
    else if (rest.startsWith("`")) this.skipTo("`");
    else return "$";
    return hole;
  }

  private skipTo(closer: string, opener?: string): void {
    let depth = opener ? 0 : 1;
    for (this.at++; this.at < this.source.length; this.at++) {
      const character = this.source[this.at]!;
      if (character === "\n") this.line++;
      if (character === opener) depth++;
      else if (character === closer && --depth === 0) return;
    }
  }

  private skipComment(): void {
    const end = this.source.indexOf("\n", this.at);
    this.at = (end < 0 ? this.source.length : end) - 1;
  }

  private endWord(): void {
    if (this.word === undefined) return;
    const assigned = this.words.length === 0 ? /^(\w+)=([\s\S]*)$/.exec(this.word) : null;
    if (assigned) this.variables.set(assigned[1]!, assigned[2]!);
    else
      this.words.push(this.word.includes(hole) ? open("the shell computes a part of it", this.word) : text(this.word));
    this.word = undefined;
  }

  private endCommand(): void {
    this.endWord();
    if (this.words.length > 0) this.commands.push({ words: this.words, line: this.startLine });
    this.words = [];
  }
}
