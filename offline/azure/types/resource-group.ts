import type { ResourceModel } from "./model";
import { respond } from "./respond";

export const resourceGroup: ResourceModel = {
  type: "resources:ResourceGroup",
  put: (request) => ({ ...respond(request), properties: { provisioningState: "Succeeded" } }),
};
