import { offlineClient } from "./client";
import type { PlainObject } from "./wire/values";

/** Answers a provider function; throws for one that the offline Azure does not know. */
export function invoke(token: string, subscriptionId: string): PlainObject {
  const { clientId, objectId, tenantId } = offlineClient;
  switch (token) {
    case "azure-native:authorization:getClientConfig":
      return { clientId, objectId, subscriptionId, tenantId };
    case "azure:core/getClientConfig:getClientConfig":
      return { clientId, id: `${tenantId}-${subscriptionId}`, objectId, subscriptionId, tenantId };
    default:
      throw new Error(
        `The offline Azure has no function ${token}. It answers azure-native:authorization:getClientConfig and ` +
          "azure:core/getClientConfig:getClientConfig; give the program the value in another way to run it offline.",
      );
  }
}
