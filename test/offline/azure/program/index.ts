import * as azure from "@pulumi/azure";
import * as native from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const { objectId, tenantId } = native.authorization.getClientConfigOutput();
const role = (guid: string): string => `/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

const rg = new native.resources.ResourceGroup("rg", { location: "westeurope" });
const common = { resourceGroupName: rg.name };

const nsg = new native.network.NetworkSecurityGroup("nsg", common);
new native.network.SecurityRule("rdp", {
  ...common,
  networkSecurityGroupName: nsg.name,
  priority: config.getNumber("priority") ?? 300,
  direction: "Inbound",
  access: "Allow",
  protocol: "Tcp",
  sourceAddressPrefix: "10.0.0.0/8",
  sourcePortRange: "*",
  destinationAddressPrefix: "*",
  destinationPortRange: "3389",
});
const vnet = new native.network.VirtualNetwork("vnet", {
  ...common,
  addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
  subnets: [{ name: "hosts", addressPrefix: "10.1.0.0/24", networkSecurityGroup: { id: nsg.id } }],
});
const nic = new native.network.NetworkInterface("nic", {
  ...common,
  networkInterfaceName: config.get("nicName"),
  ipConfigurations: [{ name: "ip", subnet: { id: vnet.subnets.apply((all) => all?.[0]?.id ?? "") } }],
});

const reader = new native.managedidentity.UserAssignedIdentity("reader", common);
const vault = new native.keyvault.Vault("kv", {
  ...common,
  properties: { tenantId, sku: { family: "A", name: "standard" }, enableRbacAuthorization: true },
});
const officer = new native.authorization.RoleAssignment("officer", {
  scope: vault.id,
  principalId: objectId,
  principalType: "ServicePrincipal",
  roleDefinitionId: role("a4417e6f-fecd-4de8-b567-7b0420556985"),
});
const certificate = new azure.keyvault.Certificate(
  "rdp",
  {
    keyVaultId: vault.id,
    certificatePolicy: {
      issuerParameters: { name: "Self" },
      keyProperties: { exportable: true, keySize: 2048, keyType: "RSA", reuseKey: false },
      secretProperties: { contentType: "application/x-pkcs12" },
      x509CertificateProperties: { keyUsages: ["digitalSignature"], subject: "CN=host", validityInMonths: 12 },
    },
  },
  { dependsOn: [officer] },
);

const vm = new native.compute.VirtualMachine("vm", {
  ...common,
  identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [reader.id] },
  networkProfile: { networkInterfaces: [{ id: nic.id }] },
  osProfile: {
    computerName: "host",
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
});
new native.compute.VirtualMachineExtension("KeyVault", {
  ...common,
  vmName: vm.name,
  publisher: "Microsoft.Azure.KeyVault",
  type: "KeyVaultForWindows",
  typeHandlerVersion: "3.0",
  settings: { secretsManagementSettings: { observedCertificates: [{ url: certificate.versionlessSecretId }] } },
});

// Types outside the model, and the two other ways in which a token may name a version.
new native.operationalinsights.Workspace("logs", common);
class AnyResource extends pulumi.CustomResource {}
new AnyResource("azure-native:network/v20230901:RouteTable", "versioned", common);
new AnyResource("azure-native_network_v20230901:network:RouteTable", "local-package", common);

export const address = nic.ipConfigurations.apply((all) => all?.[0]?.privateIPAddress);
