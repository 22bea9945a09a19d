import * as compute from "@pulumi/azure-native/compute";
import * as network from "@pulumi/azure-native/network";
import { guestconfiguration, managedidentity } from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import guestPackage from "./guest-package.json";

const config = new pulumi.Config();

/** What a host of this team consists of. */
export interface Placement {
  resourceGroupName: pulumi.Input<string>;
  subnet: network.Subnet;
  identity: managedidentity.UserAssignedIdentity;
  publicIPAddress?: network.PublicIPAddress;
}

/** A Windows host with one interface. */
export function host(
  name: string,
  { resourceGroupName, subnet, identity, publicIPAddress }: Placement,
): compute.VirtualMachine {
  const nic = new network.NetworkInterface(name, {
    resourceGroupName,
    ipConfigurations: [
      {
        name: "primary",
        subnet: { id: subnet.id },
        privateIPAllocationMethod: "Dynamic",
        ...(publicIPAddress && { publicIPAddress: { id: publicIPAddress.id } }),
      },
    ],
  });
  return new compute.VirtualMachine(name, {
    resourceGroupName,
    hardwareProfile: { vmSize: "Standard_D2s_v5" },
    identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [identity.id] },
    networkProfile: { networkInterfaces: [{ id: nic.id, primary: true }] },
    osProfile: {
      computerName: name,
      adminUsername: config.require("adminUsername"),
      adminPassword: config.requireSecret("adminPassword"),
      allowExtensionOperations: true,
      windowsConfiguration: { provisionVMAgent: true, enableAutomaticUpdates: true },
    },
    securityProfile: {
      securityType: "TrustedLaunch",
      uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
    },
    storageProfile: {
      imageReference: {
        publisher: "MicrosoftWindowsServer",
        offer: "WindowsServer",
        sku: "2022-datacenter-azure-edition",
        version: "latest",
      },
      osDisk: { createOption: "FromImage", managedDisk: { storageAccountType: "Premium_LRS" } },
    },
    diagnosticsProfile: { bootDiagnostics: { enabled: true } },
  });
}

/** Which certificate a host gets, who fetches it and which accounts may read its key. */
export interface Delivery {
  resourceGroupName: pulumi.Input<string>;
  secretUrl: string;
  identity: managedidentity.UserAssignedIdentity;
  accounts: string[];
}

/** Key Vault extension: brings the certificate and its renewals. */
export function deliverCertificate(
  name: string,
  vm: compute.VirtualMachine,
  { resourceGroupName, secretUrl, identity, accounts }: Delivery,
  opts: pulumi.CustomResourceOptions,
): void {
  new compute.VirtualMachineExtension(
    `${name}-certificate`,
    {
      resourceGroupName,
      vmName: vm.name,
      vmExtensionName: "KeyVaultForWindows",
      publisher: "Microsoft.Azure.KeyVault",
      type: "KeyVaultForWindows",
      typeHandlerVersion: "3.0",
      autoUpgradeMinorVersion: true,
      enableAutomaticUpgrade: true,
      settings: {
        secretsManagementSettings: {
          pollingIntervalInS: "3600",
          observedCertificates: [
            {
              url: secretUrl,
              certificateStoreName: "MY",
              certificateStoreLocation: "LocalMachine",
              accounts,
            },
          ],
        },
        authenticationSettings: {
          msiEndpoint: "http://169.254.169.254/metadata/identity/oauth2/token",
          msiClientId: identity.clientId,
        },
      },
    },
    opts,
  );
}

/** Guest configuration: keeps the access lists of the machine keys, and binds renewed certificates. */
export function assignGuestConfiguration(
  name: string,
  vm: compute.VirtualMachine,
  resourceGroupName: pulumi.Input<string>,
): void {
  const agent = new compute.VirtualMachineExtension(`${name}-machine-configuration`, {
    resourceGroupName,
    vmName: vm.name,
    vmExtensionName: "AzurePolicyforWindows",
    publisher: "Microsoft.GuestConfiguration",
    type: "ConfigurationforWindows",
    typeHandlerVersion: "1.0",
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
  });
  new guestconfiguration.GuestConfigurationAssignment(
    `${name}-guest-configuration`,
    {
      resourceGroupName,
      vmName: vm.name,
      guestConfigurationAssignmentName: "Rdp904",
      name: "Rdp904",
      properties: {
        guestConfiguration: {
          name: "Rdp904",
          version: "1.2.0",
          kind: "DSC",
          ...guestPackage,
          assignmentType: "ApplyAndAutoCorrect",
        },
      },
    },
    { dependsOn: agent },
  );
}
