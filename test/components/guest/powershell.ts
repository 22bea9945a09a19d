import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Language, Parser, type Node } from "web-tree-sitter";

const grammar = join(require.resolve("tree-sitter-powershell/package.json"), "..", "tree-sitter-powershell.wasm");

// Loaded once: two loads at the same time spoil each other.
const language = Parser.init().then(() => Language.load(new Uint8Array(readFileSync(grammar))));

/** Parses PowerShell text. */
export async function parsePowerShell(text: string): Promise<Node> {
  const loaded = await language;
  const parser = new Parser();
  parser.setLanguage(loaded);
  const tree = parser.parse(blankClassAttributes(text));
  if (!tree) throw new Error("The parser gave no tree.");
  return tree.rootNode;
}

// The grammar has no attributes on classes, so they become blanks of the same length.
function blankClassAttributes(text: string): string {
  return text.replace(/^\[DscResource\(\)\](?=\nclass )/gm, (attribute) => " ".repeat(attribute.length));
}

/** Every node of a type, in the order of the text. */
export function nodesOf(root: Node, type: string): Node[] {
  return root.descendantsOfType(type).filter((node): node is Node => node !== null);
}
