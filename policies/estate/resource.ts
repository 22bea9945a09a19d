import type { ResourceType } from "./resource-type";
import { asBoolean, asList, asNumber, asObject, asString, read, reading, topOf } from "./value";
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
  /** The resources that a top-level property was made from. */
  readonly propertyDependencies: Readonly<Record<string, readonly { readonly urn: string }[]>>;
  /** Set where it belongs to another stack, so that nothing is judged about it. */
  readonly knownFrom?: KnownFrom;
  /** What the result has at a path: after a deployment all of it is known, in preview little. */
  output(path: string): Value | undefined;
}

type As<T> = (reading: Reading<Value>) => Reading<T>;

/**
 * Reads a property of a resource: the input decides; an output only tells the value of an input that is not known yet.
 * So "absent" is concluded from inputs alone.
 */
function readFrom<T>(resource: AzureResource, path: string, as: As<T>): Reading<T> {
  const input = as(read(resource.inputs, path));
  if (input.state !== "unknown") return input;
  const output = as(reading(resource.output(path), path));
  return output.state === "known" ? output : input;
}

export const property = (r: AzureResource, path: string): Reading<Value> => readFrom(r, path, (found) => found);
export const stringProperty = (r: AzureResource, path: string): Reading<string> => readFrom(r, path, asString);
export const numberProperty = (r: AzureResource, path: string): Reading<number> => readFrom(r, path, asNumber);
export const booleanProperty = (r: AzureResource, path: string): Reading<boolean> => readFrom(r, path, asBoolean);
export const listProperty = (r: AzureResource, path: string): Reading<Value[]> => readFrom(r, path, asList);
export const objectProperty = (r: AzureResource, path: string): Reading<ValueObject> => readFrom(r, path, asObject);

/** A property that only the result holds (an identity's clientId, a vault's URI); unknown until it is created. */
export function outputProperty(resource: AzureResource, path: string): Reading<string> {
  const output = asString(reading(resource.output(path), path));
  if (output.state === "known") return output;
  return { state: "unknown", path, why: `${path} of ${resource.name} is not known until it is created` };
}

/** URNs of the resources that the top-level property of a path was made from. */
export function originsOf(resource: AzureResource, path: string): readonly string[] {
  return resource.propertyDependencies[topOf(path)]?.map(({ urn }) => urn) ?? [];
}
