import { conflict } from "../arm/errors";
import { nameOfId, parentId } from "../arm/ids";
import type { Stored } from "../store";
import { PlainObject, objectsAt, textAt } from "../wire/values";
import { bastionSubnetName, checkBastionRules } from "./bastion-rules";
import {
  childKind,
  childrenOf,
  inlineChildren,
  listed,
  parentOf,
  placeLast,
  replaceChildren,
  withSiblings,
} from "./children";
import type { Azure, PutRequest, ResourceModel } from "./model";
import { rulesOf } from "./network-security-group";
import { referenced, referrersTo, withReferences } from "./references";
import { respond } from "./respond";
import { checkSubnets } from "./subnet-checks";

const subnets = childKind("subnets", "network:Subnet");
const peerings = childKind("virtualNetworkPeerings", "network:VirtualNetworkPeering");

export const virtualNetwork: ResourceModel = {
  type: "network:VirtualNetwork",
  put(request) {
    const inline = inlineChildren(request, subnets);
    const kept = childrenOf(request.azure, request.id, subnets).map(({ body }) => body);
    checkSubnets(request.id, request.inputs, inline ?? kept);
    for (const subnet of inline ?? []) checkSubnetReferences(request, subnet);
    if (inline !== undefined) checkRemovedSubnets(request, inline);
    const body: PlainObject = { enableDdosProtection: false, ...respond(request) };
    delete body["subnets"];
    delete body["virtualNetworkPeerings"];
    return body;
  },
  stored(request) {
    replaceChildren(request, subnets, subnetBody);
    replaceChildren(request, peerings);
  },
  view(entry, azure) {
    return {
      subnets: listed(azure, entry.id, subnets).map((subnet) => ({ ...subnet, ...usersOf(azure, subnet["id"]) })),
      virtualNetworkPeerings: listed(azure, entry.id, peerings),
    };
  },
  remove(entry, azure) {
    for (const subnet of childrenOf(azure, entry.id, subnets)) refuseIfUsed(azure, subnet);
  },
};

export const subnet: ResourceModel = {
  type: "network:Subnet",
  put(request) {
    const network = parentOf(request);
    checkSubnets(network.id, network.body, withSiblings(request, network, subnets, request.inputs));
    checkSubnetReferences(request, { ...request.inputs, name: request.name });
    return subnetBody(request);
  },
  stored(request, entry) {
    placeLast(entry, request.azure, subnets);
  },
  view(entry, azure) {
    return usersOf(azure, entry.id);
  },
  remove(entry, azure) {
    refuseIfUsed(azure, entry);
  },
};

function subnetBody(request: PutRequest): PlainObject {
  const body = respond(request);
  return {
    delegations: [],
    privateEndpointNetworkPolicies: "Disabled",
    privateLinkServiceNetworkPolicies: "Enabled",
    ...withReferences(body, "natGateway", "networkSecurityGroup", "routeTable"),
  };
}

function checkSubnetReferences(request: PutRequest, inputs: PlainObject): void {
  for (const name of ["natGateway", "routeTable"]) referenced(request, inputs[name]);
  const group = referenced(request, inputs["networkSecurityGroup"]);
  if (group !== undefined && textAt(inputs, "name") === bastionSubnetName) {
    checkBastionRules(group.id, rulesOf(request.azure, group.id));
  }
}

function checkRemovedSubnets(request: PutRequest, inline: readonly PlainObject[]): void {
  const names = new Set(inline.map((item) => (textAt(item, "name") ?? "").toLowerCase()));
  for (const old of childrenOf(request.azure, request.id, subnets)) {
    if (!names.has(nameOfId(old.id).toLowerCase())) refuseIfUsed(request.azure, old);
  }
}

/** What lives in a subnet, as Azure shows it there. */
function usersOf(azure: Azure, id: unknown): PlainObject {
  if (typeof id !== "string") return {};
  const configurations = referrersTo(azure, id, "network:NetworkInterface").flatMap((entry) =>
    objectsAt(entry.body, "ipConfigurations").flatMap((each) => {
      const own = textAt(each, "id");
      return own !== undefined && textAt(each, "subnet", "id")?.toLowerCase() === id.toLowerCase() ? [{ id: own }] : [];
    }),
  );
  return configurations.length === 0 ? {} : { ipConfigurations: configurations };
}

function refuseIfUsed(azure: Azure, entry: Stored): void {
  const types = ["NetworkInterface", "BastionHost", "PrivateEndpoint", "LoadBalancer"];
  const user = types.flatMap((type) => referrersTo(azure, entry.id, `network:${type}`))[0];
  if (user === undefined) return;
  throw badUse(entry, user);
}

function badUse(entry: Stored, user: Stored): Error {
  return conflict(
    "InUseSubnetCannotBeDeleted",
    `Subnet ${nameOfId(entry.id)} is in use by ${user.id} and cannot be deleted. In order to delete the subnet, delete ` +
      `all the resources within the subnet of ${nameOfId(parentId(entry.id))}.`,
  );
}
