import type { ResourceType } from "./resource-type";
import { read, readBoolean, readList, readNumber, readString, readObject, steps, Unknown } from "./value";
import type { Reading, Value, ValueObject } from "./value";

/** Where a resource of another stack is known from. */
export interface KnownFrom {
  /** The file as the settings name it. */
  readonly file: string;
  /** The day it tells of, YYYY-MM-DD in UTC. */
  readonly day: string;
}

/** One resource of the estate, as plain values. */
export interface AzureResource {
  readonly urn: string;
  /** The name in the Pulumi program. */
  readonly name: string;
  /** The type token as written, with its version. */
  readonly token: string;
  readonly type: ResourceType;
  /** Its ARM id where it is known. */
  readonly id: string | undefined;
  /** What the program asked for, after the provider filled in names and locations. */
  readonly inputs: ValueObject;
  readonly parent: string | undefined;
  /** URNs of the resources this one waits for, for any reason. */
  readonly dependencies: readonly string[];
  /** URNs of the resources that a top-level property was made from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Set where it belongs to another stack, so that nothing is judged about it. */
  readonly knownFrom?: KnownFrom;
  /** A property of the result by its name: after a deployment all of them are known, in preview few. */
  output(name: string): Value | undefined;
}

type Reader<T> = (tree: Value | undefined, path: string) => Reading<T>;

/**
 * Reads a property of a resource: the input decides; an output only tells the value of an input that is not known yet.
 * So "absent" is concluded from inputs alone.
 */
function readFrom<T>(resource: AzureResource, path: string, reader: Reader<T>): Reading<T> {
  const input = reader(resource.inputs, path);
  if (input.state !== "unknown") return input;
  const output = readOutput(resource, path, reader);
  return output?.state === "known" ? output : input;
}

function readOutput<T>(resource: AzureResource, path: string, reader: Reader<T>): Reading<T> | undefined {
  const name = String(steps(path)[0] ?? "");
  const value = resource.output(name);
  return value === undefined || value instanceof Unknown ? undefined : reader({ [name]: value }, path);
}

export const property = (r: AzureResource, path: string): Reading<Value> => readFrom(r, path, read);
export const stringProperty = (r: AzureResource, path: string): Reading<string> => readFrom(r, path, readString);
export const numberProperty = (r: AzureResource, path: string): Reading<number> => readFrom(r, path, readNumber);
export const booleanProperty = (r: AzureResource, path: string): Reading<boolean> => readFrom(r, path, readBoolean);
export const listProperty = (r: AzureResource, path: string): Reading<Value[]> => readFrom(r, path, readList);
export const objectProperty = (r: AzureResource, path: string): Reading<ValueObject> => readFrom(r, path, readObject);

/** A property that only the result holds (an identity's clientId, a vault's URI); unknown until it is created. */
export function outputProperty(resource: AzureResource, path: string): Reading<string> {
  const output = readOutput(resource, path, readString);
  if (output?.state === "known") return output;
  return { state: "unknown", path, why: `${path} of ${resource.name} is not known until it is created` };
}
