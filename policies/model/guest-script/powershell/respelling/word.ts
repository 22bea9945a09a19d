import type { Fragment } from "./fragment";

/** A piece of a word: literal text, a variable to fill in, or a `$( … )` whose output goes in. */
export type WordPart =
  { readonly text: string } | { readonly variable: string } | { readonly script: string; readonly offset: number };

/** A word or string of a script, taken out of it so that the grammar need not know how words are spelled. */
export interface Word {
  /**
   * A parameter is "-Name", a bound one "-Name:" with its value behind it; a splat is "@name", a list "a, b", a block
   * "{ … }", a group "( … )", "$( … )" or "@( … )", a table "@{ … }", an expression any other.
   */
  readonly kind:
    "word" | "parameter" | "bound-parameter" | "splat" | "list" | "block" | "group" | "array" | "table" | "expression";
  readonly parts: readonly WordPart[];
  /** Where it starts in the script, in UTF-16 units. */
  readonly offset: number;
  /** True where it stands on the command line of a command that only prints. */
  readonly printed: boolean;
  /** Of a list. */
  readonly items?: readonly Word[];
  /** The statements of a block or group, the keys and values of a table in turn, or an expression alone. */
  readonly fragments?: readonly Fragment[];
}

/** A script cannot be read any further; the message says why, without quoting the script. */
export class UnreadableScript extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** The text of a word without variables; undefined where it has any. */
export function plainText(parts: readonly WordPart[]): string | undefined {
  let text = "";
  for (const part of parts) {
    if (!("text" in part)) return undefined;
    text += part.text;
  }
  return text;
}
