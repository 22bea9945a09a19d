import * as compute from "@pulumi/azure-native/compute";
import * as guestconfiguration from "@pulumi/azure-native/guestconfiguration";
import type * as pulumi from "@pulumi/pulumi";
import type { ExtensionPlan, ProtectionPlan } from "./protection-plan";

/** Gives a machine both extensions, where they do not come from elsewhere, and its guest configuration. */
export function makeProtection(
  name: string,
  plan: ProtectionPlan,
  vmName: pulumi.Input<string>,
  parent: pulumi.ComponentResource,
): void {
  const makeExtension = (role: string, { inputs, adoptedResourceId }: ExtensionPlan) =>
    new compute.VirtualMachineExtension(
      `${name}-${role}`,
      { ...inputs, vmName },
      { parent, ...(adoptedResourceId !== undefined && { import: adoptedResourceId, ignoreChanges: asItIs }) },
    );
  if (plan.certificateExtension) makeExtension("certificate", plan.certificateExtension);
  const agent = plan.configurationExtension && makeExtension("machine-configuration", plan.configurationExtension);
  new guestconfiguration.GuestConfigurationAssignment(
    `${name}-guest-configuration`,
    { ...plan.configuration, vmName },
    { parent, ...(agent && { dependsOn: agent }) },
  );
}

// Pulumi imports nothing that differs from what the program says.
const asItIs = [
  ...["autoUpgradeMinorVersion", "enableAutomaticUpgrade", "location", "protectedSettings", "publisher", "settings"],
  ...["suppressFailures", "tags", "type", "typeHandlerVersion"],
];
