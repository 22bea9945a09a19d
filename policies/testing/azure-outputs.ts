import { createHash } from "node:crypto";
import { armNaming } from "../estate/arm-id";
import { resourceType } from "../estate/resource-type";
import type { Declared } from "./declared";

/** A stable id in the form of a GUID for whatever text. */
export function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

/**
 * What Azure answers beside the inputs: an id made of the names, and for identities the ids of their principals. For a
 * resource of another cloud its id alone.
 *
 * @param resolve Gives an input as it is once everything exists.
 */
export function deployedOutputs(one: Declared, resolve: (value: unknown) => unknown): Record<string, unknown> {
  if (!/^azure/.test(one.type)) return { id: `id-of-${one.name}` };
  const naming = armNaming[resourceType(one.type)];
  const texts = (naming?.nameProperties ?? []).map((property) => {
    const text = resolve(one.inputs[property]);
    return typeof text === "string" ? text : one.name;
  });
  const [namespace, ...kinds] = (naming?.armType ?? "Microsoft.Unknown/things").split("/");
  const group = resolve(one.inputs["resourceGroupName"]);
  const inGroup = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${typeof group === "string" ? group : "rg"}`;
  const path = kinds.map((kind, index) => `${kind}/${texts[index] ?? one.name}`).join("/");
  const name = texts[texts.length - 1] ?? one.name;
  const isGroup = naming?.armType === "Microsoft.Resources/resourceGroups";
  return {
    id: isGroup ? inGroup.replace(/[^/]*$/, name) : `${inGroup}/providers/${namespace}/${path}`,
    name,
    principalId: guidOf(`principal of ${one.name}`),
    clientId: guidOf(`client of ${one.name}`),
    identity: { ...(resolve(one.inputs["identity"] ?? {}) as object), principalId: guidOf(`principal of ${one.name}`) },
  };
}
