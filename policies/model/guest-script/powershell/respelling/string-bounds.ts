import { blanksEnd } from "./characters";
import { UnreadableScript } from "./word";

/** Where 'text' that starts here ends; '' is one quote. */
export function singleQuotedEnd(source: string, start: number): number {
  for (let quote = source.indexOf("'", start + 1); quote >= 0; quote = source.indexOf("'", quote + 2)) {
    if (source[quote + 1] !== "'") return quote + 1;
  }
  throw new UnreadableScript("a string is not closed", start);
}

/** A here-string: its quote, its text and its end. */
export interface HereStringBounds {
  readonly quote: '"' | "'";
  readonly textStart: number;
  readonly textEnd: number;
  readonly end: number;
}

/** The bounds of a here-string from its "@" on; undefined where this is none. */
export function hereStringBounds(source: string, start: number): HereStringBounds | undefined {
  const quote = source[start + 1];
  if (quote !== '"' && quote !== "'") return undefined;
  const lineEnd = blanksEnd(source, start + 2);
  if (source[lineEnd] !== "\n") return undefined;
  const close = source.indexOf(`\n${quote}@`, lineEnd);
  if (close < 0) throw new UnreadableScript("a here-string is not closed", start);
  const textEnd = source[close - 1] === "\r" ? close - 1 : close;
  return { quote, textStart: lineEnd + 1, textEnd: Math.max(lineEnd + 1, textEnd), end: close + 3 };
}
