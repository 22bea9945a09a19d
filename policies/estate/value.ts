/** A value that is not known yet; it stands as a leaf in an otherwise plain tree. */
export class Unknown {
  // A member of its own keeps TypeScript from taking every object for an unknown value.
  readonly isUnknown = true;
}

export const unknown = new Unknown();

export type Value = null | boolean | number | string | Unknown | Value[] | ValueObject;
export interface ValueObject {
  [property: string]: Value;
}

/** What one look at a property gives: it is known, it is unknown (and why), or nobody set it. */
export type Reading<T> = Known<T> | NotKnown | Absent;
export interface Known<T> {
  readonly state: "known";
  readonly path: string;
  readonly value: T;
}
export interface NotKnown {
  readonly state: "unknown";
  readonly path: string;
  readonly why: string;
}
export interface Absent {
  readonly state: "absent";
  readonly path: string;
}

type Step = string | number;

/** A path such as "ipConfigurations[0].subnet.id", split; `tags["a.b"]` quotes a key that holds a dot. */
type Way = readonly Step[];

// Rules read the same few paths of thousands of resources; a list's indices keep the number of paths in bounds.
const split = new Map<string, Way>();
const mostSplitPaths = 10_000;

/** Splits a path into its steps. */
export function steps(path: string): Way {
  const earlier = split.get(path);
  if (earlier) return earlier;
  const found: Step[] = [];
  for (const [, index, quoted, name] of path.matchAll(/\[(\d+)\]|\["([^"]*)"\]|([^.[\]]+)/g)) {
    if (index !== undefined) found.push(Number(index));
    else found.push(quoted ?? name ?? "");
  }
  if (split.size >= mostSplitPaths) split.clear();
  split.set(path, found);
  return found;
}

/** The top-level property that a path begins with. */
export function topOf(path: string): string {
  return String(steps(path)[0] ?? path);
}

// The text of the first so many steps.
function joinSteps(path: Way, count: number): string {
  return path
    .slice(0, count)
    .map((step, at) => (typeof step === "number" ? `[${step}]` : at > 0 ? `.${step}` : step))
    .join("");
}

export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/** Looks at a path in a tree. Total: every tree and every path gives a reading; null counts as absent, as in ARM. */
export function read(tree: Value | undefined, path: string): Reading<Value> {
  let at: Value | undefined = tree;
  const way = steps(path);
  for (let index = 0; index < way.length; index++) {
    const step = way[index]!;
    if (at instanceof Unknown) return notKnown(joinSteps(way, index) || path);
    if (Array.isArray(at) && typeof step === "number") at = at[step];
    else if (isObject(at) && typeof step === "string" && Object.hasOwn(at, step)) at = at[step];
    else if (at === undefined || at === null || Array.isArray(at) || isObject(at)) return { state: "absent", path };
    else {
      const before = joinSteps(way, index + 1);
      return { state: "unknown", path, why: `${path} has an unexpected shape: ${typeof at} before ${before}` };
    }
  }
  return reading(at, path);
}

/** The known value at a path. */
export function valueAt(tree: ValueObject, path: string): Value | undefined {
  const found = read(tree, path);
  return found.state === "known" ? found.value : undefined;
}

/** What is said of a value that stands at a path. */
export function reading(value: Value | undefined, path: string): Reading<Value> {
  if (value === undefined || value === null) return { state: "absent", path };
  return value instanceof Unknown ? notKnown(path) : { state: "known", path, value };
}

function notKnown(path: string): NotKnown {
  return { state: "unknown", path, why: `${path} is not known yet` };
}

function typed<T>(reading: Reading<Value>, wanted: string, accept: (value: Value) => T | undefined): Reading<T> {
  if (reading.state !== "known") return reading;
  const value = accept(reading.value);
  if (value === reading.value) return reading as Known<T & Value>;
  if (value !== undefined) return { ...reading, value };
  const kind = Array.isArray(reading.value) ? "list" : typeof reading.value;
  const but = `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
  return { state: "unknown", path: reading.path, why: `${reading.path} should be a ${wanted}, but is ${but}` };
}

const isText = (value: Value): string | undefined => (typeof value === "string" ? value : undefined);
const isList = (value: Value): Value[] | undefined => (Array.isArray(value) ? value : undefined);
const isTree = (value: Value): ValueObject | undefined => (isObject(value) ? value : undefined);

function toNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+$/.test(value.trim()) ? Number(value) : undefined;
}

function toBoolean(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  return typeof value === "string" && /^(true|false)$/i.test(value) ? value.toLowerCase() === "true" : undefined;
}

export const asString = (found: Reading<Value>): Reading<string> => typed(found, "string", isText);
/** A number, also when it is written as a decimal string, which ARM accepts. */
export const asNumber = (found: Reading<Value>): Reading<number> => typed(found, "number", toNumber);
/** A boolean, also when it is written as "true" or "false", which ARM accepts. */
export const asBoolean = (found: Reading<Value>): Reading<boolean> => typed(found, "boolean", toBoolean);
export const asList = (found: Reading<Value>): Reading<Value[]> => typed(found, "list", isList);
export const asObject = (found: Reading<Value>): Reading<ValueObject> => typed(found, "object", isTree);

export const readString = (tree: Value | undefined, path: string): Reading<string> => asString(read(tree, path));
export const readNumber = (tree: Value | undefined, path: string): Reading<number> => asNumber(read(tree, path));
export const readBoolean = (tree: Value | undefined, path: string): Reading<boolean> => asBoolean(read(tree, path));
export const readList = (tree: Value | undefined, path: string): Reading<Value[]> => asList(read(tree, path));
export const readObject = (tree: Value | undefined, path: string): Reading<ValueObject> => asObject(read(tree, path));

/** True where an unknown value sits anywhere in the tree; its path is the first found. */
export function firstUnknown(tree: Value | undefined, path = ""): string | undefined {
  if (tree instanceof Unknown) return path;
  if (Array.isArray(tree)) return first(tree.map((v, i) => () => firstUnknown(v, `${path}[${i}]`)));
  if (isObject(tree)) {
    return first(
      Object.entries(tree).map(
        ([k, v]) =>
          () =>
            firstUnknown(v, path ? `${path}.${k}` : k),
      ),
    );
  }
  return undefined;
}

function first(looks: (() => string | undefined)[]): string | undefined {
  for (const look of looks) {
    const found = look();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every text in a tree, keys left out. */
export function textsIn(tree: Value): readonly string[] {
  if (typeof tree === "string") return [tree];
  if (Array.isArray(tree)) return tree.flatMap(textsIn);
  return isObject(tree) ? Object.values(tree).flatMap(textsIn) : [];
}
