import { declarationOf } from "../sdk/declarations";
import { ResourceType, nameOfUrn } from "../tokens";
import { markSecrets } from "../wire/secrets";
import { Plain, PlainObject, UNKNOWN, isObject, isUnknown, textAt } from "../wire/values";
import { Autonaming, automaticName } from "../native/auto-name";
import { Change, DiffAnswer, diffPlain } from "../native/diff";
import type { CheckAnswer } from "../native/check";
import type { Written } from "../native/operations";
import type { Azure } from "../types/model";
import { classicModelOf } from "./models";

/** Names of the Terraform provider are at most this long and in lower case. */
const longestName = 24;

/** Check of the classic provider: names what has no name, lists missing inputs, and notes which defaults it applied. */
export function checkClassic(
  type: ResourceType,
  urn: string,
  olds: PlainObject,
  news: PlainObject,
  seed: Uint8Array,
  autonaming: Autonaming | undefined,
): CheckAnswer {
  const additions: PlainObject = { __defaults: [] };
  const declaration = declarationOf(type);
  if (declaration?.inputs.has("name") && news["name"] === undefined) {
    const base = nameOfUrn(urn)
      .toLowerCase()
      .slice(0, longestName - 8);
    const old = isUnknown(olds["name"]) ? undefined : olds["name"];
    const name = old ?? automaticName(base, "random", seed, autonaming)?.name;
    if (name !== undefined) {
      additions["name"] = name;
      additions["__defaults"] = ["name"];
    }
  }
  const inputs = { ...news, ...additions };
  const missing = (declaration?.required ?? []).filter((name) => inputs[name] === undefined);
  const failures = missing.map(
    (name) => `Missing required argument. The argument "${name}" is required, but no definition was found.`,
  );
  return { additions, failures };
}

/** The plan that the Terraform provider makes: inputs as they are, what only Azure can say unknown. */
export function previewClassic(type: ResourceType, inputs: PlainObject, oldOutputs?: PlainObject): PlainObject {
  const declaration = declarationOf(type);
  const outputs: PlainObject = { id: oldOutputs?.["id"] ?? UNKNOWN };
  for (const name of declaration?.outputs ?? []) {
    if (!declaration?.inputs.has(name)) outputs[name] = oldOutputs?.[name] ?? UNKNOWN;
  }
  return { ...outputs, ...shown(inputs), ...classicModelOf(type.key)?.preview?.(inputs, oldOutputs) };
}

export function diffClassic(type: ResourceType, oldInputs: PlainObject, newInputs: PlainObject): DiffAnswer {
  const immutable = new Set(classicModelOf(type.key)?.createOnly ?? ["name", "resourceGroupName", "location"]);
  const changes: Map<string, Change> = diffPlain(oldInputs, newInputs, immutable);
  const replaces = [...changes].filter(([, change]) => change.replace).map(([place]) => place);
  const named = oldInputs["__defaults"];
  const automatic = Array.isArray(named) && named.includes("name");
  return { changes, replaces, deleteBeforeReplace: replaces.length > 0 && !automatic };
}

/** Creates a resource; a twin is refused in the Terraform provider's words. */
export function createClassic(azure: Azure, type: ResourceType, inputs: PlainObject, wire: unknown): Written {
  const put = putClassic(azure, type, inputs, undefined);
  if (azure.store.get(put.id) !== undefined) {
    throw new Error(
      `A resource with the ID "${put.id}" already exists - to be managed via Terraform this resource needs to be ` +
        "imported into the State.",
    );
  }
  return keep(azure, type, put, wire);
}

/** Updates a resource; it may get another id, as a certificate's names its version. */
export function updateClassic(
  azure: Azure,
  type: ResourceType,
  id: string,
  inputs: PlainObject,
  wire: unknown,
): Written {
  const put = putClassic(azure, type, inputs, id);
  if (put.id !== id) azure.store.delete(id);
  return keep(azure, type, put, wire);
}

/** What is there, or undefined if it is gone. */
export function readClassic(azure: Azure, type: ResourceType, id: string): PlainObject | undefined {
  const found = azure.store.get(id);
  if (found === undefined || classicModelOf(type.key)?.exists?.(azure, found.body) === false) return undefined;
  return found.body;
}

/** The inputs of a resource that nobody has described yet. */
export function importedClassic(type: ResourceType, outputs: PlainObject): PlainObject {
  const inputs = declarationOf(type)?.inputs;
  const named = Object.entries(outputs).filter(([name]) => inputs?.has(name));
  return { ...Object.fromEntries(named), __defaults: [] };
}

function keep(azure: Azure, type: ResourceType, { id, outputs }: Written, wire: unknown): Written {
  azure.store.put({ id, type: type.key, body: outputs, facts: {} }, markSecrets(outputs, wire));
  return { id, outputs };
}

function putClassic(azure: Azure, type: ResourceType, inputs: PlainObject, existingId: string | undefined): Written {
  const model = classicModelOf(type.key);
  if (model !== undefined) return model.put(azure, inputs, existingId);
  const id = existingId ?? classicId(azure, type, inputs);
  const outputs: PlainObject = { ...shown(inputs), id };
  for (const name of declarationOf(type)?.outputs ?? [])
    outputs[name] ??= `${textAt(inputs, "name") ?? "offline"}-${name}`;
  return { id, outputs };
}

function classicId(azure: Azure, type: ResourceType, inputs: PlainObject): string {
  const group = textAt(inputs, "resourceGroupName");
  const scope = group === undefined ? "" : `/resourceGroups/${group}`;
  const kind = `${type.name.charAt(0).toLowerCase()}${type.name.slice(1)}s`;
  const name = textAt(inputs, "name") ?? "default";
  return `/subscriptions/${azure.subscriptionId}${scope}/providers/Microsoft.${type.module}/${kind}/${name}`;
}

function shown(inputs: PlainObject): PlainObject {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, value]) => (name.startsWith("__") ? [] : [[name, open(value)]])),
  );
}

function open(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(open);
  return isObject(value) ? shown(value) : value;
}
