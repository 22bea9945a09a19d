import { specialSigKey } from "@pulumi/pulumi/runtime/rpc";

/** Where a value stands in a tree: keys of objects and indices of lists, from the root on. */
export type Path = readonly string[];

/** Every place in a tree; references of the tests and the engine's envelopes around secrets count as one each. */
export function pathsIn(value: unknown, at: Path = []): Path[] {
  const own = at.length > 0 ? [at] : [];
  if (!isTree(value)) return own;
  return [...own, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...at, key]))];
}

/** The tree with another value at a place; undefined takes it away. Where an earlier change took the way away, the tree. */
export function withValue(tree: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(tree)) {
    return tree
      .map((item, index) => (String(index) === step ? withValue(item, rest, value) : (item as unknown)))
      .filter((item) => item !== undefined);
  }
  if (!isTree(tree)) return tree;
  const entries = new Map<string, unknown>(Object.entries(tree));
  entries.set(step, withValue(entries.get(step), rest, value));
  const copy = {};
  for (const [key, item] of entries) {
    // So that "__proto__" becomes a property like any other.
    if (item !== undefined) Object.defineProperty(copy, key, { value: item, enumerable: true });
  }
  return copy;
}

function isTree(value: unknown): value is object {
  if (Array.isArray(value)) return true;
  if (typeof value !== "object" || value === null || Object.hasOwn(value, specialSigKey)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
