/** The numbers of the first dotted version in a text such as `v3.250.0` or `go1.26.8`; undefined where there is none. */
export function findVersion(text: string): string | undefined {
  return /\d+\.\d+(?:\.\d+)?/.exec(text)?.[0];
}

/** True if a dotted version is the same as another or newer; missing parts count as 0. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [left, right] = [numbers(version), numbers(oldest)];
  for (let part = 0; part < 3; part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbers(version: string): number[] {
  return version.split(".").map(Number);
}
