import { showTildes } from "./respelling/tilde";
import type { SyntaxNode } from "./syntax-node";

// Nodes that may hold nothing but one node of the same length.
const wrappers =
  /^(left_assignment|logical|bitwise|comparison|additive|multiplicative|format|range|array_literal|unary|argument|key|\w+_argument)_expression$|^(member_name|pipeline|pipeline_chain|command_name_expr|string_literal|integer_literal)$/;

/**
 * The node that says something: the grammar wraps every operand in a dozen nodes, one for each level of precedence.
 */
export function core(node: SyntaxNode): SyntaxNode {
  if (!wrappers.test(node.type)) return node;
  return node.covering(node.startIndex, node.endIndex) ?? node;
}

/** Children without punctuation. */
export function parts(node: SyntaxNode): readonly SyntaxNode[] {
  return node.namedChildren.filter((child) => child.type !== "command_argument_sep" && child.type !== "comment");
}

export function child(node: SyntaxNode, type: string): SyntaxNode | undefined {
  return node.namedChildren.find((each) => each.type === type);
}

/** Name of a variable node in lower case, without "$", braces and a scope such as "script:". */
export function variableName(written: string): { name: string; global: boolean } {
  const bare = showTildes(written.replace(/^[$@]\{?|\}$/g, "").toLowerCase());
  const scope = /^(global|script|local|private|using|workflow|variable):(.*)$/.exec(bare);
  if (!scope) return { name: bare, global: bare.startsWith("env:") };
  return { name: scope[2]!, global: scope[1] === "global" || scope[1] === "script" };
}
