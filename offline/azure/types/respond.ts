import { randomUUID } from "node:crypto";

import { normalLocation } from "../native/diff";
import { declarationOf } from "../sdk/declarations";
import { membersOf, responseOf } from "../sdk/shapes";
import type { Member, Shape } from "../sdk/type-text";
import { Plain, PlainObject, at, isObject, isUnknown, textAt } from "../wire/values";
import { identityResponse } from "./identity";
import type { PutRequest } from "./model";

/** Azure takes these and never gives them back. */
const neverAnswered = new Set(["customData", "protectedParameters", "protectedSettings", "userData"]);

function isNeverAnswered(name: string): boolean {
  return neverAnswered.has(name) || /password$/i.test(name);
}

/** The response to a PUT as far as every type has it: what was sent and may be shown, and what Azure adds everywhere. */
export function respond(request: PutRequest): PlainObject {
  const outputs = responseOf(request.type);
  const known = declarationOf(request.type) !== undefined;
  const body = known ? answered(outputs, request.inputs, request.id) : withoutWriteOnly(request.inputs);
  const added: PlainObject = { id: request.id, name: request.name, type: request.armType };
  if (known) {
    if (outputs.has("etag")) added["etag"] = newEtag();
    if (outputs.has("provisioningState")) added["provisioningState"] = "Succeeded";
    if (outputs.has("resourceGuid")) {
      added["resourceGuid"] = textAt(request.existing?.body, "resourceGuid") ?? randomUUID();
    }
    if (request.apiVersion !== undefined) added["azureApiVersion"] = request.apiVersion;
    if (isObject(request.inputs["identity"])) added["identity"] = identityResponse(request, request.inputs["identity"]);
  }
  const location = textAt(request.inputs, "location");
  if (location !== undefined && (!known || outputs.has("location"))) added["location"] = normalLocation(location);
  for (const [name, value] of Object.entries(added)) {
    if (!known || name === "id" || outputs.has(name)) body[name] = value;
  }
  return body;
}

export function newEtag(): string {
  return `W/"${randomUUID()}"`;
}

function withoutWriteOnly(inputs: PlainObject): PlainObject {
  const entries = Object.entries(inputs).filter(([name]) => !name.startsWith("__") && !isNeverAnswered(name));
  return Object.fromEntries(entries);
}

function answered(members: ReadonlyMap<string, Member>, inputs: PlainObject, id: string): PlainObject {
  const body: PlainObject = {};
  for (const [name, member] of members) {
    const value = inputs[name];
    if (value === undefined || isUnknown(value) || isNeverAnswered(name)) continue;
    body[name] = answeredValue(member.shape, value, `${id}/${name}`);
  }
  return body;
}

function answeredValue(shape: Shape, value: Plain, place: string): Plain {
  if (shape.kind === "object" && isObject(value)) {
    return answered(membersOf("azure-native", shape.side, shape.name), value, place);
  }
  if (shape.kind === "array" && Array.isArray(value)) {
    return value.map((item) => withChildId(shape.items, answeredValue(shape.items, item, place), place));
  }
  if (shape.kind === "map" && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, answeredValue(shape.values, item, place)]),
    );
  }
  if (shape.kind === "map" && Array.isArray(value)) {
    return Object.fromEntries(value.flatMap((item) => (typeof item === "string" ? [[item, {}]] : [])));
  }
  return value;
}

/** Named parts of a network resource, such as IP configurations, are addressable below it. */
function withChildId(shape: Shape, item: Plain, place: string): Plain {
  if (shape.kind !== "object" || !isObject(item)) return item;
  const name = textAt(item, "name");
  const members = membersOf("azure-native", shape.side, shape.name);
  if (name === undefined || !members.has("id") || !members.has("etag") || item["id"] !== undefined) return item;
  const child: PlainObject = { ...item, id: `${place}/${name}`, etag: newEtag() };
  if (members.has("provisioningState")) child["provisioningState"] = "Succeeded";
  return child;
}

/** Fills mandatory answers of a type that nobody models, so that a program that uses them goes on. */
export function withPlausibleAnswers(request: PutRequest, body: PlainObject): PlainObject {
  return filled(responseOf(request.type), body, request.existing?.body, request, deepestAnswer);
}

const deepestAnswer = 3;

function filled(
  members: ReadonlyMap<string, Member>,
  body: PlainObject,
  before: Plain | undefined,
  request: PutRequest,
  depth: number,
): PlainObject {
  const result = { ...body };
  for (const [name, member] of members) {
    if (result[name] !== undefined || member.optional) continue;
    const value = plausible(member.shape, name, at(before, name), request, depth);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function plausible(
  shape: Shape,
  name: string,
  before: Plain | undefined,
  request: PutRequest,
  depth: number,
): Plain | undefined {
  switch (shape.kind) {
    case "const":
      return shape.value;
    case "boolean":
      return false;
    case "number":
      return 0;
    case "array":
      return [];
    case "object":
      if (depth === 0) return undefined;
      return filled(membersOf("azure-native", shape.side, shape.name), {}, before, request, depth - 1);
    case "string":
      return typeof before === "string" ? before : plausibleText(name, request);
    default:
      return undefined;
  }
}

function plausibleText(name: string, request: PutRequest): string {
  if (/(?:Id|Guid)$/.test(name)) return randomUUID();
  if (/(?:At|On|Time|Date|created|updated)$/.test(name)) return request.azure.now().toISOString();
  return `${request.name}-${name}`;
}
