import { isSpace } from "./characters";
import { UnreadableScript } from "./word";

/** True where a comment starts here; a "#" inside a word starts none. */
export function startsComment(source: string, at: number): boolean {
  if (source[at] === "<") return source[at + 1] === "#";
  return source[at] === "#" && (at === 0 || isSpace(source.charCodeAt(at - 1)) || ";{}()|&,".includes(source[at - 1]!));
}

/** Where the comment that starts here ends. */
export function commentEnd(source: string, at: number): number {
  const end = source[at] === "<" ? source.indexOf("#>", at + 2) : source.indexOf("\n", at);
  if (end >= 0) return source[at] === "<" ? end + 2 : end;
  if (source[at] === "<") throw new UnreadableScript("a comment is not closed", at);
  return source.length;
}
