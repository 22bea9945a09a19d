/** Stands for a value that is not known yet. */
export const notKnown = Symbol("not known");

/** A field as written: known, not known yet, or left out. */
export type Field<T> = T | typeof notKnown | undefined;
