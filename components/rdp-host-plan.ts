import type { compute, guestconfiguration, network } from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { parseVaultObjectUrl } from "../policies/model/certificate/secret-url";
import { ArgumentError, checkInput, checkText, checkWhole, shown } from "./argument-check";
import type { RdpHostArgs } from "./rdp-host-args";
import { guestConfiguration } from "./rdp-host-guest-configuration";

/** Inputs of the resources of RdpHost, less the ids by which they refer to each other. */
export interface RdpHostPlan {
  readonly networkInterface: network.NetworkInterfaceArgs;
  readonly machine: compute.VirtualMachineArgs;
  readonly certificateExtension: Omit<compute.VirtualMachineExtensionArgs, "vmName">;
  readonly configurationExtension: Omit<compute.VirtualMachineExtensionArgs, "vmName">;
  readonly configuration: Omit<guestconfiguration.GuestConfigurationAssignmentArgs, "vmName">;
}

/** @throws ArgumentError with the argument's path and what is allowed; never with a secret */
export function planHost(name: string, args: RdpHostArgs): RdpHostPlan {
  const { resourceGroupName, location, tags = {} } = args;
  const base = { resourceGroupName, location };
  return {
    networkInterface: { ...base, tags, ...networkInterface(args) },
    machine: { ...base, tags: { ...tags, rdp904: "host" }, ...machine(name, args) },
    certificateExtension: { ...base, tags, ...certificateExtension(name, args) },
    configurationExtension: {
      ...base,
      tags,
      // The agent is found by this name only.
      vmExtensionName: "AzurePolicyforWindows",
      publisher: "Microsoft.GuestConfiguration",
      type: "ConfigurationforWindows",
      typeHandlerVersion: "1.0",
      autoUpgradeMinorVersion: true,
      enableAutomaticUpgrade: true,
      settings: {},
    },
    configuration: { ...base, ...guestConfiguration(name, args) },
  };
}

function networkInterface(args: RdpHostArgs): Partial<network.NetworkInterfaceArgs> {
  const {
    subnetResourceId,
    networkInterfaceSecurityGroupResourceId: group,
    applicationSecurityGroupResourceIds,
  } = args;
  const references = (ids: readonly pulumi.Input<string>[]) => ids.map((id) => ({ id }));
  const groups = applicationSecurityGroupResourceIds ?? [];
  return {
    ...(group !== undefined && { networkSecurityGroup: { id: group } }),
    ipConfigurations: [
      {
        name: "primary",
        subnet: { id: subnetResourceId },
        privateIPAllocationMethod: "Dynamic",
        // In a preview, a list of unknown length would hide that there is none.
        ...(Array.isArray(groups)
          ? groups.length > 0 && { applicationSecurityGroups: references(groups) }
          : { applicationSecurityGroups: pulumi.output(groups).apply(references) }),
      },
    ],
  };
}

const reservedNames = new Set(
  (
    "administrator admin user user1 test user2 test1 user3 admin1 1 123 a actuser adm admin2 aspnet backup console " +
    "david guest john owner root server sql support support_388945a0 sys test2 test3 user4 user5"
  ).split(" "),
);

function machine(name: string, args: RdpHostArgs): Partial<compute.VirtualMachineArgs> {
  const adminUsername = checkText(
    `${name}: adminUsername`,
    args.adminUsername,
    /^(?=.{1,20}$)[^\s"/\\[\]:|<>+=;,?*@&]+(?<!\.)$/,
    '1 to 20 characters without spaces and "/\\[]:|<>+=;,?*@&, and no dot last',
  );
  if (reservedNames.has(adminUsername.toLowerCase())) {
    throw new ArgumentError(`${name}: adminUsername`, shown(adminUsername), "a name that Azure does not reserve");
  }
  return {
    hardwareProfile: {
      vmSize: checkText(`${name}: vmSize`, args.vmSize ?? "Standard_D2s_v5", /^\w+$/, "a size such as Standard_D2s_v5"),
    },
    osProfile: {
      computerName: checkText(
        `${name}: computerName`,
        args.computerName ?? name,
        /^(?=.{1,15}$)(?!\d+$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/,
        "1 to 15 letters, digits and hyphens, not digits alone and no hyphen first or last",
      ),
      adminUsername,
      adminPassword: secretPassword(`${name}: adminPassword`, args.adminPassword),
      allowExtensionOperations: true,
      windowsConfiguration: {
        provisionVMAgent: true,
        enableAutomaticUpdates: true,
        patchSettings: { patchMode: "AutomaticByPlatform", assessmentMode: "AutomaticByPlatform" },
      },
    },
    storageProfile: {
      imageReference: {
        publisher: "MicrosoftWindowsServer",
        offer: "WindowsServer",
        sku: checkImageSku(`${name}: imageSku`, args.imageSku ?? "2022-datacenter-azure-edition"),
        version: "latest",
      },
      osDisk: {
        createOption: "FromImage",
        managedDisk: { storageAccountType: "Premium_LRS" },
        // Otherwise the disk of a replaced or removed host stays behind, and nothing knows it.
        deleteOption: "Delete",
      },
    },
    securityProfile: { securityType: "TrustedLaunch", uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } },
    // The serial console, which is the way in when RDP fails, needs it.
    diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [args.identityResourceId] },
  };
}

function checkImageSku(path: string, value: unknown): string {
  const allowed =
    "a generation 2 SKU of 2019 or later, such as 2022-datacenter-azure-edition or 2019-datacenter-gensecond";
  const sku = checkText(path, value, /^20(19|2\d)-datacenter[a-z0-9-]*$/i, allowed);
  const generation2 = /-azure-edition|-g2$|-gensecond$/i.test(sku) || /^2025-/.test(sku);
  if (!generation2) throw new ArgumentError(path, shown(sku), allowed);
  return sku;
}

function secretPassword(path: string, password: pulumi.Input<string>): pulumi.Output<string> {
  const allowed = "12 to 123 characters with three of lower case, upper case, digits and symbols";
  if ((password as unknown) === undefined) throw new ArgumentError(path, "is missing", allowed);
  const check = (text: string): string => {
    const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(text)).length;
    if (typeof text === "string" && text.length >= 12 && text.length <= 123 && kinds >= 3) return text;
    throw new ArgumentError(path, "(not shown) does not fit", allowed);
  };
  return pulumi.secret(checkInput(password, check));
}

function certificateExtension(name: string, args: RdpHostArgs): Partial<compute.VirtualMachineExtensionArgs> {
  const url = checkInput(args.certificateSecretUrl, (text) => {
    const parsed = typeof text === "string" ? parseVaultObjectUrl(text) : undefined;
    if (parsed?.collection === "secrets" && parsed.version === undefined) return text;
    const allowed = "https://<vault>.vault.azure.net/secrets/<certificate>, without a version (RDP904-041)";
    throw new ArgumentError(`${name}: certificateSecretUrl`, shown(text), allowed);
  });
  const polling = checkWhole(
    `${name}: certificatePollingIntervalSeconds`,
    args.certificatePollingIntervalSeconds ?? 3600,
    { min: 300, max: 3600, unit: "seconds" },
  );
  return {
    vmExtensionName: "KeyVaultForWindows",
    publisher: "Microsoft.Azure.KeyVault",
    type: "KeyVaultForWindows",
    // Not 4.0: it keeps keys where no file can grant NETWORK SERVICE to read them. Nor does Azure upgrade to it by itself.
    typeHandlerVersion: "3.0",
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: false,
    settings: {
      secretsManagementSettings: {
        pollingIntervalInS: String(polling),
        linkOnRenewal: true,
        requireInitialSync: true,
        observedCertificates: [
          { url, certificateStoreName: "MY", certificateStoreLocation: "LocalMachine", accounts: ["Network Service"] },
        ],
      },
      authenticationSettings: {
        msiEndpoint: "http://169.254.169.254/metadata/identity/oauth2/token",
        msiClientId: args.identityClientId,
      },
    },
  };
}
