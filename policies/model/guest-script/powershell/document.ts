import { countUpTo } from "../../sorted";
import type { Session } from "../reading/session";
import type { PowerShellParser } from "./parser";
import type { SyntaxNode } from "./syntax-node";
import { plainStatement, type PlainStatement } from "./plain-statement";
import type { Fragment } from "./respelling/fragment";
import { marksIn } from "./respelling/marks";
import type { Respelled } from "./respelling/output";
import { respell } from "./respelling/speller";
import { UnreadableScript, type Word, type WordPart } from "./respelling/word";

const lineEnds = /\r\n?|\n/g;
const using = /(?:^|[;\r\n])[^\S\r\n]*using\s+namespace\s+([\w.]+)/gi;

/** A script, respelled. */
export class PowerShellScript {
  readonly statements: readonly PowerShellDocument[];
  private readonly documents = new Map<Fragment, PowerShellDocument>();
  private readonly lineStarts: number[] = [0];
  private readonly work = { reports: 0 };
  private tired = false;
  private used: readonly string[] | undefined;

  /** `nestedLine` is the line of the command that the text is nested in. */
  private constructor(
    private readonly source: string,
    private readonly respelled: Respelled,
    private readonly parser: PowerShellParser,
    readonly session: Session,
    private readonly nestedLine: number | undefined,
  ) {
    for (const { 0: end, index } of source.matchAll(lineEnds)) this.lineStarts.push(index + end.length);
    this.statements = this.documentsOf(respelled.statements);
  }

  /** Namespaces that the script uses, in lower case and without "System." */
  get namespaces(): readonly string[] {
    this.used ??= [...this.source.matchAll(using)].map(([, name]) => name!.toLowerCase().replace(/^system\./, ""));
    return this.used;
  }

  /** Respells a script. Where that fails, reports it to the session and gives nothing. */
  static read(
    source: string,
    parser: PowerShellParser,
    session: Session,
    nestedLine?: number,
  ): PowerShellScript | undefined {
    let respelled: Respelled;
    try {
      respelled = respell(source);
    } catch (error) {
      if (!(error instanceof UnreadableScript)) throw error;
      const line = nestedLine ?? source.slice(0, error.offset).split(lineEnds).length;
      session.unparsable([source], `the script cannot be parsed: ${error.message}`, line);
      return undefined;
    }
    const script = new PowerShellScript(source, respelled, parser, session, nestedLine);
    script.report();
    return script;
  }

  /** The code of fragments, each with its own tree. */
  documentsOf(fragments: readonly Fragment[]): PowerShellDocument[] {
    return fragments.map((fragment) => {
      const document = this.documents.get(fragment) ?? new PowerShellDocument(this, fragment);
      this.documents.set(fragment, document);
      return document;
    });
  }

  parse(text: string): SyntaxNode | undefined {
    if (this.tired) return undefined;
    const root = this.parser.parse(text, this.work);
    if (!root) {
      this.tired = true;
      const why = "the script cannot be parsed: it takes too much work";
      this.session.unparsable([this.source], why, this.nestedLine ?? 1);
    }
    return root;
  }

  lineAt(offset: number): number {
    if (this.nestedLine !== undefined) return this.nestedLine;
    return countUpTo(this.lineStarts, offset);
  }

  private report(): void {
    const { words, passedOver } = this.respelled;
    let live = passedOver.join("\n");
    for (const { printed, parts } of words) if (!printed) live += `\n${known(parts)}`;
    this.session.note(live);
    for (const text of passedOver) this.session.unparsable([text], "a class or enum is not read", this.nestedLine ?? 1);
  }

  /** Reports what of the code that never ran cannot be parsed: it matters where it bears on a topic. */
  reportUnread(): void {
    for (const document of this.documentsOf(this.respelled.fragments)) {
      if (!document.isRead && document.bearsOnTopic()) void document.root;
    }
  }
}

/** One statement or expression of a script; parsed when somebody looks at its nodes. */
export class PowerShellDocument {
  readonly text: string;
  /** The text taken apart where it says all. */
  readonly plain: PlainStatement | undefined;
  private parsed: SyntaxNode | false | undefined;
  private bears: boolean | undefined;

  constructor(
    private readonly script: PowerShellScript,
    private readonly fragment: Fragment,
  ) {
    this.text = fragment.text;
    this.plain = plainStatement(this.text);
  }

  /** Parses it where nobody did and it is not plain; what cannot be parsed is reported once. Undefined where it is too much work. */
  get root(): SyntaxNode | undefined {
    if (this.parsed === undefined) {
      this.parsed = this.script.parse(this.text) ?? false;
      if (this.parsed && this.parsed.hasError) this.reportErrors(this.parsed);
    }
    return this.parsed || undefined;
  }

  /** True where nobody need look whether it can be parsed. */
  get isRead(): boolean {
    return this.plain !== undefined || this.parsed !== undefined;
  }

  get hasErrors(): boolean {
    return this.root?.hasError ?? true;
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }

  get namespaces(): readonly string[] {
    return this.script.namespaces;
  }

  /** What stands between two nodes: the operator. */
  respelledBetween(left: SyntaxNode, right: SyntaxNode): string {
    return this.text.slice(left.endIndex, right.startIndex);
  }

  /** The word that a mark "~7" or "${~7}" stands for. */
  wordAt(mark: string): Word | undefined {
    const index = /^(?:\$\{)?~(\d+)\}?$/.exec(mark)?.[1];
    return index === undefined ? undefined : this.fragment.words[Number(index)];
  }

  /** The words whose marks stand in a piece of the text. */
  wordsOf(code: string): Word[] {
    return this.wordsAt(marksIn(code));
  }

  /** The words of some marks. */
  wordsAt(marks: readonly number[]): Word[] {
    const { words } = this.fragment;
    return marks.map((mark) => words[mark]!);
  }

  /** The code of a block or expression. */
  partsOf(word: Word): readonly PowerShellDocument[] {
    return this.script.documentsOf(word.fragments ?? []);
  }

  /** The statements of the block in a piece of the text. */
  bodyOf(code: string): readonly PowerShellDocument[] {
    return this.wordsOf(code).flatMap((word) => (word.kind === "block" ? this.partsOf(word) : []));
  }

  lineOf(node: SyntaxNode): number {
    return this.script.lineAt(this.fragment.offsetOf(node.startIndex));
  }

  lineOfWord(word: Word): number {
    return this.script.lineAt(word.offset);
  }

  /** Texts of the words in a part of the script. */
  texts(code = this.text): string[] {
    return [code, ...this.wordsOf(code).flatMap((word) => this.textsOf(word))];
  }

  private textsOf(word: Word): string[] {
    if (word.items) return word.items.flatMap((item) => this.textsOf(item));
    return word.fragments ? this.partsOf(word).flatMap((part) => part.texts()) : [known(word.parts)];
  }

  /** True where it names a subject of a topic. */
  bearsOnTopic(): boolean {
    this.bears ??=
      this.script.session.bearsOnTopic([this.text]) || this.wordsOf(this.text).some((word) => this.wordBears(word));
    return this.bears;
  }

  private wordBears(word: Word): boolean {
    if (word.items) return word.items.some((item) => this.wordBears(item));
    if (word.fragments) return this.partsOf(word).some((part) => part.bearsOnTopic());
    return this.script.session.bearsOnTopic([known(word.parts)]);
  }

  // Around what cannot be parsed nothing of the statement is certain.
  private reportErrors(root: SyntaxNode): void {
    const line = this.lineOf(firstError(root, 0) ?? root);
    this.script.session.unparsable(this.texts(), "this cannot be parsed", line);
  }
}

function firstError(node: SyntaxNode, depth: number): SyntaxNode | undefined {
  if (node.type === "ERROR" || depth > 200) return node;
  const within = node.namedChildren.find(({ hasError }) => hasError);
  return within && firstError(within, depth + 1);
}

function known(parts: readonly WordPart[]): string {
  let text = "";
  for (const part of parts) text += "text" in part ? part.text : "script" in part ? part.script : "";
  return text;
}
