/** A resource as a program declares it. Names are unique within a test. */
export interface Declared {
  /** Type token, such as "azure-native:network:Subnet". */
  readonly type: string;
  readonly name: string;
  /** Inputs as the provider's Check leaves them. What comes from another resource is written as `ref`. */
  readonly inputs: Record<string, unknown>;
  /** What the provider answers beside the inputs, once the resource exists. A preview knows nothing of it. */
  readonly outputs?: Record<string, unknown>;
  /** Names of what a property was made from, beside what `ref` tells. */
  readonly propertyDependencies?: Record<string, readonly string[]>;
  /** Names of what the resource waits for, beside what its properties are made from. */
  readonly dependencies?: readonly string[];
  /** Name of the component that holds it. */
  readonly parent?: string;
  /** Options as a policy sees them. Default: none is set. */
  readonly options?: {
    readonly protect?: boolean;
    readonly ignoreChanges?: readonly string[];
    readonly additionalSecretOutputs?: readonly string[];
  };
}

/** How the policy protocol spells a value that is not known yet. A policy that reads it ends there, as in a preview. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value made from outputs of other resources, such as what `ref` makes. */
export class Reference {
  /**
   * @param sources Names of the other resources, each with the path of one of its outputs.
   * @param make What the program makes of the values, which come in the order of the sources.
   */
  constructor(
    readonly sources: readonly { readonly name: string; readonly output: string }[],
    readonly make: (...values: string[]) => unknown,
  ) {}
}

/**
 * An output of another resource: unknown in a preview, with a property dependency on that resource, and known once deployed.
 *
 * @param name Name of the other resource.
 * @param output Path of the output. Default: its id.
 * @param make What the program makes of the value.
 */
export function ref(name: string, output = "id", make: (value: string) => unknown = (value) => value): unknown {
  return new Reference([{ name, output }], make);
}

/** Names of the resources from which a value was made. */
export function referencesIn(value: unknown): string[] {
  if (value instanceof Reference) return value.sources.map(({ name }) => name);
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}
