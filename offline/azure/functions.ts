import { notFound } from "./arm/errors";
import { groupIdOf, nameOfId } from "./arm/ids";
import { armPathOf } from "./arm/paths";
import { offlineClient } from "./client";
import { idOf, readNative } from "./native/operations";
import { declarationOf } from "./sdk/declarations";
import { parseToken, type ResourceType } from "./tokens";
import type { Azure } from "./types/model";
import type { PlainObject } from "./wire/values";

/** Answers a provider function; throws for one that the offline Azure does not know. */
export function invoke(token: string, args: PlainObject, azure: Azure): PlainObject {
  const { clientId, objectId, tenantId } = offlineClient;
  const { subscriptionId } = azure;
  switch (token) {
    case "azure-native:authorization:getClientConfig":
      return { clientId, objectId, subscriptionId, tenantId };
    case "azure:core/getClientConfig:getClientConfig":
      return { clientId, id: `${tenantId}-${subscriptionId}`, objectId, subscriptionId, tenantId };
  }
  const type = lookedUp(token);
  if (type !== undefined) return lookUp(type, args, azure);
  throw new Error(
    `The offline Azure has no function ${token}. It answers azure-native:authorization:getClientConfig, ` +
      "azure:core/getClientConfig:getClientConfig and the functions of azure-native that look a resource up by its " +
      "name; give the program the value in another way to run it offline.",
  );
}

/** The type whose resource a function such as `azure-native:compute:getVirtualMachine` looks up. */
function lookedUp(token: string): ResourceType | undefined {
  const type = parseToken(token.replace(/:get([A-Z]\w*)$/, ":$1"));
  if (type?.provider !== "azure-native" || !/:get[A-Z]\w*$/.test(token)) return undefined;
  return declarationOf(type) === undefined ? undefined : type;
}

function lookUp(type: ResourceType, args: PlainObject, azure: Azure): PlainObject {
  const id = idOf(type, args, azure, "");
  const found = readNative(azure, id);
  if (found !== undefined) return found;
  const group = nameOfId(groupIdOf(id) ?? "");
  const shown = `${armPathOf(type).armType}/${nameOfId(id)}`;
  throw notFound("ResourceNotFound", `The Resource '${shown}' under resource group '${group}' was not found.`);
}
