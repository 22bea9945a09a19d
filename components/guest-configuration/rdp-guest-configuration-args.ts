import type * as pulumi from "@pulumi/pulumi";
import type { AdoptedConfigurationExtensionArgs } from "../protection/adopted-extensions-args";
import type { GuestConfigurationArgs } from "./guest-configuration-args";

/** Arguments of RdpGuestConfiguration. */
export interface RdpGuestConfigurationArgs extends GuestConfigurationArgs, AdoptedConfigurationExtensionArgs {
  /** Required. Name of the resource group of the machine. */
  resourceGroupName: pulumi.Input<string>;
  /**
   * Required. Name of the virtual machine. It has a system-assigned identity, without which nothing is configured, and a
   * Windows of Server 2019 or later for x64 processors.
   * @see https://learn.microsoft.com/azure/governance/machine-configuration/overview/02-setup-prerequisites
   */
  virtualMachineName: pulumi.Input<string>;
  /**
   * Optional. Azure region of the machine.
   * @default the region that the azure-native provider is configured with
   */
  location?: pulumi.Input<string>;
}
