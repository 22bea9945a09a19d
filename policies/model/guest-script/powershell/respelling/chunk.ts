/**
 * What a respelled script is made of: text, or the index of a word, for which a mark stands in the text. The complement of
 * an index stands for a word in an expression.
 */
export type Chunk = string | number;

/** The chunk for a word in an expression, where the grammar takes its mark for a variable. */
export function operandOf(index: number): number {
  return ~index;
}

export function isOperand(chunk: number): boolean {
  return chunk < 0;
}

/** Which word a chunk stands for. */
export function wordIndex(chunk: number): number {
  return chunk < 0 ? ~chunk : chunk;
}
