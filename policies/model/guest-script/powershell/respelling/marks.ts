/** The indexes of the words whose marks stand in a piece of a fragment's text: "~7", "${~7}" or, for several, "~7.9". */
export function marksIn(code: string): number[] {
  const found: number[] = [];
  for (let at = code.indexOf("~"); at >= 0; at = code.indexOf("~", at)) {
    const from = numberAt(code, at + 1);
    const to = code[from.end] === "." ? numberAt(code, from.end + 1) : from;
    at = to.end;
    for (let index = from.value; index <= to.value; index++) found.push(index);
  }
  return found;
}

function numberAt(text: string, start: number): { value: number; end: number } {
  let value = 0;
  let end = start;
  for (let code = text.charCodeAt(end); code >= 48 && code <= 57; code = text.charCodeAt(++end)) {
    value = value * 10 + code - 48;
  }
  return { value, end };
}
