import { armNaming, parseArmId, typeOfArmType } from "../arm-id";
import { copyPlain } from "../copy";
import type { AzureResource, KnownFrom } from "../resource";
import { isObject, unknown, valueAt, type Value, type ValueObject } from "../value";

/** The resources of ARM JSON: a template, a resource, or a list of them; undefined where the JSON is none of these. */
export function fromArm(json: unknown, file: KnownFrom): readonly AzureResource[] | undefined {
  const plain = copyPlain(json);
  const inside = isObject(plain) ? (plain["resources"] ?? plain["value"]) : undefined;
  const list = Array.isArray(plain) ? plain : Array.isArray(inside) && !isResource(plain) ? inside : [plain];
  return list.every(isResource) ? list.flatMap((one) => resources(one, file, undefined)) : undefined;
}

interface Parent {
  readonly armType: string;
  readonly name: string;
}

function isResource(value: Value): value is ValueObject & { type: string; name: string } {
  return isObject(value) && typeof value["type"] === "string" && typeof value["name"] === "string";
}

function resources(
  one: ValueObject & { type: string; name: string },
  file: KnownFrom,
  parent: Parent | undefined,
): AzureResource[] {
  // In a template a child inside its parent has the rest of the type and of the name.
  const armType = parent ? `${parent.armType}/${one.type}` : one.type;
  const id = typeof one["id"] === "string" ? one["id"] : undefined;
  const names = id === undefined ? `${parent ? `${parent.name}/` : ""}${one.name}`.split("/") : parseArmId(id)?.names;
  const type = typeOfArmType(armType);
  const children = Array.isArray(one["resources"]) ? one["resources"].filter(isResource) : [];
  const below = children.flatMap((child) => resources(child, file, { armType, name: (names ?? [one.name]).join("/") }));
  if (type === undefined || names === undefined || names.some((name) => name.startsWith("["))) return below;
  const named = Object.fromEntries(
    armNaming[type]!.nameProperties.map((property, index) => [property, names[index] ?? unknown]),
  );
  const group = id === undefined ? undefined : parseArmId(id)?.resourceGroup;
  const body = flat(one, !type.startsWith("keyvault:"));
  return [
    {
      urn: `known:${file.file}:${id ?? `${armType}/${names.join("/")}`}`,
      ...{ name: names.at(-1)!, token: armType, type, id },
      inputs: { ...body, ...named, ...(group !== undefined && { resourceGroupName: group }) },
      output: (path) => (id === undefined ? undefined : valueAt(body, path)),
      ...{ parent: undefined, dependencies: [], propertyDependencies: {}, knownFrom: file },
    },
    ...below,
  ];
}

// ARM puts what Pulumi's provider takes as plain inputs under "properties"; a vault keeps them there in both.
function flat(resource: ValueObject, mergesProperties: boolean): ValueObject {
  const { properties, ...rest } = resource;
  const own = Object.entries(rest).filter(([key]) => key !== "resources");
  const inner = isObject(properties) && mergesProperties ? Object.entries(properties) : [];
  const kept = properties !== undefined && !mergesProperties ? { properties: value(properties, false) } : {};
  return {
    ...Object.fromEntries([...own, ...inner].map(([key, one]) => [key, value(one, mergesProperties)])),
    ...kept,
  };
}

function value(one: Value, mergesProperties: boolean): Value {
  if (Array.isArray(one)) return one.map((item) => value(item, mergesProperties));
  if (isObject(one)) return flat(one, mergesProperties);
  // An expression of a template is something that only a deployment knows.
  return typeof one === "string" && /^\[(?!\[).*\]$/s.test(one) ? unknown : one;
}
