import type { SyntaxNode } from "./parser";

// Nodes that may hold nothing but one node of the same length.
const wrappers =
  /^(left_assignment|logical|bitwise|comparison|additive|multiplicative|format|range|array_literal|unary|argument|key|\w+_argument)_expression$|^(member_name|pipeline|pipeline_chain|command_name_expr|string_literal|integer_literal)$/;

/**
 * The node that says something: the grammar wraps every operand in a dozen nodes, one for each level of precedence.
 */
export function core(node: SyntaxNode): SyntaxNode {
  return cores.get(node) ?? found(node);
}

// Each look into the parser's memory makes nodes anew, which then look for their own children anew.
const cores = new WeakMap<SyntaxNode, SyntaxNode>();

function found(node: SyntaxNode): SyntaxNode {
  const isWrapper = wrappers.test(node.type);
  const inner = isWrapper ? node.namedDescendantForIndex(node.startIndex, node.endIndex) : node;
  cores.set(node, inner ?? node);
  return inner ?? node;
}

/** The node of the one expression that a text holds. */
export function wholeExpression(root: SyntaxNode, length: number): SyntaxNode {
  const whole = cores.get(root) ?? root.namedDescendantForIndex(0, length) ?? root;
  cores.set(root, whole);
  return whole;
}

/** Children without punctuation. */
export function parts(node: SyntaxNode): SyntaxNode[] {
  return node.namedChildren.filter((child) => child.type !== "command_argument_sep" && child.type !== "comment");
}

export function child(node: SyntaxNode, type: string): SyntaxNode | undefined {
  return node.namedChildren.find((each) => each.type === type);
}

/** Name of a variable node in lower case, without "$", braces and a scope such as "script:". */
export function variableName(written: string): { name: string; global: boolean } {
  const bare = written.replace(/^[$@]\{?|\}$/g, "").toLowerCase();
  const scope = /^(global|script|local|private|using|workflow|variable):(.*)$/.exec(bare);
  if (!scope) return { name: bare, global: bare.startsWith("env:") };
  return { name: scope[2]!, global: scope[1] === "global" || scope[1] === "script" };
}
