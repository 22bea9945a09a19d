import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { Node, Parser, Tree } from "web-tree-sitter";

/** A parser's memory is outside JavaScript's: `release` gives a tree back. */
export interface PowerShellParser {
  /** Parses a part of a respelled script; undefined where the work for the whole script would become too much. */
  parse(text: string, work: ParserWork): Tree | undefined;
}

/** What the parts of one script took so far. */
export interface ParserWork {
  reports: number;
}

export type SyntaxNode = Node;
export type SyntaxTree = Tree;

const load = createRequire(__filename);
const grammarPackage = "tree-sitter-powershell";
// The parser reports back about every 35 characters; a plain script of the largest size stays far below.
const mostReports = 30_000;

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
  return { parse: (text, work) => parseWithin(parser, text, work) };
}

function parseWithin(parser: Parser, text: string, work: ParserWork): Tree | undefined {
  const progressCallback = (): boolean => ++work.reports > mostReports;
  // The grammar wants a terminator behind a param block.
  const tree = parser.parse(`${text};`, null, { progressCallback });
  if (tree) return tree;
  parser.reset();
  return undefined;
}
