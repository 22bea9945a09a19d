import * as compute from "@pulumi/azure-native/compute";
import * as guestconfiguration from "@pulumi/azure-native/guestconfiguration";
import type * as pulumi from "@pulumi/pulumi";
import type { ConfigurationPlan, ExtensionPlan, ProtectionPlan } from "./protection-plan";

/** Gives a machine both extensions, where they do not come from elsewhere, and its guest configuration. */
export function makeProtection(
  name: string,
  plan: ProtectionPlan,
  vmName: pulumi.Input<string>,
  parent: pulumi.ComponentResource,
): void {
  if (plan.certificateExtension) makeExtension(`${name}-certificate`, plan.certificateExtension, vmName, parent);
  makeConfiguration(name, plan, vmName, parent);
}

/** Gives a machine its guest configuration, and the extension that runs it where that does not come from elsewhere. */
export function makeConfiguration(
  name: string,
  plan: ConfigurationPlan,
  vmName: pulumi.Input<string>,
  parent: pulumi.ComponentResource,
): guestconfiguration.GuestConfigurationAssignment {
  const extension = plan.configurationExtension;
  const agent = extension && makeExtension(`${name}-machine-configuration`, extension, vmName, parent);
  return new guestconfiguration.GuestConfigurationAssignment(
    `${name}-guest-configuration`,
    { ...plan.configuration, vmName },
    { parent, ...(agent && { dependsOn: agent }) },
  );
}

function makeExtension(
  name: string,
  { inputs, adoptedResourceId }: ExtensionPlan,
  vmName: pulumi.Input<string>,
  parent: pulumi.ComponentResource,
): compute.VirtualMachineExtension {
  return new compute.VirtualMachineExtension(
    name,
    { ...inputs, vmName },
    { parent, ...(adoptedResourceId !== undefined && { import: adoptedResourceId, ignoreChanges: asItIs }) },
  );
}

// Pulumi imports nothing that differs from what the program says.
const asItIs = [
  ...["autoUpgradeMinorVersion", "enableAutomaticUpgrade", "location", "protectedSettings", "publisher", "settings"],
  ...["suppressFailures", "tags", "type", "typeHandlerVersion"],
];
