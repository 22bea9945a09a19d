import { deployedOutputs } from "./azure-outputs";
import { Reference, referencesIn, unknownValue, type Declared } from "./declared";

/** A declared resource as the engine would pass it on. */
export interface StackMember {
  readonly declared: Declared;
  readonly urn: string;
  readonly parentUrn: string | undefined;
  /** As they are registered. */
  readonly inputs: Record<string, unknown>;
  /** Inputs and, where they are known, outputs. */
  readonly outputs: Record<string, unknown>;
  /** URNs of everything that the resource waits for. */
  readonly dependencies: readonly string[];
  /** URNs from which a property was made. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/**
 * A stack of declared resources: in a preview of one that was never deployed, where all references are unknown, or once
 * deployed, where all are known.
 *
 * @throws Error if a resource names another that is not declared, or an output that it does not have
 */
export function stackOf(all: readonly Declared[], deployed: boolean): readonly StackMember[] {
  const byName = new Map(all.map((one) => [one.name, one]));
  const find = (name: string): Declared => {
    const found = byName.get(name);
    if (!found) throw new Error(`the test declares no resource named ${name}`);
    return found;
  };
  const typeOf = ({ type, parent }: Declared): string =>
    parent === undefined ? type : `${typeOf(find(parent))}$${type}`;
  const urnOf = (one: Declared): string => `urn:pulumi:test::test::${typeOf(one)}::${one.name}`;
  const urnsOf = (names: Iterable<string>): string[] => [...new Set(names)].map((name) => urnOf(find(name)));
  const answers = new Map<Declared, Record<string, unknown>>();
  const answerOf = (one: Declared): Record<string, unknown> => {
    const answer = answers.get(one) ?? { ...deployedOutputs(one, resolve), ...one.outputs };
    answers.set(one, answer);
    return answer;
  };
  const outputOf = (one: Declared, path: string): string => {
    const own = path
      .split(".")
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], answerOf(one));
    if (typeof own !== "string") throw new Error(`${one.name} has no output ${path}; declare it among its outputs`);
    return own;
  };
  const resolve = (value: unknown): unknown => {
    if (value instanceof Reference) {
      if (!deployed) return unknownValue;
      return value.make(...value.sources.map(({ name, output }) => outputOf(find(name), output)));
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  };
  return all.map((declared) => {
    const inputs = resolve(declared.inputs) as Record<string, unknown>;
    const properties = new Set([...Object.keys(declared.inputs), ...Object.keys(declared.propertyDependencies ?? {})]);
    const made = [...properties].flatMap((property): [string, string[]][] => {
      const names = [...referencesIn(declared.inputs[property]), ...(declared.propertyDependencies?.[property] ?? [])];
      return names.length === 0 ? [] : [[property, urnsOf(names)]];
    });
    return {
      declared,
      urn: urnOf(declared),
      parentUrn: declared.parent === undefined ? undefined : urnOf(find(declared.parent)),
      inputs,
      outputs: { ...inputs, ...(deployed ? answerOf(declared) : hidden(declared.outputs)) },
      dependencies: [...new Set([...made.flatMap(([, urns]) => urns), ...urnsOf(declared.dependencies ?? [])])],
      propertyDependencies: Object.fromEntries(made),
    };
  });
}

// A preview knows that there will be outputs, and nothing of what they will be.
function hidden(outputs: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.keys(outputs).map((key) => [key, unknownValue]));
}
