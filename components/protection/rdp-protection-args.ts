import type * as pulumi from "@pulumi/pulumi";
import type { AdoptedExtensionsArgs } from "./adopted-extensions-args";
import type { ProtectedMachineArgs } from "./protected-machine-args";

/** Arguments of RdpProtection. */
export interface RdpProtectionArgs extends ProtectedMachineArgs, AdoptedExtensionsArgs {
  /**
   * Required. ARM id of a virtual machine that runs Windows, in the subscription that the azure-native provider is configured
   * with. It has a system-assigned identity, and the one of `identityResourceId`; where one is missing, the deployment stops
   * and says what to run.
   * @see https://learn.microsoft.com/cli/azure/vm/identity#az-vm-identity-assign
   */
  virtualMachineResourceId: pulumi.Input<string>;
}
