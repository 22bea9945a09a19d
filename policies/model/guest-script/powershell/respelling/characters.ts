const underscore = 95;

/** Tells the characters of a text from any other. */
export function oneOf(characters: string): (code: number) => boolean {
  const among = new Uint8Array(0x10000);
  for (let at = 0; at < characters.length; at++) among[characters.charCodeAt(at)] = 1;
  return (code) => among[code] === 1;
}

/** The white space of PowerShell, line ends too: that of ASCII and every separator of Unicode. */
export const whiteSpace =
  "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a" +
  "\u2028\u2029\u202f\u205f\u3000\ufeff";

export const isSpace = oneOf(whiteSpace);

/** Letters of any language, digits and "_": what a variable's name consists of. */
export function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === underscore ||
    (code > 0x00bf && !isSpace(code))
  );
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
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

/** How many characters of a name stand at a place. */
export function nameLength(source: string, start: number): number {
  let end = start;
  while (isNameCharacter(source.charCodeAt(end))) end++;
  return end - start;
}

/** Where the white space that starts at a place ends, or its line. */
export function blanksEnd(source: string, start: number): number {
  let end = start;
  while (source[end] !== "\n" && isSpace(source.charCodeAt(end))) end++;
  return end;
}
