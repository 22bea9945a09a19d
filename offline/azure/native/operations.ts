import { ArmError, conflict, notFound } from "../arm/errors";
import { buildId, groupIdOf, nameOfId } from "../arm/ids";
import { armPathOf } from "../arm/paths";
import { declarationOf } from "../sdk/declarations";
import type { Stored } from "../store";
import type { ResourceType } from "../tokens";
import { modelOf } from "../types";
import type { Azure, PutRequest } from "../types/model";
import { withEnumerations } from "../types/enumerated";
import { respond, withPlausibleAnswers } from "../types/respond";
import { markSecrets } from "../wire/secrets";
import { Plain, PlainObject, isObject, textAt } from "../wire/values";
import { apiVersionOf } from "./api-version";
import { normalLocation } from "./diff";
import { childLists } from "./refresh";

export interface Written {
  readonly id: string;
  readonly outputs: PlainObject;
}

/** The id that ARM gives a resource with these inputs; a type without a name of its own takes the Pulumi name. */
export function idOf(type: ResourceType, inputs: PlainObject, azure: Azure, pulumiName: string): string {
  const id = buildId(armPathOf(type), inputs, azure.subscriptionId);
  const unnamed = declarationOf(type) === undefined && id.endsWith("/default");
  return unnamed ? `${id.slice(0, -"default".length)}${pulumiName}` : id;
}

/** A create as azure-native does it: look whether the resource is there, then PUT. */
export function createNative(
  azure: Azure,
  type: ResourceType,
  token: string,
  pulumiName: string,
  inputs: PlainObject,
  wire: unknown,
): Written {
  const id = idOf(type, inputs, azure, pulumiName);
  if (azure.store.get(id) !== undefined) throw new Error(`cannot create already existing resource '${id}'`);
  return put(requestFor(azure, type, token, id, inputs, wire));
}

/** An update: a PUT over what is there; child lists that the inputs do not name stay as they are. */
export function updateNative(
  azure: Azure,
  type: ResourceType,
  token: string,
  id: string,
  inputs: PlainObject,
  wire: unknown,
): Written {
  const request = requestFor(azure, type, token, id, inputs, wire);
  if (request.existing === undefined) {
    throw notFound("ResourceNotFound", `The Resource '${request.armType}/${request.name}' was not found.`);
  }
  return put(request);
}

/** What a GET answers, or undefined if the resource is not there. */
export function readNative(azure: Azure, id: string): PlainObject | undefined {
  const entry = azure.store.get(id);
  return entry === undefined ? undefined : view(azure, entry);
}

/** What an import learns besides what a GET answers. */
export function importedByModel(azure: Azure, id: string): PlainObject {
  const entry = azure.store.get(id);
  return (entry && modelOf(entry.type)?.imported?.(entry)) ?? {};
}

/** A DELETE takes everything below the resource with it; of something absent it succeeds. */
export function deleteNative(azure: Azure, id: string): void {
  const entry = azure.store.get(id);
  if (entry === undefined) return;
  modelOf(entry.type)?.remove?.(entry, azure);
  for (const each of [...azure.store.below(id), entry]) {
    modelOf(each.type)?.gone?.(each, azure);
    azure.store.delete(each.id);
  }
}

function requestFor(
  azure: Azure,
  type: ResourceType,
  token: string,
  id: string,
  inputs: PlainObject,
  wire: unknown,
): PutRequest {
  return {
    azure,
    type,
    id,
    name: nameOfId(id),
    armType: armPathOf(type).armType,
    apiVersion: apiVersionOf(type, token),
    inputs: withOwnId(inputs, id),
    wire,
    existing: azure.store.get(id),
  };
}

/** Parts of a resource may name each other below `$self`, as the resource has no id before it exists. */
function withOwnId<T extends Plain>(value: T, id: string): T;
function withOwnId(value: Plain, id: string): Plain {
  if (Array.isArray(value)) return value.map((item) => withOwnId(item, id));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, Plain] => {
    const own = key === "id" && typeof item === "string" && item.startsWith("$self/");
    return [key, own ? `${id}${item.slice("$self".length)}` : withOwnId(item, id)];
  });
  return Object.fromEntries(entries);
}

function put(sent: PutRequest): Written {
  const { azure, type, id } = sent;
  requireGroup(sent);
  requireLocation(sent);
  const model = modelOf(type.key);
  const request = model === undefined ? sent : { ...sent, inputs: withEnumerations(sent) };
  const body = model === undefined ? withPlausibleAnswers(request, respond(request)) : model.put(request);
  keepChildLists(request, body);
  const entry: Stored = { id, type: type.key, body, facts: request.existing?.facts ?? {} };
  azure.store.put(entry, markSecrets(body, sent.wire));
  model?.stored?.(request, entry);
  return { id, outputs: view(azure, entry) };
}

function view(azure: Azure, entry: Stored): PlainObject {
  return { ...entry.body, ...modelOf(entry.type)?.view?.(entry, azure) };
}

function requireGroup(request: PutRequest): void {
  const group = groupIdOf(request.id);
  if (group === undefined || request.type.key === "resources:ResourceGroup") return;
  if (request.azure.store.get(group) === undefined) {
    throw notFound("ResourceGroupNotFound", `Resource group '${nameOfId(group)}' could not be found.`);
  }
}

function requireLocation(request: PutRequest): void {
  const location = textAt(request.inputs, "location");
  if (location === undefined) {
    if (request.type.module !== "network" || request.type.name === "LoadBalancerBackendAddressPool") return;
    if (!declarationOf(request.type)?.inputs.has("location")) return;
    throw new ArmError(400, "LocationRequired", "The location property is required for this definition.");
  }
  const before = textAt(request.existing?.body, "location");
  if (before !== undefined && normalLocation(before) !== normalLocation(location)) {
    throw conflict(
      "InvalidResourceLocation",
      `The resource '${request.name}' already exists in location '${before}'. A resource with the same name cannot be ` +
        `created in location '${normalLocation(location)}'. Please select a new resource name.`,
    );
  }
}

function keepChildLists(request: PutRequest, body: PlainObject): void {
  for (const [first, second] of childLists(request.type.key)) {
    if (first === undefined) continue;
    const before = request.existing?.body[first];
    if (second === undefined) {
      if (request.inputs[first] === undefined && before !== undefined) body[first] = before;
    } else if (isObject(before) && isObject(body[first]) && isObject(request.inputs[first])) {
      if (request.inputs[first][second] === undefined && before[second] !== undefined)
        body[first][second] = before[second];
    }
  }
}
