import { copyPlain } from "../copy";
import type { AzureResource, KnownFrom } from "../resource";
import { resourceType } from "../resource-type";
import { isObject, unknown, valueAt, type Value, type ValueObject } from "../value";

/** Marks a secret in an exported state: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts */
const signature = "4dabf18193072939515e22adb298388d";

/** The resources of an exported state; undefined where the JSON is none. */
export function fromState(json: unknown, file: KnownFrom): readonly AzureResource[] | undefined {
  const deployment = member(copyPlain(json), "deployment");
  const resources = member(deployment, "resources");
  if (!Array.isArray(resources)) return undefined;
  const time = member(member(deployment, "manifest"), "time");
  const day = typeof time === "string" && /^\d{4}-\d{2}-\d{2}T/.test(time) ? time.slice(0, 10) : file.day;
  return resources.flatMap((resource) => {
    const { urn, type, id } = isObject(resource) ? resource : {};
    if (!isObject(resource) || typeof urn !== "string" || typeof type !== "string") return [];
    // What waits for its deletion is not what runs.
    if (typeof id !== "string" || resource["delete"] === true) return [];
    const inputs = objectOf(withoutSecrets(resource["inputs"] ?? {}));
    const outputs = objectOf(withoutSecrets(resource["outputs"] ?? {}));
    return [
      {
        ...{ urn, name: urn.split("::").at(-1) ?? urn, token: type, type: resourceType(type), id },
        inputs,
        output: (path: string) => valueAt(outputs, path),
        ...{ parent: undefined, dependencies: [], propertyDependencies: {} },
        knownFrom: { ...file, day },
      },
    ];
  });
}

function withoutSecrets(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, signature)) return unknown;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutSecrets(one)]));
}

function member(value: Value | undefined, key: string): Value | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function objectOf(value: Value): ValueObject {
  return isObject(value) ? value : {};
}
