import { badRequest, notFound } from "../arm/errors";
import { nameOfId, parentId } from "../arm/ids";
import { armPathOf } from "../arm/paths";
import { apiVersionOf } from "../native/api-version";
import type { Stored } from "../store";
import { ResourceType, parseToken } from "../tokens";
import { containsHidden, markSecrets, wireItem } from "../wire/secrets";
import { PlainObject, isObject, objectsAt, textAt } from "../wire/values";
import type { Azure, PutRequest } from "./model";
import { respond } from "./respond";

/** Children that a parent may list inline, and that exist on their own as well: one thing in Azure. */
export interface ChildKind {
  /** The parent's property. */
  readonly list: string;
  /** The path segment below the parent, as in `…/securityRules/name`. */
  readonly segment: string;
  readonly type: ResourceType;
}

export function childKind(list: string, key: string): ChildKind {
  const type = parseToken(`azure-native:${key}`);
  if (type === undefined) throw new Error(`${key} is no type`);
  const pieces = armPathOf(type).armType.split("/");
  return { list, segment: pieces[pieces.length - 1] ?? list, type };
}

/** The children of a parent in the order in which they were listed or created. */
export function childrenOf(azure: Azure, parent: string, kind: ChildKind): Stored[] {
  const prefix = `${parent}/${kind.segment}/`.toLowerCase();
  return azure.store
    .ofType(kind.type.key)
    .filter((entry) => entry.id.toLowerCase().startsWith(prefix))
    .sort((left, right) => positionOf(left) - positionOf(right));
}

function positionOf(entry: Stored): number {
  return typeof entry.facts["position"] === "number" ? entry.facts["position"] : 0;
}

/** The parent of a child that is declared on its own; throws if it does not exist. */
export function parentOf(request: PutRequest): Stored {
  const id = parentId(request.id);
  const parent = request.azure.store.get(id);
  if (parent !== undefined) return parent;
  throw notFound(
    "ParentResourceNotFound",
    `Can not perform requested operation on nested resource. Parent resource '${nameOfId(id)}' not found.`,
  );
}

/** The inline list of a PUT, or undefined if the program leaves these children to resources of their own. */
export function inlineChildren(request: PutRequest, kind: ChildKind): PlainObject[] | undefined {
  if (request.inputs[kind.list] === undefined) return undefined;
  const items = objectsAt(request.inputs, kind.list);
  for (const item of items) {
    if (textAt(item, "name") === undefined) {
      throw badRequest(
        "InvalidRequestFormat",
        `Cannot parse the request. An item of ${kind.list} of resource ${request.id} has no name.`,
      );
    }
  }
  return items;
}

/** What the children would be after a PUT of one child: its siblings, and itself as it was sent. */
export function withSiblings(request: PutRequest, parent: Stored, kind: ChildKind, own: PlainObject): PlainObject[] {
  const siblings = childrenOf(request.azure, parent.id, kind).filter(
    // A sibling whose secret went with an earlier process cannot be compared.
    (entry) => entry.id.toLowerCase() !== request.id.toLowerCase() && !containsHidden(entry.body),
  );
  return [...siblings.map((entry) => entry.body), { ...own, name: request.name }];
}

/** A PUT with an inline list makes exactly these children, and deletes any other. */
export function replaceChildren(
  request: PutRequest,
  kind: ChildKind,
  answer: (child: PutRequest) => PlainObject = respond,
): void {
  const items = inlineChildren(request, kind);
  if (items === undefined) return;
  const ids = items.map((item) => `${request.id}/${kind.segment}/${textAt(item, "name") ?? ""}`);
  const kept = new Set(ids.map((id) => id.toLowerCase()));
  for (const old of childrenOf(request.azure, request.id, kind)) {
    if (!kept.has(old.id.toLowerCase())) request.azure.store.delete(old.id);
  }
  for (const [index, item] of items.entries()) {
    const id = ids[index] ?? "";
    const list = isObject(request.wire) ? request.wire[kind.list] : undefined;
    const child = childRequest(request, kind, id, item, wireItem(list, index, item));
    const facts = { ...child.existing?.facts, position: index };
    const body = answer(child);
    request.azure.store.put({ id, type: kind.type.key, body, facts }, markSecrets(body, child.wire));
  }
}

function childRequest(request: PutRequest, kind: ChildKind, id: string, item: PlainObject, wire: unknown): PutRequest {
  return {
    azure: request.azure,
    type: kind.type,
    id,
    name: nameOfId(id),
    armType: armPathOf(kind.type).armType,
    apiVersion: apiVersionOf(kind.type, ""),
    inputs: item,
    wire,
    existing: request.azure.store.get(id),
  };
}

/** Puts a child that was declared on its own behind its siblings. */
export function placeLast(entry: Stored, azure: Azure, kind: ChildKind): void {
  if (entry.facts["position"] !== undefined) return;
  const siblings = childrenOf(azure, parentId(entry.id), kind).filter((each) => each.id !== entry.id);
  const last = siblings.reduce((most, each) => Math.max(most, positionOf(each)), -1);
  entry.facts["position"] = last + 1;
  azure.store.keepFacts(entry);
}

/** The list as the parent shows it. */
export function listed(azure: Azure, parent: string, kind: ChildKind): PlainObject[] {
  return childrenOf(azure, parent, kind).map(asPart);
}

/** A resource as it is shown inside another: without the API version, which is azure-native's own addition. */
export function asPart(entry: Stored): PlainObject {
  const shown: PlainObject = { ...entry.body };
  delete shown["azureApiVersion"];
  return shown;
}
