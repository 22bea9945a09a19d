import type { compute, maintenance, network } from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, checkInput, checkOneOf, checkText, shown } from "../argument-check";
import { planProtection, type ProtectionPlan } from "../protection/protection-plan";
import { checkConnection, type Connection } from "./connection";
import { checkImageSku } from "./images";
import { RdpHostRole } from "./machine-args";
import type { RdpHostArgs } from "./rdp-host-args";
import { checkSize } from "./sizes";
import { checkZone } from "./zones";

/** Inputs of the resources of RdpHost, less the ids by which they refer to each other. */
export interface RdpHostPlan {
  readonly networkInterface: network.NetworkInterfaceArgs;
  readonly machine: compute.VirtualMachineArgs;
  readonly protection: ProtectionPlan;
  /** Absent where no schedule of the caller's tells when the machine is patched. */
  readonly schedule?: Omit<maintenance.ConfigurationAssignmentArgs, "resourceName">;
  readonly connection: Connection;
}

/** @throws ArgumentError with the argument's path and what is allowed; never with a secret */
export function planHost(name: string, args: RdpHostArgs): RdpHostPlan {
  const { resourceGroupName, location, tags = {} } = args;
  const place = { resourceGroupName, location };
  const role = checkOneOf(`${name}: role`, args.role ?? RdpHostRole.Host, Object.values(RdpHostRole));
  return {
    networkInterface: { ...place, tags, ...networkInterface(args) },
    machine: { ...place, tags: { ...tags, rdp904: role }, ...machine(name, args) },
    protection: planProtection(name, args, place),
    ...(args.maintenanceConfigurationResourceId !== undefined && {
      schedule: {
        ...place,
        providerName: "Microsoft.Compute",
        resourceType: "virtualMachines",
        configurationAssignmentName: "rdp904-patching",
        maintenanceConfigurationId: args.maintenanceConfigurationResourceId,
      },
    }),
    connection: checkConnection(name, args),
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
      vmSize: checkSize(`${name}: vmSize`, args.vmSize ?? "Standard_D2s_v5"),
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
      windowsConfiguration: windowsConfiguration(name, args),
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
    ...placement(name, args),
  };
}

function placement(name: string, args: RdpHostArgs): Partial<compute.VirtualMachineArgs> {
  const { availabilityZone: zone, virtualMachineScaleSetResourceId: scaleSet } = args;
  return {
    ...(zone !== undefined && { zones: [checkZone(`${name}: availabilityZone`, zone)] }),
    ...(scaleSet !== undefined && { virtualMachineScaleSet: { id: scaleSet } }),
  };
}

function windowsConfiguration(name: string, args: RdpHostArgs) {
  const { timeZone, maintenanceConfigurationResourceId: schedule, virtualMachineScaleSetResourceId: scaleSet } = args;
  const allowed = "a time zone of Windows, such as W. Europe Standard Time";
  // In a scale set, Azure would patch at all hours (https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching).
  const byPlatform = schedule !== undefined || scaleSet === undefined;
  return {
    provisionVMAgent: true,
    enableAutomaticUpdates: true,
    ...(timeZone !== undefined && {
      timeZone: checkText(
        `${name}: timeZone`,
        timeZone,
        /^(UTC([+-]\d\d)?|[A-Z][\w. ()]+ Time( Zone \d+| \(\w+\))?)$/,
        allowed,
      ),
    }),
    patchSettings: byPlatform
      ? {
          patchMode: "AutomaticByPlatform",
          assessmentMode: "AutomaticByPlatform",
          automaticByPlatformSettings: {
            rebootSetting: "IfRequired",
            ...(schedule !== undefined && { bypassPlatformSafetyChecksOnUserSchedule: true }),
          },
        }
      : { patchMode: "AutomaticByOS", assessmentMode: "ImageDefault" },
  };
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
