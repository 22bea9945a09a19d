import { armNames, type Estate } from "./estate";
import { listProperty, stringProperty, type AzureResource } from "./resource";
import type { ResourceType } from "./resource-type";
import { topOf } from "./value";

/** What a property that refers to another resource leads to. */
export type Join =
  | { readonly state: "absent"; readonly path: string }
  | { readonly state: "joined"; readonly path: string; readonly resource: AzureResource }
  /** One of several, and nothing tells which. */
  | { readonly state: "candidates"; readonly path: string; readonly resources: readonly AzureResource[] }
  /** A known id or name of something that is not in the estate. */
  | { readonly state: "outside"; readonly path: string; readonly id: string }
  | { readonly state: "unknown"; readonly path: string; readonly why: string };

/** Resources of the wanted types that the top-level property of `path` was made from. */
export function madeFrom(
  estate: Estate,
  from: AzureResource,
  path: string,
  types: readonly ResourceType[],
): readonly AzureResource[] {
  const found: AzureResource[] = [];
  for (const { urn } of from.propertyDependencies[topOf(path)] ?? []) {
    const resource = estate.byUrn(urn);
    if (resource && types.includes(resource.type)) found.push(resource);
  }
  return found;
}

/** Follows a property that holds an ARM id: by the id where it is known, else by what the property was made from. */
export function joinById(estate: Estate, from: AzureResource, path: string, types: readonly ResourceType[]): Join {
  const id = stringProperty(from, path);
  if (id.state === "absent") return { state: "absent", path };
  if (id.state === "known") {
    const found = estate.byId(id.value).filter((resource) => types.includes(resource.type));
    if (found.length > 0) return oneOf(path, found);
    // Whatever has a known name would have been found by it.
    const candidates = madeFrom(estate, from, path, types).filter((resource) => armNames(resource) === undefined);
    return candidates.length > 0 ? oneOf(path, candidates) : { state: "outside", path, id: id.value };
  }
  const candidates = madeFrom(estate, from, path, types);
  return candidates.length > 0 ? oneOf(path, candidates) : { state: "unknown", path, why: id.why };
}

/**
 * Follows a list of references such as a VM's network interfaces. Where as many resources went into the list as it has
 * unknown entries, those are the ones, in whatever order.
 */
export function joinList(
  estate: Estate,
  from: AzureResource,
  listPath: string,
  itemPath: string,
  types: readonly ResourceType[],
): Join[] {
  const list = listProperty(from, listPath);
  if (list.state === "absent") return [];
  if (list.state === "unknown") {
    const candidates = madeFrom(estate, from, listPath, types);
    if (candidates.length === 1) return [{ state: "joined", path: listPath, resource: candidates[0]! }];
    return [{ state: "unknown", path: listPath, why: list.why }];
  }
  const paths = list.value.map((_, index) => `${listPath}[${index}]${itemPath && `.${itemPath}`}`);
  const joins = paths.map((path) => joinById(estate, from, path, types));
  const settled = new Set(joins.flatMap((join) => (join.state === "joined" ? [join.resource.urn] : [])));
  const open = madeFrom(estate, from, listPath, types).filter((resource) => !settled.has(resource.urn));
  const unsettled = joins.filter((join) => join.state === "candidates");
  if (open.length !== unsettled.length) return joins;
  return joins.map((join) =>
    join.state === "candidates" ? { state: "joined", path: join.path, resource: open[unsettled.indexOf(join)]! } : join,
  );
}

/**
 * Follows properties that name a parent ("vmName", "networkSecurityGroupName"), outermost first: by names and resource
 * group where they are known, else by what the property was made from.
 */
export function joinByName(
  estate: Estate,
  from: AzureResource,
  nameProperties: readonly string[],
  type: ResourceType,
): Join {
  const path = nameProperties[nameProperties.length - 1]!;
  const names: string[] = [];
  let why: string | undefined;
  for (const property of nameProperties) {
    const name = stringProperty(from, property);
    // An exported state lacks path inputs; its ids tell the parent.
    if (name.state === "absent") return parentInId(estate, from, type) ?? { state: "absent", path: property };
    if (name.state === "known") names.push(name.value);
    else why ??= name.why;
  }
  const madeOf = madeFrom(estate, from, path, [type]);
  if (madeOf.length > 0) return oneOf(path, madeOf);
  if (why !== undefined) return parentInId(estate, from, type) ?? { state: "unknown", path, why };
  const group = stringProperty(from, "resourceGroupName");
  const found = estate.byNames(type, names).filter((candidate) => {
    const other = stringProperty(candidate, "resourceGroupName");
    return group.state !== "known" || other.state !== "known" || same(group.value, other.value);
  });
  if (found.length > 0) return oneOf(path, found);
  return parentInId(estate, from, type) ?? { state: "outside", path, id: names.join("/") };
}

// A deployed child's own id begins with its parent's.
function parentInId(estate: Estate, from: AzureResource, type: ResourceType): Join | undefined {
  if (from.id === undefined) return undefined;
  const cut = from.id.split("/");
  while (cut.length > 2) {
    cut.splice(-2);
    const found = estate.byId(cut.join("/")).filter((resource) => resource.type === type);
    if (found.length > 0) return oneOf("id", found);
  }
  return undefined;
}

function oneOf(path: string, resources: readonly AzureResource[]): Join {
  const [first] = resources;
  if (first && resources.every((other) => other === first)) return { state: "joined", path, resource: first };
  return { state: "candidates", path, resources: [...new Set(resources)] };
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
