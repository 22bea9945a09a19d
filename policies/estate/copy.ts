import { unknown, type Value, type ValueObject } from "./value";

/**
 * How the policy protocol spells "not known yet", one word for each kind of value.
 * https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts
 */
export const unknownSentinels: ReadonlySet<string> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const deepestLevel = 200;

/** Copies what the policy SDK hands over into a plain tree, without ever reading through its throwing proxy. */
export function copyPlain(source: unknown, level = 0): Value {
  if (source === null || source === undefined) return null;
  if (typeof source === "string") return unknownSentinels.has(source) ? unknown : source;
  if (typeof source === "number" || typeof source === "boolean") return source;
  if (typeof source !== "object" || level > deepestLevel) return unknown;
  if (Array.isArray(source)) {
    return Array.from({ length: source.length }, (_, index) => copyPlain(ownValue(source, String(index)), level + 1));
  }
  const copy: ValueObject = {};
  for (const key of Object.keys(source)) {
    const value = ownValue(source, key);
    if (value !== undefined) Object.defineProperty(copy, key, property(copyPlain(value, level + 1)));
  }
  return copy;
}

/** Copies the properties of a resource; anything but an object counts as having none. */
export function copyProperties(source: unknown): ValueObject {
  const copy = copyPlain(source);
  return typeof copy === "object" && copy !== null && !Array.isArray(copy) ? (copy as ValueObject) : {};
}

// A property descriptor hands out the value itself, where a plain read of an unknown one would throw.
function ownValue(source: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(source, key)?.value;
}

// defineProperty, so that a key such as "__proto__" becomes a plain property too.
function property(value: Value): PropertyDescriptor {
  return { value, enumerable: true, writable: true, configurable: true };
}
