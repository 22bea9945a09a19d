import { declarationOf } from "../sdk/declarations";
import { membersOf, responseOf } from "../sdk/shapes";
import type { Member, Shape } from "../sdk/type-text";
import type { ResourceType } from "../tokens";
import { Plain, PlainObject, UNKNOWN, isObject, isUnknown } from "../wire/values";

/**
 * What azure-native answers before anything exists: inputs that are also response properties as they are, every other
 * response property unknown, at any depth; inputs that are no response properties are left out
 * (https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/convert/previewOutputs.go).
 */
export function previewOutputs(type: ResourceType, inputs: PlainObject): PlainObject {
  if (declarationOf(type) === undefined) return { ...inputs };
  return { id: inputs["id"] ?? UNKNOWN, ...previewMembers(responseOf(type), inputs) };
}

/** As `previewOutputs` for an update: name and location never change, so they stay known. */
export function previewUpdate(type: ResourceType, inputs: PlainObject, oldOutputs: PlainObject): PlainObject {
  const outputs = previewOutputs(type, inputs);
  for (const stable of ["name", "location"]) {
    const old = oldOutputs[stable];
    if (old !== undefined && declarationOf(type)?.outputs.has(stable)) outputs[stable] = old;
  }
  return outputs;
}

function previewMembers(members: ReadonlyMap<string, Member>, inputs: PlainObject): PlainObject {
  const result: PlainObject = {};
  for (const [name, member] of members) result[name] = previewValue(member.shape, inputs[name] ?? UNKNOWN);
  return result;
}

function previewValue(shape: Shape, input: Plain): Plain {
  if (shape.kind === "const") return shape.value;
  if (isUnknown(input)) return UNKNOWN;
  if (shape.kind === "any") return input;
  if (Array.isArray(input)) {
    return shape.kind === "array" ? input.map((item) => previewValue(shape.items, item)) : UNKNOWN;
  }
  if (isObject(input)) {
    if (shape.kind === "object") return previewMembers(membersOf("azure-native", shape.side, shape.name), input);
    if (shape.kind === "map") {
      return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, previewValue(shape.values, value)]));
    }
    return shape.kind === "union" ? input : UNKNOWN;
  }
  return shape.kind === "array" || shape.kind === "map" || shape.kind === "object" ? UNKNOWN : input;
}
