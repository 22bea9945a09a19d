/** Compares a name in lower case with a pattern of * and ?, without going back more than one star. */
export function globMatches(pattern: string, name: string): boolean {
  const wanted = pattern.toLowerCase();
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let position = 0; position < name.length;) {
    if (wanted[at] === "*") {
      star = at++;
      resume = position;
    } else if (wanted[at] === "?" || wanted[at] === name[position]) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (wanted[at] === "*") at++;
  return at === wanted.length;
}
