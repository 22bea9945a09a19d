import { randomUUID } from "node:crypto";

import { textAt } from "../wire/values";
import type { ResourceModel } from "./model";
import { respond } from "./respond";

export const userAssignedIdentity: ResourceModel = {
  type: "managedidentity:UserAssignedIdentity",
  put(request) {
    const before = request.existing?.body;
    return {
      ...respond(request),
      clientId: textAt(before, "clientId") ?? randomUUID(),
      principalId: textAt(before, "principalId") ?? randomUUID(),
      tenantId: request.azure.client.tenantId,
    };
  },
};
