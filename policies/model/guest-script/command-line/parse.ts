/** A piece of a batch file or command line. */
export type BatchNode =
  | { readonly is: "command"; readonly text: string; readonly line: number }
  | { readonly is: "sequence"; readonly steps: readonly BatchStep[] }
  | {
      readonly is: "if";
      readonly condition: string;
      readonly then: BatchNode;
      readonly otherwise: BatchNode | undefined;
      readonly line: number;
    }
  | {
      readonly is: "for";
      readonly options: string;
      readonly variable: string;
      readonly set: string;
      readonly body: BatchNode;
      readonly line: number;
    };

/** A piece and how it follows the one before: "||" only after a failure, "|" with its output. */
export interface BatchStep {
  readonly node: BatchNode;
  readonly after: "" | "&" | "&&" | "||" | "|";
}

const deepestGroup = 40;
const condition =
  /^((?:\/i\s+)?(?:not\s+)?(?:exist\s+(?:"[^"]*"|[^\s(]+)|defined\s+\S+|errorlevel\s+\S+|(?:"[^"]*"|[^\s"=])+\s*(?:==|\s(?:equ|neq|lss|leq|gtr|geq)\s)\s*(?:"[^"]*"|[^\s"(])+))\s*/i;
const forHead = /^((?:\/[dlrf]\s+(?:"[^"]*"\s+|[^\s%"/][^\s%"]*\s+)?)*)%%?(\w)\s+in\s+\(/i;

/** Takes a batch file or command line apart; undefined where groups nest too deeply. */
export function parseBatch(source: string): BatchNode | undefined {
  // cmd takes every carriage return out.
  const reader = new BatchReader(source.replaceAll("\r", "").replace(/\^\n/g, ""));
  const sequence = reader.sequence(false);
  return reader.tooDeep ? undefined : sequence;
}

class BatchReader {
  tooDeep = false;
  private at = 0;
  private depth = 0;
  private countedTo = 0;
  private lineNow = 1;

  constructor(private readonly source: string) {}

  sequence(grouped: boolean): BatchNode {
    const steps: BatchStep[] = [];
    if (++this.depth > deepestGroup) this.tooDeep = true;
    let after: BatchStep["after"] = "";
    while (this.at < this.source.length && !this.tooDeep) {
      this.skip(/[\s;,=@]/);
      const character = this.source[this.at];
      if (character === undefined) break;
      if (character === ")") {
        this.at++;
        if (grouped) break;
      } else if (character === "&" || character === "|") after = this.operator();
      else {
        steps.push({ node: this.statement(), after });
        after = "";
      }
    }
    this.depth--;
    return { is: "sequence", steps };
  }

  private statement(): BatchNode {
    this.skip(/[ \t@]/);
    const line = this.line();
    if (this.source[this.at] === "(") {
      this.at++;
      return this.sequence(true);
    }
    const rest = this.source.slice(this.at, this.at + 2_000);
    if (/^(rem\b|::|:\w)/i.test(rest)) {
      this.at = this.lineEnd();
      return { is: "sequence", steps: [] };
    }
    if (/^if\s/i.test(rest)) return this.conditional(line);
    if (/^for\s/i.test(rest)) return this.loop(line);
    return { is: "command", text: this.commandText(), line };
  }

  private conditional(line: number): BatchNode {
    this.at += 2;
    this.skip(/[ \t]/);
    const found = condition.exec(this.source.slice(this.at, this.at + 2_000));
    if (!found) return { is: "command", text: `if ${this.commandText()}`, line };
    this.at += found[0].length;
    const then = this.deeper(() => this.statement());
    const before = this.at;
    this.skip(/\s/);
    if (!/^else[\s(]/i.test(this.source.slice(this.at, this.at + 5))) {
      this.at = before;
      return { is: "if", condition: found[1]!, then, otherwise: undefined, line };
    }
    this.at += 4;
    this.skip(/\s/);
    const otherwise = this.deeper(() => this.statement());
    return { is: "if", condition: found[1]!, then, otherwise, line };
  }

  private loop(line: number): BatchNode {
    this.at += 3;
    this.skip(/[ \t]/);
    const head = forHead.exec(this.source.slice(this.at, this.at + 2_000));
    if (!head) return { is: "command", text: `for ${this.commandText()}`, line };
    this.at += head[0].length;
    const set = this.upToParenthesis();
    this.skip(/\s/);
    if (/^do[\s(]/i.test(this.source.slice(this.at, this.at + 3))) this.at += 2;
    this.skip(/\s/);
    const body = this.deeper(() => this.statement());
    return { is: "for", options: head[1]!.trim(), variable: head[2]!, set, body, line };
  }

  private upToParenthesis(): string {
    const start = this.at;
    let quoted = false;
    while (this.at < this.source.length && (quoted || this.source[this.at] !== ")")) {
      if (this.source[this.at] === '"') quoted = !quoted;
      this.at++;
    }
    return this.source.slice(start, this.at++);
  }

  // Up to an operator, a closing parenthesis of the group or the line's end; carets escape, redirections stay.
  private commandText(): string {
    let text = "";
    let quoted = false;
    for (; this.at < this.source.length; this.at++) {
      const character = this.source[this.at]!;
      if (character === "\n") break;
      if (!quoted && character === "^") text += this.source[++this.at] ?? "";
      else {
        if (!quoted && (character === "|" || (character === ")" && this.depth > 1))) break;
        if (!quoted && character === "&" && !/>$/.test(text)) break;
        if (character === '"') quoted = !quoted;
        text += character;
      }
    }
    return text;
  }

  private operator(): BatchStep["after"] {
    const character = this.source[this.at] as "&" | "|";
    const twice = this.source[this.at + 1] === character;
    this.at += twice ? 2 : 1;
    return twice ? (character === "&" ? "&&" : "||") : character;
  }

  private deeper(read: () => BatchNode): BatchNode {
    if (++this.depth > deepestGroup) this.tooDeep = true;
    const node: BatchNode = this.tooDeep ? { is: "sequence", steps: [] } : read();
    this.depth--;
    return node;
  }

  private skip(characters: RegExp): void {
    while (this.at < this.source.length && characters.test(this.source[this.at]!)) this.at++;
  }

  private lineEnd(): number {
    const end = this.source.indexOf("\n", this.at);
    return end < 0 ? this.source.length : end;
  }

  // Counts on from the last place that was asked for.
  private line(): number {
    for (; this.countedTo < this.at; this.countedTo++) if (this.source[this.countedTo] === "\n") this.lineNow++;
    return this.lineNow;
  }
}
