import * as azure from "@pulumi/azure";
import * as compute from "@pulumi/azure-native/compute";
import * as network from "@pulumi/azure-native/network";
import { authorization, keyvault, managedidentity, resources, types } from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { assignGuestConfiguration, deliverCertificate, host } from "./host";

const config = new pulumi.Config();
const vaultName = config.require("vaultName");
const administrators = "10.20.0.0/16";
const certificateName = "rdp-listener";

const { name: resourceGroupName } = new resources.ResourceGroup("ops", { resourceGroupName: "rg-ops-dev" });

// --- Network: one subnet and one network security group for each host -----------------------------------------------

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
const vnet = new network.VirtualNetwork("ops", {
  resourceGroupName,
  addressSpace: { addressPrefixes: ["10.60.0.0/22"] },
});
new network.VirtualNetworkPeering("to-hub", {
  resourceGroupName,
  virtualNetworkName: vnet.name,
  remoteVirtualNetwork: { id: config.require("hubNetworkId") },
  allowForwardedTraffic: true,
  useRemoteGateways: true,
});

type Rule = types.input.network.SecurityRuleArgs;

function rdp(name: string, priority: number, access: "Allow" | "Deny", sourceAddressPrefix: string): Rule {
  return {
    name,
    priority,
    access,
    direction: "Inbound",
    protocol: "*",
    sourceAddressPrefix,
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "3389",
  };
}

function subnet(name: string, addressPrefix: string, rules: Rule[]): network.Subnet {
  const rest = rdp("deny-everything-else", 4096, "Deny", "*");
  const group = new network.NetworkSecurityGroup(name, {
    resourceGroupName,
    securityRules: [...rules, { ...rest, destinationPortRange: "*" }],
  });
  return new network.Subnet(name, {
    resourceGroupName,
    virtualNetworkName: vnet.name,
    addressPrefix,
    networkSecurityGroup: { id: group.id },
    natGateway: { id: egress.id },
    defaultOutboundAccess: false,
  });
}

const allowAdministrators = rdp("allow-rdp-from-administrators", 300, "Allow", administrators);

const jumpSubnet = subnet("jump", "10.60.0.0/27", [
  // 022: a penetration test had read a token from the metadata service
  {
    ...rdp("deny-metadata-service", 200, "Deny", "*"),
    direction: "Outbound",
    destinationAddressPrefix: "AzurePlatformIMDS",
    destinationPortRange: "*",
  },
  allowAdministrators,
  rdp("allow-rdp-from-office", 310, "Allow", "203.0.113.0/24"),
  // 003: meant for one evening of work from home
  rdp("allow-rdp-temporarily", 320, "Allow", "Internet"),
]);
const appSubnet = subnet("app", "10.60.1.0/24", [
  // 002: the baseline against lateral movement stands above the rule for the administrators
  rdp("deny-lateral-rdp", 200, "Deny", "10.0.0.0/8"),
  allowAdministrators,
]);
// 001: the database administrators of 10.30.8.0/24 are clients of this host too
const sqlSubnet = subnet("sql", "10.60.2.0/25", [allowAdministrators]);
const filesSubnet = subnet("files", "10.60.2.128/25", [allowAdministrators]);

// --- Certificate: issued and renewed in the vault, read by the identity of the hosts ---------------------------------

const deployer = authorization.getClientConfigOutput();
const vault = new keyvault.Vault("ops", {
  resourceGroupName,
  vaultName,
  properties: {
    tenantId: deployer.tenantId,
    sku: { family: "A", name: "standard" },
    enableRbacAuthorization: true,
    publicNetworkAccess: "Enabled",
  },
});

function grant(name: string, principalId: pulumi.Input<string>, role: string, principalType?: string) {
  return new authorization.RoleAssignment(name, {
    scope: vault.id,
    principalId,
    ...(principalType && { principalType }),
    roleDefinitionId: pulumi.interpolate`/subscriptions/${deployer.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
  });
}

const officer = grant("deployer-is-certificates-officer", deployer.objectId, "a4417e6f-fecd-4de8-b567-7b0420556985");
const certificate = new azure.keyvault.Certificate(
  "rdp-listener",
  {
    name: certificateName,
    keyVaultId: vault.id,
    certificatePolicy: {
      issuerParameters: { name: "Self" },
      keyProperties: { keyType: "RSA", keySize: 2048, exportable: true, reuseKey: false },
      secretProperties: { contentType: "application/x-pkcs12" },
      x509CertificateProperties: {
        subject: "CN=rdp.ops.example.net",
        subjectAlternativeNames: { dnsNames: ["rdp.ops.example.net"] },
        extendedKeyUsages: ["1.3.6.1.4.1.311.54.1.2"],
        keyUsages: ["digitalSignature", "keyEncipherment"],
        validityInMonths: 12,
      },
      lifetimeActions: [{ action: { actionType: "AutoRenew" }, trigger: { daysBeforeExpiry: 90 } }],
    },
  },
  { dependsOn: officer },
);

const hostsIdentity = new managedidentity.UserAssignedIdentity("hosts", { resourceGroupName });
const hostsRead = grant(
  "hosts-read-secrets",
  hostsIdentity.principalId,
  "4633458b-17de-408a-b874-0445c86b69e6",
  "ServicePrincipal",
);
// 049: the database team wanted an identity of its own, and nobody granted it anything
const sqlIdentity = new managedidentity.UserAssignedIdentity("sql", { resourceGroupName });

// --- Hosts ------------------------------------------------------------------------------------------------------------

const jumpAddress = new network.PublicIPAddress("jump", {
  resourceGroupName,
  sku: { name: "Standard" },
  publicIPAllocationMethod: "Static",
});
const jump = host("jump", {
  resourceGroupName,
  subnet: jumpSubnet,
  identity: hostsIdentity,
  publicIPAddress: jumpAddress,
});
const app = host("app", { resourceGroupName, subnet: appSubnet, identity: hostsIdentity });
const sql = host("sql", { resourceGroupName, subnet: sqlSubnet, identity: sqlIdentity });
const files = host("files", { resourceGroupName, subnet: filesSubnet, identity: hostsIdentity });

const secretUrl = `https://${vaultName}.vault.azure.net/secrets/${certificateName}`;
const delivery = { resourceGroupName, secretUrl, identity: hostsIdentity, accounts: ["Network Service"] };
const afterGrants = { dependsOn: [certificate, hostsRead] };

// 040: nobody came back to files, which was the last host
deliverCertificate("jump", jump, delivery, afterGrants);
// 043: copied from a service that runs under another account
deliverCertificate("app", app, { ...delivery, accounts: ["Local Service"] }, afterGrants);
deliverCertificate("sql", sql, { ...delivery, identity: sqlIdentity }, afterGrants);

// 048 and 060: the jump host was added later
assignGuestConfiguration("app", app, resourceGroupName);
assignGuestConfiguration("sql", sql, resourceGroupName);
assignGuestConfiguration("files", files, resourceGroupName);

// 063: a scanner reported Everyone on a folder, and the finding had to go
new compute.VirtualMachineRunCommandByVirtualMachine("files-hardening", {
  resourceGroupName,
  vmName: files.name,
  runCommandName: "hardening",
  treatFailureAsDeploymentFailure: true,
  source: {
    script: [
      "$ErrorActionPreference = 'Stop'",
      "Set-SmbServerConfiguration -EnableSMB1Protocol $false -Force",
      'auditpol /set /subcategory:"Logon" /success:enable /failure:enable',
      'icacls "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys" /reset /T /C',
    ].join("\n"),
  },
});

// 071: an old thin client could not connect, until somebody found this on a forum
new compute.VirtualMachineRunCommandByVirtualMachine("app-thin-clients", {
  resourceGroupName,
  vmName: app.name,
  runCommandName: "thin-clients",
  treatFailureAsDeploymentFailure: true,
  source: {
    script: [
      "$listener = 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp'",
      "Set-ItemProperty -Path $listener -Name SecurityLayer -Value 0 -Type DWord",
      "Restart-Service -Name TermService -Force",
    ].join("\n"),
  },
});
