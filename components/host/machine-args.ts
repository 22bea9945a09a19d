import type * as pulumi from "@pulumi/pulumi";
import type { ProtectedMachineArgs } from "../protection/protected-machine-args";

/** What a machine is for, as its tag `rdp904` says it. */
export const RdpHostRole = {
  /** People work on it by RDP. */
  Host: "host",
  /** It is an RD Gateway, through which people come to hosts. */
  Gateway: "gateway",
} as const;
export type RdpHostRole = (typeof RdpHostRole)[keyof typeof RdpHostRole];

/** What every machine is given that is made here: by itself, or in a scale set. */
export interface MachineArgs extends ProtectedMachineArgs {
  /** Required. Name of the resource group. */
  resourceGroupName: pulumi.Input<string>;
  /** Required. ARM id of the subnet, such as `hostSubnetResourceId` of an RdpNetwork. */
  subnetResourceId: pulumi.Input<string>;
  /**
   * Conditional. ARM id of a network security group for the network interface. Required if the subnet has none that admits the
   * clients, as beside an RdpNetwork for a subnet that exists (its `networkInterfaceSecurityGroupResourceId`).
   * @default none; the subnet has one
   */
  networkInterfaceSecurityGroupResourceId?: pulumi.Input<string>;
  /**
   * Optional. ARM ids of application security groups that the host joins, such as `hostGroupResourceIds` of an RdpNetwork. Up
   * to 20, all of them in the network of the host.
   * @default []
   */
  applicationSecurityGroupResourceIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Required. Name of the local administrator: up to 20 characters, none of the names that Azure reserves, such as `admin`.
   * @see https://learn.microsoft.com/azure/virtual-machines/windows/faq
   */
  adminUsername: string;
  /**
   * Required. Password of the local administrator: 12 to 123 characters with three of lower case, upper case, digits and
   * symbols. Always kept as a secret.
   */
  adminPassword: pulumi.Input<string>;
  /**
   * Optional. What the machine is for: host, or gateway for an RD Gateway in the gateway's subnet of an RdpNetwork.
   * @default "host"
   */
  role?: RdpHostRole;
  /**
   * Optional. Azure region.
   * @default the region that the azure-native provider is configured with
   */
  location?: pulumi.Input<string>;
  /**
   * Optional. Size of the machine, of x64 processors and capable of Premium storage (an `s` in its name), with 2 GiB of memory at
   * least; one that supports Trusted launch.
   * @default "Standard_D2s_v5"
   * @see https://learn.microsoft.com/azure/virtual-machines/trusted-launch
   */
  vmSize?: string;
  /**
   * Optional. SKU of the image in `MicrosoftWindowsServer:WindowsServer`: a generation 2 image of Windows Server 2019 or later.
   * @default "2022-datacenter-azure-edition"
   */
  imageSku?: string;
  /**
   * Optional. Time zone of Windows, such as `W. Europe Standard Time`. Azure patches outside its peak hours.
   * @default UTC
   * @see https://learn.microsoft.com/windows-hardware/manufacture/desktop/default-time-zones
   */
  timeZone?: string;
  /**
   * Optional. ARM id of a maintenance configuration of the scope InGuestPatch, by whose schedule the machine is patched and
   * restarted, and at no other time.
   * @default none; Azure patches a machine of its own outside peak hours, and Windows itself one in a scale set
   * @see https://learn.microsoft.com/azure/virtual-machines/maintenance-configurations
   */
  maintenanceConfigurationResourceId?: pulumi.Input<string>;
  /**
   * Optional. ARM id of the Bastion by which people come, such as `bastionResourceId` of an RdpNetwork. It decides what is said
   * to be typed.
   * @default none
   */
  bastionResourceId?: pulumi.Input<string>;
  /**
   * Optional. DNS name of the RD Gateway by which people come. It decides what is said to be typed.
   * @default none
   */
  gatewayName?: string;
}
