import { invalidReference } from "../arm/errors";
import type { Stored } from "../store";
import { Plain, PlainObject, isObject, textAt } from "../wire/values";
import type { Azure, PutRequest } from "./model";

/** The resource that an input refers to by `{ id }`; undefined if there is no reference; throws if nothing is there. */
export function referenced(request: PutRequest, reference: Plain | undefined): Stored | undefined {
  const id = textAt(reference, "id");
  if (id === undefined) return undefined;
  const found = request.azure.store.get(id);
  if (found === undefined) throw invalidReference(id, request.id);
  return found;
}

/** Azure answers a reference with the id alone, whatever else was sent along. */
export function asReference(reference: Plain | undefined): PlainObject | undefined {
  const id = textAt(reference, "id");
  return id === undefined ? undefined : { id };
}

/** Replaces the named properties by plain references. */
export function withReferences(body: PlainObject, ...names: string[]): PlainObject {
  const result: PlainObject = { ...body };
  for (const name of names) {
    const reference = asReference(body[name]);
    if (reference !== undefined) result[name] = reference;
  }
  return result;
}

/** Resources of a type whose body names the id somewhere, in the order of their own ids. */
export function referrersTo(azure: Azure, id: string, type: string): Stored[] {
  return azure.store
    .ofType(type)
    .filter((entry) => mentions(entry.body, id.toLowerCase()))
    .sort((left, right) => left.id.localeCompare(right.id));
}

/** True if a value contains the id, given in lower case, as a text of its own. */
export function mentions(value: Plain, id: string): boolean {
  if (typeof value === "string") return value.toLowerCase() === id;
  if (Array.isArray(value)) return value.some((item) => mentions(item, id));
  return isObject(value) && Object.values(value).some((item) => mentions(item, id));
}
