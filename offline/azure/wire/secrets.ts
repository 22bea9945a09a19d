import { Plain, PlainObject, SECRET, SIGNATURE, isObject } from "./values";

/** Stands on disk where a secret was; the value itself comes back from the engine's own, encrypted state. */
const HIDDEN = "rdp904:hidden";

export function isSecret(wire: unknown): boolean {
  return isObject(wire) && wire[SIGNATURE] === SECRET;
}

function containsSecret(wire: unknown): boolean {
  if (isSecret(wire)) return true;
  if (Array.isArray(wire)) return wire.some(containsSecret);
  return isObject(wire) && Object.values(wire).some(containsSecret);
}

/**
 * Marks in `outputs` what is secret in `inputs`, as the engine does for a provider that keeps no secrets itself: key by
 * key through objects; an array with a secret in it is secret as a whole.
 */
export function markSecrets(outputs: PlainObject, ...inputs: unknown[]): PlainObject {
  const result: PlainObject = { ...outputs };
  for (const source of inputs) {
    if (!isObject(source)) continue;
    for (const [key, value] of Object.entries(result)) result[key] = markValue(value, source[key]);
  }
  return result;
}

function markValue(value: Plain, source: unknown): Plain {
  if (source === undefined || isSecret(value) || !containsSecret(source)) return value;
  if (isObject(value) && isObject(source) && !isSecret(source)) return markSecrets(value, source);
  return { [SIGNATURE]: SECRET, value };
}

/** Replaces every secret of a marked tree, for what is written to disk. */
export function hideSecrets(marked: Plain): Plain {
  if (isSecret(marked)) return { [HIDDEN]: true };
  if (Array.isArray(marked)) return marked.map(hideSecrets);
  if (!isObject(marked)) return marked;
  return Object.fromEntries(Object.entries(marked).map(([key, value]) => [key, hideSecrets(value)]));
}

/** True if a secret of a value was lost when the process ended. */
export function containsHidden(stored: Plain): boolean {
  if (Array.isArray(stored)) return stored.some(containsHidden);
  return isObject(stored) && (HIDDEN in stored || Object.values(stored).some(containsHidden));
}

/** The wire form of an item of a list; in a list that is secret as a whole, every property is. */
export function wireItem(wireList: unknown, index: number, item: PlainObject): unknown {
  if (Array.isArray(wireList)) return wireList[index];
  if (!isSecret(wireList)) return undefined;
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, { [SIGNATURE]: SECRET, value }]));
}

/** Puts values from the engine's state back where only the mark survived a restart; what is found nowhere is left out. */
export function revealSecrets(stored: PlainObject, known: PlainObject): PlainObject {
  const result: PlainObject = {};
  for (const [key, value] of Object.entries(stored)) {
    const revealed = revealValue(value, known[key]);
    if (revealed !== undefined) result[key] = revealed;
  }
  return result;
}

function revealValue(stored: Plain, known: Plain | undefined): Plain | undefined {
  if (Array.isArray(stored)) {
    return stored.flatMap((item, index) => {
      const revealed = revealValue(item, Array.isArray(known) ? known[index] : undefined);
      return revealed === undefined ? [] : [revealed];
    });
  }
  if (!isObject(stored)) return stored;
  if (HIDDEN in stored) return known;
  return revealSecrets(stored, isObject(known) ? known : {});
}
