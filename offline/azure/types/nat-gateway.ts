import { objectsAt } from "../wire/values";
import type { ResourceModel } from "./model";
import { referenced, referrersTo } from "./references";
import { respond } from "./respond";

export const natGateway: ResourceModel = {
  type: "network:NatGateway",
  put(request) {
    for (const list of ["publicIpAddresses", "publicIpPrefixes"]) {
      for (const item of objectsAt(request.inputs, list)) referenced(request, item);
    }
    return { idleTimeoutInMinutes: 4, ...respond(request) };
  },
  view(entry, azure) {
    const users = referrersTo(azure, entry.id, "network:Subnet");
    return users.length === 0 ? {} : { subnets: users.map(({ id }) => ({ id })) };
  },
};
