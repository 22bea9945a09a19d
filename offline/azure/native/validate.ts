import { membersOf } from "../sdk/shapes";
import type { Member, Shape } from "../sdk/type-text";
import { Plain, PlainObject, isObject, isUnknown } from "../wire/values";

/**
 * What azure-native's Check refuses, from the SDK's argument types: missing required properties and values of another
 * type, at any depth. Enumerations are left to ARM, as the real provider leaves them.
 */
export function validateMembers(members: ReadonlyMap<string, Member>, values: PlainObject, above = ""): string[] {
  const failures: string[] = [];
  for (const [name, member] of members) {
    const place = above === "" ? name : `${above}.${name}`;
    const value = values[name];
    if (value === undefined) {
      if (!member.optional) failures.push(`missing required property '${place}'`);
    } else failures.push(...validateValue(member.shape, value, place));
  }
  return failures;
}

function validateValue(shape: Shape, value: Plain, place: string): string[] {
  if (isUnknown(value) || shape.kind === "any" || shape.kind === "union" || shape.kind === "const") return [];
  if (isObject(value)) {
    if (shape.kind === "object") return validateMembers(membersOf("azure-native", "inputs", shape.name), value, place);
    return [];
  }
  if (Array.isArray(value)) {
    if (shape.kind !== "array") return [wrongType(place, shape, "an array")];
    return value.flatMap((item, index) => validateValue(shape.items, item, `${place}[${index}]`));
  }
  if (typeof value === "string" && shape.kind !== "string" && shape.kind !== "enum") {
    return [wrongType(place, shape, "a string")];
  }
  if (typeof value === "number" && shape.kind !== "number" && shape.kind !== "enum") {
    return [wrongType(place, shape, "a number")];
  }
  return [];
}

function wrongType(place: string, shape: Shape, found: string): string {
  const wanted = shape.kind === "enum" ? "string" : shape.kind === "map" ? "object" : shape.kind;
  return `'${place}' should be of type '${wanted}' but got ${found}`;
}
