import type { ResourceType } from "./resource-type";

/** How ARM names a type: its resource type, and the inputs that hold its name and its parents' names, outermost first. */
export interface ArmNaming {
  readonly armType: string;
  readonly nameProperties: readonly string[];
}

/** https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations and the SDK's own inputs. */
export const armNaming: Readonly<Record<ResourceType, ArmNaming>> = {
  "resources:ResourceGroup": { armType: "Microsoft.Resources/resourceGroups", nameProperties: ["resourceGroupName"] },
  "network:VirtualNetwork": { armType: "Microsoft.Network/virtualNetworks", nameProperties: ["virtualNetworkName"] },
  "network:Subnet": {
    armType: "Microsoft.Network/virtualNetworks/subnets",
    nameProperties: ["virtualNetworkName", "subnetName"],
  },
  "network:VirtualNetworkPeering": {
    armType: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
    nameProperties: ["virtualNetworkName", "virtualNetworkPeeringName"],
  },
  "network:NetworkSecurityGroup": {
    armType: "Microsoft.Network/networkSecurityGroups",
    nameProperties: ["networkSecurityGroupName"],
  },
  "network:SecurityRule": {
    armType: "Microsoft.Network/networkSecurityGroups/securityRules",
    nameProperties: ["networkSecurityGroupName", "securityRuleName"],
  },
  "network:ApplicationSecurityGroup": {
    armType: "Microsoft.Network/applicationSecurityGroups",
    nameProperties: ["applicationSecurityGroupName"],
  },
  "network:NetworkInterface": {
    armType: "Microsoft.Network/networkInterfaces",
    nameProperties: ["networkInterfaceName"],
  },
  "network:PublicIPAddress": {
    armType: "Microsoft.Network/publicIPAddresses",
    nameProperties: ["publicIpAddressName"],
  },
  "network:NatGateway": { armType: "Microsoft.Network/natGateways", nameProperties: ["natGatewayName"] },
  "network:RouteTable": { armType: "Microsoft.Network/routeTables", nameProperties: ["routeTableName"] },
  "network:Route": { armType: "Microsoft.Network/routeTables/routes", nameProperties: ["routeTableName", "routeName"] },
  "network:LoadBalancer": { armType: "Microsoft.Network/loadBalancers", nameProperties: ["loadBalancerName"] },
  "network:InboundNatRule": {
    armType: "Microsoft.Network/loadBalancers/inboundNatRules",
    nameProperties: ["loadBalancerName", "inboundNatRuleName"],
  },
  "network:BastionHost": { armType: "Microsoft.Network/bastionHosts", nameProperties: ["bastionHostName"] },
  "network:PrivateEndpoint": {
    armType: "Microsoft.Network/privateEndpoints",
    nameProperties: ["privateEndpointName"],
  },
  "network:PrivateDnsZoneGroup": {
    armType: "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
    nameProperties: ["privateEndpointName", "privateDnsZoneGroupName"],
  },
  "network:AzureFirewall": { armType: "Microsoft.Network/azureFirewalls", nameProperties: ["azureFirewallName"] },
  "privatedns:PrivateZone": {
    armType: "Microsoft.Network/privateDnsZones",
    nameProperties: ["privateZoneName"],
  },
  "privatedns:VirtualNetworkLink": {
    armType: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
    nameProperties: ["privateZoneName", "virtualNetworkLinkName"],
  },
  "compute:VirtualMachine": { armType: "Microsoft.Compute/virtualMachines", nameProperties: ["vmName"] },
  "compute:VirtualMachineExtension": {
    armType: "Microsoft.Compute/virtualMachines/extensions",
    nameProperties: ["vmName", "vmExtensionName"],
  },
  "compute:VirtualMachineRunCommandByVirtualMachine": {
    armType: "Microsoft.Compute/virtualMachines/runCommands",
    nameProperties: ["vmName", "runCommandName"],
  },
  "compute:VirtualMachineScaleSet": {
    armType: "Microsoft.Compute/virtualMachineScaleSets",
    nameProperties: ["vmScaleSetName"],
  },
  "compute:VirtualMachineScaleSetExtension": {
    armType: "Microsoft.Compute/virtualMachineScaleSets/extensions",
    nameProperties: ["vmScaleSetName", "vmssExtensionName"],
  },
  "keyvault:Vault": { armType: "Microsoft.KeyVault/vaults", nameProperties: ["vaultName"] },
  "managedidentity:UserAssignedIdentity": {
    armType: "Microsoft.ManagedIdentity/userAssignedIdentities",
    nameProperties: ["resourceName"],
  },
};

const typeByArmType = new Map(
  Object.entries(armNaming).map(([type, naming]) => [naming.armType.toLowerCase(), type] as const),
);

/** The resource type that ARM calls so, in any case; undefined where nobody here reads it. */
export function typeOfArmType(armType: string): ResourceType | undefined {
  return typeByArmType.get(armType.toLowerCase());
}

/** An ARM id taken apart; every part in lower case, because ARM compares ids without regard to case. */
export interface ArmId {
  readonly type: ResourceType | undefined;
  readonly armType: string;
  readonly subscription: string | undefined;
  readonly resourceGroup: string | undefined;
  /** Names from the outermost parent to the resource itself. */
  readonly names: readonly string[];
}

/** Takes an ARM id apart; undefined where the text is not one. */
export function parseArmId(id: string): ArmId | undefined {
  const parts = id.trim().toLowerCase().split("/");
  if (parts[0] !== "" || parts.length < 3) return undefined;
  const after = (word: string): string | undefined => {
    const at = parts.indexOf(word);
    return at > 0 ? parts[at + 1] : undefined;
  };
  const subscription = after("subscriptions");
  const resourceGroup = after("resourcegroups");
  const providers = parts.lastIndexOf("providers");
  if (providers < 0) {
    if (resourceGroup === undefined) return undefined;
    const armType = "microsoft.resources/resourcegroups";
    return { type: typeByArmType.get(armType), armType, subscription, resourceGroup, names: [resourceGroup] };
  }
  const [namespace, ...rest] = parts.slice(providers + 1);
  if (!namespace || rest.length < 2 || rest.length % 2 !== 0) return undefined;
  const armType = [namespace, ...rest.filter((_, index) => index % 2 === 0)].join("/");
  const names = rest.filter((_, index) => index % 2 === 1);
  return { type: typeByArmType.get(armType), armType, subscription, resourceGroup, names };
}
