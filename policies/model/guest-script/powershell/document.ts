import type { Session } from "../reading/session";
import type { Respelled } from "./respelling/output";
import type { PowerShellParser, SyntaxNode, SyntaxTree } from "./parser";
import { respell } from "./respelling/speller";
import { UnreadableScript, type Word, type WordPart } from "./respelling/word";

/** A parsed script; its tree must be released. */
export class PowerShellDocument {
  readonly root: SyntaxNode;
  readonly hasErrors: boolean;
  private readonly lineStarts: number[] = [0];

  /** `nestedLine` is the line of the command that the text is nested in. */
  private constructor(
    private readonly tree: SyntaxTree,
    private readonly respelled: Respelled,
    source: string,
    private readonly nestedLine: number | undefined,
  ) {
    this.root = tree.rootNode;
    this.hasErrors = this.root.hasError;
    for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) this.lineStarts.push(at + 1);
  }

  /** Parses a script. Where that fails, reports it to the session and gives nothing. */
  static read(
    source: string,
    parser: PowerShellParser,
    session: Session,
    nestedLine?: number,
  ): PowerShellDocument | undefined {
    const unreadable = (why: string, line: number): undefined => {
      session.unparsable([source], `the script cannot be parsed: ${why}`, nestedLine ?? line);
    };
    let respelled: Respelled;
    try {
      respelled = respell(source);
    } catch (error) {
      if (!(error instanceof UnreadableScript)) throw error;
      return unreadable(error.message, source.slice(0, error.offset).split("\n").length);
    }
    const tree = parser.parse(respelled.text);
    if (!tree) return unreadable("it takes too much work", 1);
    const document = new PowerShellDocument(tree, respelled, source, nestedLine);
    document.report(session);
    return document;
  }

  release(): void {
    this.tree.delete();
  }

  textOf(node: SyntaxNode): string {
    return this.respelled.text.slice(node.startIndex, node.endIndex);
  }

  /** What stands between two nodes: the operator. */
  respelledBetween(left: SyntaxNode, right: SyntaxNode): string {
    return this.respelled.text.slice(left.endIndex, right.startIndex);
  }

  /** The word that a mark "~7" or "${~7}" stands for. */
  wordAt(mark: string): Word | undefined {
    const index = /^(?:\$\{)?~(\d+)\}?$/.exec(mark)?.[1];
    return index === undefined ? undefined : this.respelled.words[Number(index)];
  }

  /** The words whose marks stand in a piece of the text. */
  wordsOf(code: string): Word[] {
    const found: Word[] = [];
    for (let at = code.indexOf("~"); at >= 0; at = code.indexOf("~", at + 1)) {
      const [from, to] = code
        .slice(at + 1, at + 16)
        .split(/[^\d.]/, 1)[0]!
        .split(".");
      for (let index = Number(from); index <= Number(to ?? from); index++) found.push(this.respelled.words[index]!);
    }
    return found;
  }

  lineOf(node: SyntaxNode): number {
    return this.lineAt(this.respelled.offsetOf(node.startIndex));
  }

  lineOfWord(word: Word): number {
    return this.lineAt(word.offset);
  }

  private lineAt(offset: number): number {
    if (this.nestedLine !== undefined) return this.nestedLine;
    let low = 0;
    let high = this.lineStarts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lineStarts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Texts of the words in a part of the script. */
  textsIn(node: SyntaxNode): string[] {
    const code = this.textOf(node);
    return [code, ...this.wordsOf(code).map((word) => known(word.parts))];
  }

  private report(session: Session): void {
    const live = this.respelled.words.filter((word) => !word.printed).map((word) => known(word.parts));
    session.note([...live, ...this.respelled.passedOver].join("\n"));
    for (const passedOver of this.respelled.passedOver) {
      session.unparsable([passedOver], "a class or enum is not read", this.nestedLine ?? 1);
    }
    if (this.hasErrors) this.reportErrors(this.root, session, 0);
  }

  private reportErrors(node: SyntaxNode, session: Session, depth: number): void {
    if (depth > 200) return;
    if (node.type === "ERROR") session.unparsable(this.textsIn(node), "this cannot be parsed", this.lineOf(node));
    else if (node.hasError) for (const child of node.namedChildren) this.reportErrors(child, session, depth + 1);
  }
}

function known(parts: readonly WordPart[]): string {
  return parts.map((part) => ("text" in part ? part.text : "script" in part ? part.script : "")).join("");
}
