import * as network from "@pulumi/azure-native/network";
import * as resources from "@pulumi/azure-native/resources";

const { name: resourceGroupName } = new resources.ResourceGroup("network-team", {
  resourceGroupName: "rg-network-team",
});

const egressAddress = new network.PublicIPAddress("egress", {
  resourceGroupName,
  sku: { name: "Standard" },
  publicIPAllocationMethod: "Static",
});
const egress = new network.NatGateway("egress", {
  resourceGroupName,
  sku: { name: "Standard" },
  publicIpAddresses: [{ id: egressAddress.id }],
});
const shared = new network.VirtualNetwork("shared", {
  resourceGroupName,
  virtualNetworkName: "vnet-shared",
  addressSpace: { addressPrefixes: ["10.70.0.0/16"] },
});
const desktops = new network.Subnet("desktops", {
  resourceGroupName,
  virtualNetworkName: shared.name,
  subnetName: "snet-desktops",
  addressPrefix: "10.70.4.0/24",
  defaultOutboundAccess: false,
  natGateway: { id: egress.id },
  serviceEndpoints: [{ service: "Microsoft.KeyVault" }],
});

/** What the other stack is given as `hostSubnetResourceId`. */
export const hostSubnetResourceId = desktops.id;
