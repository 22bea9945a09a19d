const underscore = 95;

/** Letters of any language, digits and "_": what a variable's name consists of. */
export function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === underscore ||
    (code > 0x00bf && code !== 0x2028 && code !== 0x2029 && code !== 0xfeff)
  );
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Any white space, line ends too. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff || code === 0x85;
}

/**
 * PowerShell takes typographic quotes and dashes for the plain ones, and ends a line at a lone carriage return; so the
 * scanner need only know the plain ones and the line feed. No place moves.
 */
export function plainCharacters(source: string): string {
  return source
    .replace(/\r(?!\n)/g, "\n")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
    .replace(/[\u2013\u2014\u2015]/g, "-");
}

/** Tells the characters of a text, all of ASCII, from any other. */
export function oneOf(characters: string): (code: number) => boolean {
  const among = new Uint8Array(128);
  for (const character of characters) among[character.charCodeAt(0)] = 1;
  return (code) => among[code] === 1;
}

/** How many characters of a name stand at a place. */
export function nameLength(source: string, start: number): number {
  let end = start;
  while (isNameCharacter(source.charCodeAt(end))) end++;
  return end - start;
}
