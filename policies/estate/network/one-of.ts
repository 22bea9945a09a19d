import type { Join } from "../join";
import type { AzureResource } from "../resource";

/** One of several things, where nothing may tell which. No candidate and nothing open: there is none. */
export interface OneOf<T> {
  readonly candidates: readonly T[];
  /** Set where something else may be meant, of which nothing is known. */
  readonly open: Open | undefined;
}

/** What keeps something from being known. */
export interface Open {
  readonly resource: AzureResource;
  readonly path: string;
  /** Half a sentence. */
  readonly why: string;
  /** The id of something in another stack, in lower case; undefined where a value is not known yet. */
  readonly outside: string | undefined;
}

/** What a join of `from` leads to, each found resource turned into what the caller wants of it. */
export function oneOf<T>(from: AzureResource, join: Join, of: (resource: AzureResource) => T): OneOf<T> {
  switch (join.state) {
    case "absent":
      return { candidates: [], open: undefined };
    case "joined":
      return { candidates: [of(join.resource)], open: undefined };
    case "candidates":
      return { candidates: join.resources.map(of), open: undefined };
    case "outside":
      return { candidates: [], open: outside(from, join.path, join.id) };
    case "unknown":
      return { candidates: [], open: { resource: from, path: join.path, why: join.why, outside: undefined } };
  }
}

export function outside(resource: AzureResource, path: string, id: string): Open {
  return { resource, path, why: `${id} is not part of this stack`, outside: id.toLowerCase() };
}
