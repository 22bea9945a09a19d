import type { Node } from "web-tree-sitter";

/**
 * A named node of a parsed statement. What was asked of it is kept, because each look into the parser's memory takes longer
 * than reading the node does.
 */
export class SyntaxNode {
  private kind?: string;
  private end?: number;
  private broken?: boolean;
  private named?: readonly SyntaxNode[];
  private covered?: Map<string, SyntaxNode | undefined>;

  constructor(private readonly node: Node) {}

  get type(): string {
    return (this.kind ??= this.node.type);
  }

  // The node itself keeps this one.
  get startIndex(): number {
    return this.node.startIndex;
  }

  get endIndex(): number {
    return (this.end ??= this.node.endIndex);
  }

  get hasError(): boolean {
    return (this.broken ??= this.node.hasError);
  }

  get namedChildren(): readonly SyntaxNode[] {
    return (this.named ??= this.node.namedChildren.map((child) => new SyntaxNode(child)));
  }

  get parent(): SyntaxNode | undefined {
    const { parent } = this.node;
    return parent ? new SyntaxNode(parent) : undefined;
  }

  /** The smallest node that covers a piece of the text. */
  covering(start: number, end: number): SyntaxNode | undefined {
    this.covered ??= new Map();
    const key = `${start} ${end}`;
    if (!this.covered.has(key)) {
      const found = this.node.namedDescendantForIndex(start, end);
      this.covered.set(key, found ? new SyntaxNode(found) : undefined);
    }
    return this.covered.get(key);
  }
}
