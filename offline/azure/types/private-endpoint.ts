import { PlainObject, objectsAt, textAt } from "../wire/values";
import type { PutRequest, ResourceModel } from "./model";
import { privateAddress } from "./private-addresses";
import { referenced, withReferences } from "./references";
import { respond } from "./respond";

export const privateEndpoint: ResourceModel = {
  type: "network:PrivateEndpoint",
  put(request) {
    const subnet = referenced(request, request.inputs["subnet"]);
    const connections = ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"];
    for (const each of connections.flatMap((list) => objectsAt(request.inputs, list))) {
      const id = textAt(each, "privateLinkServiceId");
      if (id !== undefined) referenced(request, { id });
    }
    const body: PlainObject = {
      customDnsConfigs: [],
      ipConfigurations: [],
      manualPrivateLinkServiceConnections: [],
      privateLinkServiceConnections: [],
      ...withReferences(respond(request), "subnet"),
      networkInterfaces: [{ id: nicId(request) }],
    };
    if (subnet !== undefined) body["customDnsConfigs"] = [{ ipAddresses: [privateAddress(request, subnet, {}, [])] }];
    return body;
  },
};

function nicId(request: PutRequest): string {
  const name = textAt(request.inputs, "customNetworkInterfaceName") ?? `${request.name}.nic`;
  return request.id.replace(/\/privateEndpoints\/[^/]+$/i, `/networkInterfaces/${name}`);
}
