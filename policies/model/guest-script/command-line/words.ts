/**
 * Splits a line into a program's arguments, quotes taken away: "a b" is one word, \" a quote.
 * https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
 */
export function programWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (character === "\\") {
      let end = at;
      while (line[end] === "\\") end++;
      const slashes = end - at;
      const escapes = line[end] === '"';
      word = (word ?? "") + "\\".repeat(escapes ? slashes >> 1 : slashes);
      at = end - 1;
      if (escapes && slashes % 2 === 1) {
        word += '"';
        at++;
      }
    } else if (character === '"') {
      if (quoted && line[at + 1] === '"') {
        word = `${word ?? ""}"`;
        at++;
      }
      quoted = !quoted;
      word ??= "";
    } else if (!quoted && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}
