import { randomUUID } from "node:crypto";

import { badRequest } from "../arm/errors";
import { nameOfId } from "../arm/ids";
import { PlainObject, objectsAt, textAt } from "../wire/values";
import { bastionSubnetName, checkBastionRules } from "./bastion-rules";
import type { PutRequest, ResourceModel } from "./model";
import { rulesOf } from "./network-security-group";
import { referenced, withReferences } from "./references";
import { respond } from "./respond";

export const bastionHost: ResourceModel = {
  type: "network:BastionHost",
  put(request) {
    for (const configuration of objectsAt(request.inputs, "ipConfigurations")) checkPlace(request, configuration);
    referenced(request, request.inputs["virtualNetwork"]);
    const body = respond(request);
    const configurations = objectsAt(body, "ipConfigurations").map((each) => ({
      privateIPAllocationMethod: "Dynamic",
      ...withReferences(each, "subnet", "publicIPAddress"),
    }));
    return {
      dnsName: textAt(request.existing?.body, "dnsName") ?? `bst-${randomUUID()}.bastion.azure.com`,
      scaleUnits: 2,
      sku: { name: "Basic" },
      ...body,
      ...(configurations.length > 0 ? { ipConfigurations: configurations } : {}),
    };
  },
};

function checkPlace(request: PutRequest, configuration: PlainObject): void {
  referenced(request, configuration["publicIPAddress"]);
  const subnet = referenced(request, configuration["subnet"]);
  if (subnet === undefined) return;
  if (nameOfId(subnet.id) !== bastionSubnetName) {
    throw badRequest(
      "SubnetNameMustBeAzureBastionSubnet",
      `Subnet name ${subnet.id} is invalid for Azure Bastion. Azure Bastion can only be created in subnet with name ` +
        `'${bastionSubnetName}'.`,
    );
  }
  const group = textAt(subnet.body, "networkSecurityGroup", "id");
  if (group !== undefined) checkBastionRules(group, rulesOf(request.azure, group));
}
