import type { GroupKey } from "../../model/network/endpoint";
import type { Estate } from "../estate";
import { joinById, madeFrom } from "../join";
import { listProperty, type AzureResource } from "../resource";

const types = ["network:ApplicationSecurityGroup"];

/**
 * The application security groups that a list refers to, each as those that the reference may mean, or undefined where
 * nothing is known of it. Undefined as a whole where the list is not known.
 */
export function groupReferences(
  estate: Estate,
  from: AzureResource,
  path: string,
): readonly (readonly GroupKey[] | undefined)[] | undefined {
  const list = listProperty(from, path);
  if (list.state === "absent") return [];
  if (list.state === "unknown") return undefined;
  const references = list.value.map((_, at) => keysAt(estate, from, `${path}[${at}].id`));
  const made = [...new Set(madeFrom(estate, from, path, types))];
  const open = references.filter((keys) => keys !== undefined && keys.length > 1);
  // As many groups went into the property as it has references: each is meant once, in whatever order.
  const settled = open.length > 0 && open.length === references.length && made.length === references.length;
  return settled ? made.map((group) => [group.urn]) : references;
}

function keysAt(estate: Estate, from: AzureResource, path: string): readonly GroupKey[] | undefined {
  const join = joinById(estate, from, path, types);
  if (join.state === "joined") return [join.resource.urn];
  if (join.state === "candidates") return join.resources.map((resource) => resource.urn);
  return join.state === "outside" ? [join.id.toLowerCase()] : undefined;
}
