import { randomUUID } from "node:crypto";

import { PlainObject, isObject, textAt } from "../wire/values";
import { parentOf } from "./children";
import type { ResourceModel } from "./model";
import { respond } from "./respond";

export const guestConfigurationAssignment: ResourceModel = {
  type: "guestconfiguration:GuestConfigurationAssignment",
  put(request) {
    const machine = parentOf(request);
    const body = respond(request);
    const sent = isObject(body["properties"]) ? body["properties"] : {};
    const before = request.existing?.body["properties"];
    const properties: PlainObject = {
      ...sent,
      assignmentHash: textAt(before, "assignmentHash") ?? randomUUID(),
      complianceStatus: "Pending",
      provisioningState: "Succeeded",
      resourceType: "Microsoft.Compute/virtualMachines",
      targetResourceId: machine.id,
    };
    return { ...body, properties };
  },
};
