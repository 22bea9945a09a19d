import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { Parser, Tree } from "web-tree-sitter";
import { SyntaxNode } from "./syntax-node";

/** A parser's memory is outside JavaScript's. What was parsed is kept, because scripts repeat each other's statements. */
export interface PowerShellParser {
  /** Parses a part of a respelled script; undefined where the work for the whole script would become too much. */
  parse(text: string, work: ParserWork): SyntaxNode | undefined;
  /** Gives memory back where much is kept; no node of before must be used any more. */
  release(): void;
}

/** What the parts of one script took so far. */
export interface ParserWork {
  reports: number;
}

const load = createRequire(__filename);
const grammarPackage = "tree-sitter-powershell";
// The parser reports back about every 35 characters; a plain script of the largest size stays far below.
const mostReports = 30_000;
const mostCharactersKept = 100_000;

let loading: Promise<PowerShellParser> | undefined;

/** The parser, loaded at the first call: 20 to 150 ms that a stack without scripts does not pay. */
export function powerShellParser(): Promise<PowerShellParser> {
  loading ??= loadParser();
  return loading;
}

async function loadParser(): Promise<PowerShellParser> {
  // Optimising the grammar's one huge function takes longer than all the parsing it would speed up, and holds up the exit.
  for (const flag of ["--no-wasm-dynamic-tiering", "--no-wasm-tier-up"]) setFlagsFromString(flag);
  const treeSitter = load("web-tree-sitter") as typeof import("web-tree-sitter");
  await treeSitter.Parser.init();
  const folder = dirname(load.resolve(`${grammarPackage}/package.json`));
  const language = await treeSitter.Language.load(readFileSync(join(folder, `${grammarPackage}.wasm`)));
  const parser = new treeSitter.Parser();
  parser.setLanguage(language);
  return new KeepingParser(parser);
}

interface Kept {
  readonly tree: Tree;
  readonly root: SyntaxNode;
  /** What it took to parse it, which counts each time. */
  readonly reports: number;
}

class KeepingParser implements PowerShellParser {
  private readonly kept = new Map<string, Kept>();
  private characters = 0;

  constructor(private readonly parser: Parser) {}

  parse(text: string, work: ParserWork): SyntaxNode | undefined {
    const found = this.kept.get(text) ?? this.parseWithin(text, mostReports - work.reports);
    work.reports += found?.reports ?? 0;
    return work.reports > mostReports ? undefined : found?.root;
  }

  release(): void {
    if (this.characters <= mostCharactersKept) return;
    for (const { tree } of this.kept.values()) tree.delete();
    this.kept.clear();
    this.characters = 0;
  }

  private parseWithin(text: string, mostReportsLeft: number): Kept | undefined {
    let reports = 0;
    const progressCallback = (): boolean => ++reports > mostReportsLeft;
    // The grammar wants a terminator behind a param block.
    const tree = this.parser.parse(`${text};`, null, { progressCallback });
    if (!tree) {
      this.parser.reset();
      return undefined;
    }
    const kept = { tree, root: new SyntaxNode(tree.rootNode), reports };
    this.kept.set(text, kept);
    this.characters += text.length;
    return kept;
  }
}
