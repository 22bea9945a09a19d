/** A property value without secrets: JSON, in which unknowns are the engine's marker string. */
export type Plain = null | boolean | number | string | Plain[] | PlainObject;
export interface PlainObject {
  [key: string]: Plain;
}

/** What the engine sends for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key that marks an object as a secret, an asset or a reference instead of a plain map. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT_VALUE = "d0e6a833031e9bbcdf4e8bde6ca49ffe";

const typedUnknowns = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN;
}

/** True for a map of properties; arrays, null and unknowns are not. */
export function isObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function containsUnknown(value: Plain | undefined): boolean {
  if (Array.isArray(value)) return value.some(containsUnknown);
  if (isObject(value)) return Object.values(value).some(containsUnknown);
  return isUnknown(value);
}

/** Reads what came over the wire: secrets opened, references replaced by ids, properties that are null left out. */
export function toPlain(wire: unknown): Plain {
  if (typeof wire === "string") return typedUnknowns.has(wire) ? UNKNOWN : wire;
  if (typeof wire === "number" || typeof wire === "boolean") return wire;
  if (Array.isArray(wire)) return wire.map(toPlain);
  if (!isObject(wire)) return null;
  switch (wire[SIGNATURE]) {
    case SECRET:
      return toPlain(wire["value"]);
    case OUTPUT_VALUE:
      return "value" in wire ? toPlain(wire["value"]) : UNKNOWN;
    case RESOURCE_REFERENCE:
      return toPlain(wire["id"] ?? wire["urn"]);
    default:
      return toPlainObject(wire);
  }
}

/** As `toPlain`, for a property map; anything else gives an empty one. */
export function toPlainObject(wire: unknown): PlainObject {
  const result: PlainObject = {};
  if (!isObject(wire)) return result;
  for (const [key, value] of Object.entries(wire)) {
    const plain = toPlain(value);
    if (plain !== null) result[key] = plain;
  }
  return result;
}

/** Compares deeply; the order of keys does not matter. */
export function equal(left: Plain | undefined, right: Plain | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => equal(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && equal(left[key], right[key]));
}

/** Reads a nested value: `at(vm, "osProfile", "computerName")`; undefined where a step is missing. */
export function at(value: Plain | undefined, ...path: (string | number)[]): Plain | undefined {
  let current: Plain | undefined = value;
  for (const step of path) {
    if (Array.isArray(current) && typeof step === "number") current = current[step];
    else if (isObject(current) && typeof step === "string") current = current[step];
    else return undefined;
  }
  return current;
}

/** A known string, or undefined. */
export function textAt(value: Plain | undefined, ...path: (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && !isUnknown(found) ? found : undefined;
}

/** The items of a list that are objects; an absent list is empty. */
export function objectsAt(value: Plain | undefined, ...path: (string | number)[]): PlainObject[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** The items of a list that are known strings; an absent list is empty. */
export function textsAt(value: Plain | undefined, ...path: (string | number)[]): string[] {
  const found = at(value, ...path);
  return Array.isArray(found)
    ? found.filter((item): item is string => typeof item === "string" && !isUnknown(item))
    : [];
}

/** Copies, so that a change to one does not reach the other. */
export function copy<T extends Plain>(value: T): T {
  return structuredClone(value);
}
