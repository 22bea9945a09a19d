import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { Node, Parser, Tree } from "web-tree-sitter";

/** A parser's memory is outside JavaScript's: `release` gives a tree back. */
export interface PowerShellParser {
  /** Parses a respelled script; undefined where it would take too much work. */
  parse(text: string): Tree | undefined;
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
  return { parse: (text) => parseWithin(parser, text) };
}

function parseWithin(parser: Parser, text: string): Tree | undefined {
  let reports = 0;
  const progressCallback = (): boolean => ++reports > mostReports;
  const tree = parser.parse(text, null, { progressCallback });
  if (tree) return tree;
  parser.reset();
  return undefined;
}
