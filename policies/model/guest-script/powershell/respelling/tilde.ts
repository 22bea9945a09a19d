// A character that nobody writes: it stands for the script's own "~", which would be taken for a mark.
const standIn = "\ue07e";

/** A piece of the script as it stands in a respelled text. */
export function hideTildes(text: string): string {
  return text.includes("~") ? text.replaceAll("~", standIn) : text;
}

/** A name out of a respelled text, as the script has it. */
export function showTildes(text: string): string {
  return text.replaceAll(standIn, "~");
}
