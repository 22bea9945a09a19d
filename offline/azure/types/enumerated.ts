import { badRequest } from "../arm/errors";
import { enumerationValues } from "../sdk/enumerations";
import { argumentsOf, membersOf } from "../sdk/shapes";
import type { Member, Shape } from "../sdk/type-text";
import { Plain, PlainObject, isObject, isUnknown } from "../wire/values";
import type { PutRequest } from "./model";

/** Lists that Azure extends faster than the SDK follows, so that an unlisted value is no mistake. */
const openEnded = new Set(["compute.VirtualMachineSizeTypes", "compute.VirtualMachineScaleSetSkuScaleType"]);

/** The inputs with enumerated values in Azure's own case; throws as ARM does for a value that it does not know. */
export function withEnumerations(request: PutRequest): PlainObject {
  return checkMembers(argumentsOf(request.type), request.inputs, "properties", request);
}

function checkMembers(
  members: ReadonlyMap<string, Member>,
  values: PlainObject,
  place: string,
  request: PutRequest,
): PlainObject {
  const result: PlainObject = { ...values };
  for (const [name, member] of members) {
    const value = values[name];
    if (value !== undefined) result[name] = checkValue(member.shape, value, `${place}.${name}`, request);
  }
  return result;
}

function checkValue(shape: Shape, value: Plain, place: string, request: PutRequest): Plain {
  if (isUnknown(value)) return value;
  if (shape.kind === "array" && Array.isArray(value)) {
    return value.map((item, index) => checkValue(shape.items, item, `${place}[${index}]`, request));
  }
  if (shape.kind === "object" && isObject(value)) {
    return checkMembers(membersOf("azure-native", "inputs", shape.name), value, place, request);
  }
  if (shape.kind !== "enum" || typeof value !== "string" || openEnded.has(shape.name)) return value;
  const values = [...enumerationValues(shape.name)];
  const canonical = values.find((each) => each.toLowerCase() === value.toLowerCase());
  if (canonical !== undefined || values.length === 0) return canonical ?? value;
  throw unknownValue(shape.name, value, place, request);
}

/** The network provider answers a parser's error, the others name the parameter. */
function unknownValue(enumeration: string, value: string, place: string, request: PutRequest): Error {
  const kind = enumeration.slice(enumeration.lastIndexOf(".") + 1);
  if (request.type.module === "network") {
    return badRequest(
      "InvalidRequestFormat",
      `Cannot parse the request. InvalidJson: Error converting value "${value}" to type '${kind}'. Path '${place}'.`,
    );
  }
  const parameter = place.slice(place.lastIndexOf(".") + 1);
  return badRequest("InvalidParameter", `The value '${value}' of parameter '${parameter}' is not allowed (${place}).`);
}
