import { armPathOf } from "../arm/paths";
import { parseId } from "../arm/ids";
import { declarationOf } from "../sdk/declarations";
import { argumentsOf, membersOf } from "../sdk/shapes";
import type { Member, Shape } from "../sdk/type-text";
import type { ResourceType } from "../tokens";
import { Plain, PlainObject, equal, isObject } from "../wire/values";

/** Children that may also be declared on their own: a refresh does not push them into inputs that never named them. */
const standaloneChildren: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "network:VirtualNetwork": [["subnets"], ["virtualNetworkPeerings"]],
  "network:NetworkSecurityGroup": [["securityRules"]],
  "network:RouteTable": [["routes"]],
  "network:LoadBalancer": [["inboundNatRules"], ["backendAddressPools"]],
  "keyvault:Vault": [["properties", "accessPolicies"]],
};

/** The paths of child lists that a PUT without them must keep. */
export function childLists(type: string): readonly (readonly string[])[] {
  return standaloneChildren[type] ?? [];
}

/** The inputs of a resource that nobody has described yet (`pulumi import`): from its id and from what Azure answers. */
export function importedInputs(type: ResourceType, id: string, outputs: PlainObject): PlainObject {
  const declaration = declarationOf(type);
  const inputs: PlainObject = {};
  for (const [name, value] of Object.entries(parseId(armPathOf(type), id) ?? {})) {
    if (declaration?.inputs.has(name)) inputs[name] = name === "scope" ? `/${value}` : value;
  }
  const projected = project(argumentsOf(type), outputs);
  delete projected["id"];
  return { ...projected, ...inputs };
}

/**
 * Inputs after a refresh: what Azure changed since the last update is carried over into the inputs, defaults that Azure
 * added are not (azure-native compares old with new outputs for that).
 */
export function refreshedInputs(
  type: ResourceType,
  inputs: PlainObject,
  oldOutputs: PlainObject,
  newOutputs: PlainObject,
): PlainObject {
  const children = childLists(type.key).flatMap(([first]) => (first === undefined ? [] : [first]));
  const hidden = new Set(["id", ...children.filter((name) => inputs[name] === undefined)]);
  const members = new Map([...argumentsOf(type)].filter(([name]) => !hidden.has(name)));
  return carryOver(inputs, project(members, oldOutputs), project(members, newOutputs));
}

function carryOver(base: PlainObject, old: PlainObject, now: PlainObject): PlainObject {
  const result: PlainObject = {};
  for (const [key, value] of Object.entries(base)) {
    if (!(key in old && !(key in now))) result[key] = value;
  }
  for (const [key, value] of Object.entries(now)) {
    if (equal(old[key], value)) continue;
    const current = result[key];
    const before = old[key];
    result[key] = isObject(current) && isObject(before) && isObject(value) ? carryOver(current, before, value) : value;
  }
  return result;
}

/** Leaves out of a response what is no input. */
function project(members: ReadonlyMap<string, Member>, values: PlainObject): PlainObject {
  const result: PlainObject = {};
  for (const [name, member] of members) {
    const value = values[name];
    if (value !== undefined) result[name] = projectValue(member.shape, value);
  }
  return result;
}

function projectValue(shape: Shape, value: Plain): Plain {
  if (shape.kind === "object" && isObject(value))
    return project(membersOf("azure-native", shape.side, shape.name), value);
  if (shape.kind === "array" && Array.isArray(value)) return value.map((item) => projectValue(shape.items, item));
  // A set of strings comes back as a map.
  if (shape.kind === "array" && isObject(value)) return Object.keys(value);
  return value;
}
