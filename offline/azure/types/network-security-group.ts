import { conflict } from "../arm/errors";
import { nameOfId } from "../arm/ids";
import { PlainObject } from "../wire/values";
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
import { referrersTo } from "./references";
import { newEtag, respond } from "./respond";
import { checkSecurityRules } from "./security-rules";

export const securityRules = childKind("securityRules", "network:SecurityRule");

export const networkSecurityGroup: ResourceModel = {
  type: "network:NetworkSecurityGroup",
  put(request) {
    const rules = inlineChildren(request, securityRules);
    if (rules !== undefined) {
      checkSecurityRules(request, request.id, rules);
      checkOnBastionSubnet(request.azure, request.id, rules);
    }
    const body: PlainObject = { ...respond(request), defaultSecurityRules: defaultRules(request.id) };
    delete body["securityRules"];
    return body;
  },
  stored(request) {
    replaceChildren(request, securityRules, ruleBody);
  },
  view(entry, azure) {
    const view: PlainObject = { securityRules: listed(azure, entry.id, securityRules) };
    for (const [name, type] of Object.entries({ networkInterfaces: "NetworkInterface", subnets: "Subnet" })) {
      const users = referrersTo(azure, entry.id, `network:${type}`);
      if (users.length > 0) view[name] = users.map(({ id }) => ({ id }));
    }
    return view;
  },
  remove(entry, azure) {
    const user = [
      ...referrersTo(azure, entry.id, "network:NetworkInterface"),
      ...referrersTo(azure, entry.id, "network:Subnet"),
    ][0];
    if (user === undefined) return;
    throw conflict(
      "InUseNetworkSecurityGroupCannotBeDeleted",
      `Network security group ${entry.id} cannot be deleted because it is in use by the following resources: ${user.id}. ` +
        "In order to delete the Network security group, remove the association with the resource(s).",
    );
  },
};

export const securityRule: ResourceModel = {
  type: "network:SecurityRule",
  put(request) {
    const group = parentOf(request);
    const rules = withSiblings(request, group, securityRules, request.inputs);
    checkSecurityRules(request, group.id, rules);
    checkOnBastionSubnet(request.azure, group.id, rules);
    return ruleBody(request);
  },
  stored(request, entry) {
    placeLast(entry, request.azure, securityRules);
  },
};

/** Azure answers the plural properties of a rule even where only the singular ones were sent. */
const emptyLists: PlainObject = {
  sourceAddressPrefixes: [],
  sourcePortRanges: [],
  destinationAddressPrefixes: [],
  destinationPortRanges: [],
};

function ruleBody(request: PutRequest): PlainObject {
  return { ...emptyLists, ...respond(request) };
}

/** The rules that a group has now, for the subnet that takes it. */
export function rulesOf(azure: Azure, groupId: string): PlainObject[] {
  return childrenOf(azure, groupId, securityRules).map(({ body }) => body);
}

function checkOnBastionSubnet(azure: Azure, groupId: string, rules: readonly PlainObject[]): void {
  const subnets = referrersTo(azure, groupId, "network:Subnet");
  if (subnets.some(({ id }) => nameOfId(id) === bastionSubnetName)) checkBastionRules(groupId, rules);
}

type DefaultRule = readonly [
  name: string,
  access: string,
  direction: string,
  priority: number,
  from: string,
  to: string,
];

const defaults: readonly DefaultRule[] = [
  ["AllowVnetInBound", "Allow", "Inbound", 65000, "VirtualNetwork", "VirtualNetwork"],
  ["AllowAzureLoadBalancerInBound", "Allow", "Inbound", 65001, "AzureLoadBalancer", "*"],
  ["DenyAllInBound", "Deny", "Inbound", 65500, "*", "*"],
  ["AllowVnetOutBound", "Allow", "Outbound", 65000, "VirtualNetwork", "VirtualNetwork"],
  ["AllowInternetOutBound", "Allow", "Outbound", 65001, "*", "Internet"],
  ["DenyAllOutBound", "Deny", "Outbound", 65500, "*", "*"],
];

function defaultRules(groupId: string): PlainObject[] {
  return defaults.map(([name, access, direction, priority, from, to]) => ({
    id: `${groupId}/defaultSecurityRules/${name}`,
    name,
    type: "Microsoft.Network/networkSecurityGroups/defaultSecurityRules",
    etag: newEtag(),
    provisioningState: "Succeeded",
    access,
    direction,
    priority,
    protocol: "*",
    sourceAddressPrefix: from,
    sourcePortRange: "*",
    destinationAddressPrefix: to,
    destinationPortRange: "*",
    ...emptyLists,
  }));
}
