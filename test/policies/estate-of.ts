import { createHash } from "node:crypto";
import { armNaming } from "../../policies/estate/arm-id";
import { Capture, type StackResource } from "../../policies/estate/capture";
import type { Estate } from "../../policies/estate/estate";
import { resourceType } from "../../policies/estate/resource-type";

/** How the policy protocol spells a string that is not known yet. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource as a test declares it; names are unique within a test. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  /** What is known of the result beside the inputs. */
  readonly outputs?: Record<string, unknown>;
  /** Names of what a property was made from, beside what `ref` tells. */
  readonly propertyDependencies?: Record<string, readonly string[]>;
  /** Names of what the resource waits for, beside what its properties are made from. */
  readonly dependencies?: readonly string[];
  /** Name of the component that holds it. */
  readonly parent?: string;
}

class Reference {
  constructor(
    readonly name: string,
    readonly output: string,
    readonly make: (value: string) => unknown,
  ) {}
}

/** An output of another resource: unknown in a preview, with a property dependency; known once deployed. */
export function ref(name: string, output = "id", make: (value: string) => unknown = (value) => value): unknown {
  return new Reference(name, output, make);
}

/** The estate as a preview of a stack that was never deployed shows it: ids and all other outputs are unknown. */
export function estateOf(declared: readonly Declared[]): Estate {
  return build(declared, false);
}

/** The same resources once they exist: every reference is known. */
export function deployedEstateOf(declared: readonly Declared[]): Estate {
  return build(declared, true);
}

/** A stable id in the form of a GUID for whatever text. */
export function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

function build(declared: readonly Declared[], deployed: boolean): Estate {
  const byName = new Map(declared.map((one) => [one.name, one]));
  const find = (name: string): Declared => {
    const found = byName.get(name);
    if (!found) throw new Error(`the test declares no resource named ${name}`);
    return found;
  };
  const outputOf = (one: Declared, path: string): string => {
    const own = path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], {
      ...results(one, resolve),
      ...one.outputs,
    });
    if (typeof own !== "string") throw new Error(`${one.name} has no output ${path}`);
    return own;
  };
  const resolve = (value: unknown): unknown => {
    if (value instanceof Reference) {
      return deployed ? value.make(outputOf(find(value.name), value.output)) : unknownText;
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  };
  const capture = new Capture();
  const stack = declared.map((one): StackResource => {
    const made = Object.fromEntries(
      [...new Set([...Object.keys(one.inputs), ...Object.keys(one.propertyDependencies ?? {})])].map((key) => [
        key,
        [...new Set([...names(one.inputs[key]), ...(one.propertyDependencies?.[key] ?? [])])],
      ]),
    );
    const waitsFor = new Set([...Object.values(made).flat(), ...(one.dependencies ?? [])]);
    const known = deployed ? results(one, resolve) : {};
    return {
      urn: urn(one),
      name: one.name,
      type: one.type,
      props: { ...(resolve(one.inputs) as object), ...known, ...one.outputs },
      dependencies: [...waitsFor].map((name) => ({ urn: urn(find(name)) })),
      propertyDependencies: Object.fromEntries(
        Object.entries(made).map(([key, from]) => [key, from.map((name) => ({ urn: urn(find(name)) }))]),
      ),
      ...(one.parent !== undefined && { parent: { urn: urn(find(one.parent)) } }),
    };
  });
  stack.forEach((resource, index) =>
    capture.remember({ ...resource, opts: {}, props: resolve(declared[index]!.inputs) }),
  );
  return capture.stackEstate(stack);
}

function urn({ type, name }: Declared): string {
  return `urn:pulumi:test::test::${type}::${name}`;
}

function names(value: unknown): string[] {
  if (value instanceof Reference) return [value.name];
  if (Array.isArray(value)) return value.flatMap(names);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(names) : [];
}

// What Azure answers: an id made of the names, and for identities the ids of their principals.
function results(one: Declared, resolve: (value: unknown) => unknown): Record<string, unknown> {
  const naming = armNaming[resourceType(one.type)];
  const texts = (naming?.nameProperties ?? []).map((property) => {
    const text = resolve(one.inputs[property]);
    return typeof text === "string" ? text : one.name;
  });
  const [namespace, ...kinds] = (naming?.armType ?? "Microsoft.Unknown/things").split("/");
  const group = resolve(one.inputs["resourceGroupName"]);
  const inGroup = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${typeof group === "string" ? group : "rg"}`;
  const path = kinds.map((kind, index) => `${kind}/${texts[index] ?? one.name}`).join("/");
  const name = texts[texts.length - 1] ?? one.name;
  const isGroup = naming?.armType === "Microsoft.Resources/resourceGroups";
  return {
    id: isGroup ? inGroup.replace(/[^/]*$/, name) : `${inGroup}/providers/${namespace}/${path}`,
    name,
    principalId: guidOf(`principal of ${one.name}`),
    clientId: guidOf(`client of ${one.name}`),
    identity: { ...(resolve(one.inputs["identity"] ?? {}) as object), principalId: guidOf(`principal of ${one.name}`) },
  };
}
