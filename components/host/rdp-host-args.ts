import type * as pulumi from "@pulumi/pulumi";
import type { AdoptedExtensionsArgs } from "../protection/adopted-extensions-args";
import type { MachineArgs } from "./machine-args";

/** Arguments of RdpHost. */
export interface RdpHostArgs extends MachineArgs, AdoptedExtensionsArgs {
  /**
   * Optional. Name of the computer in Windows: 1 to 15 letters, digits and hyphens, not digits alone.
   * @default the name of the component, which then has to fit
   */
  computerName?: string;
  /**
   * Optional. Availability zone of the region: 1, 2 or 3.
   * @default none; Azure chooses
   * @see https://learn.microsoft.com/azure/reliability/availability-zones-overview
   */
  availabilityZone?: string;
  /**
   * Optional. ARM id of a Flexible scale set that the host joins, in the same resource group and of the same zones.
   * @default none
   * @see https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-attach-detach-vm
   */
  virtualMachineScaleSetResourceId?: pulumi.Input<string>;
}
