import { types } from "node:util";
import { isObject, steps, unknown, Unknown, type Value, type ValueObject } from "./value";

const { isProxy } = types;

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

const sentinelLength = 36;

/**
 * Makes a plain tree of what the policy SDK hands over, without ever reading through its throwing proxy. Whatever is a
 * plain tree already stands for itself: the SDK makes a tree anew for every policy, so nobody else writes to it.
 */
export function copyPlain(source: unknown, level = 0): Value {
  if (typeof source === "string") {
    return source.length === sentinelLength && unknownSentinels.has(source) ? unknown : source;
  }
  if (source === null || source === undefined) return null;
  if (typeof source === "number" || typeof source === "boolean") return source;
  if (typeof source !== "object" || level > deepestLevel) return unknown;
  return Array.isArray(source) ? plainList(source, level) : plainObject(source, level);
}

/** Copies the properties of a resource; anything but an object counts as having none. */
export function copyProperties(source: unknown): ValueObject {
  const copy = copyPlain(source);
  return isObject(copy) ? copy : {};
}

/** Copies what stands at a path of a resource's properties. */
export function copyAt(source: unknown, path: string): Value {
  let at = source;
  for (const step of steps(path)) {
    if (typeof at !== "object" || at === null) return copyPlain(at) instanceof Unknown ? unknown : null;
    at = ownValue(at, String(step));
  }
  return copyPlain(at);
}

function plainList(source: readonly unknown[], level: number): Value[] {
  const proxied = isProxy(source);
  let copy: Value[] | undefined = proxied ? [] : undefined;
  for (let index = 0; index < source.length; index++) {
    const value = proxied ? ownValue(source, String(index)) : source[index];
    const plain = copyPlain(value, level + 1);
    if (plain !== value) copy ??= source.slice(0, index) as Value[];
    copy?.push(plain);
  }
  return copy ?? (source as Value[]);
}

function plainObject(source: object, level: number): ValueObject {
  if (isProxy(source) || !isPlain(source)) return copiedObject(source, level);
  const tree = source as Record<string, unknown>;
  let copy: ValueObject | undefined;
  let passed = 0;
  for (const key in tree) {
    const value = tree[key];
    const plain = typeof value === "string" && value.length !== sentinelLength ? value : copyPlain(value, level + 1);
    if (plain !== value) copy ??= someOf(tree as ValueObject, passed);
    if (copy && value !== undefined) set(copy, key, plain);
    passed++;
  }
  return copy ?? (tree as ValueObject);
}

function copiedObject(source: object, level: number): ValueObject {
  const copy: ValueObject = {};
  for (const key of Object.keys(source)) {
    const value = ownValue(source, key);
    if (value !== undefined) set(copy, key, copyPlain(value, level + 1));
  }
  return copy;
}

function someOf(source: ValueObject, count: number): ValueObject {
  const some: ValueObject = {};
  for (const key of Object.keys(source).slice(0, count)) set(some, key, source[key]!);
  return some;
}

function isPlain(source: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(source);
  return prototype === Object.prototype || prototype === null;
}

// A property descriptor hands out the value itself, where a plain read of an unknown one would throw.
function ownValue(source: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(source, key)?.value;
}

// A key such as "__proto__" becomes a plain property too.
function set(copy: ValueObject, key: string, value: Value): void {
  if (key !== "__proto__") copy[key] = value;
  else Object.defineProperty(copy, key, { value, enumerable: true, writable: true, configurable: true });
}
