import * as compute from "@pulumi/azure-native/compute";
import * as network from "@pulumi/azure-native/network";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const identityResourceIds = config.requireObject<string[]>("identityResourceIds");
const { name: resourceGroupName } = new resources.ResourceGroup("desktop-team", {
  resourceGroupName: "rg-desktop-team",
});

const { id: securityGroupId } = new network.NetworkSecurityGroup("desktops", {
  resourceGroupName,
  securityRules: [
    {
      name: "allow-rdp",
      description: "Lets the office reach the desktops by RDP.",
      priority: 300,
      direction: "Inbound",
      access: "Allow",
      protocol: "*",
      sourceAddressPrefix: "10.20.0.0/16",
      sourcePortRange: "*",
      destinationAddressPrefix: "*",
      destinationPortRange: "3389",
    },
  ],
});
const { name: virtualNetworkName } = new network.VirtualNetwork("desktops", {
  resourceGroupName,
  virtualNetworkName: "vnet-desktops",
  addressSpace: { addressPrefixes: ["10.80.0.0/24"] },
});
const subnet = new network.Subnet("desktops", {
  resourceGroupName,
  virtualNetworkName,
  subnetName: "snet-desktops",
  addressPrefix: "10.80.0.0/26",
  networkSecurityGroup: { id: securityGroupId },
  serviceEndpoints: [{ service: "Microsoft.KeyVault" }],
});
const card = new network.NetworkInterface("desktop-7", {
  resourceGroupName,
  ipConfigurations: [{ name: "primary", subnet: { id: subnet.id } }],
});
const machine = new compute.VirtualMachine(
  "desktop-7",
  {
    resourceGroupName,
    vmName: "desktop-7",
    hardwareProfile: { vmSize: "Standard_D2s_v5" },
    networkProfile: { networkInterfaces: [{ id: card.id }] },
    osProfile: {
      computerName: "desktop-7",
      adminUsername: "operator",
      adminPassword: config.requireSecret("adminPassword"),
    },
    storageProfile: {
      imageReference: {
        publisher: "MicrosoftWindowsServer",
        offer: "WindowsServer",
        sku: "2022-datacenter-azure-edition",
        version: "latest",
      },
      osDisk: { createOption: "FromImage" },
    },
    ...(identityResourceIds.length > 0 && {
      identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: identityResourceIds },
    }),
  },
  { additionalSecretOutputs: ["osProfile"] },
);

/** What the other stack is given as `hostSubnetResourceId`. */
export const hostSubnetResourceId = subnet.id;
/** What the other stack is given as `virtualMachineResourceId`. */
export const virtualMachineResourceId = machine.id;
