import { guestPackages } from "../../../policies/model/guest-packages";
import { ref, type Declared } from "../../../policies/testing";

type Inputs = Record<string, unknown>;
export const released = guestPackages[guestPackages.length - 1]!;

/** What an assignment of the newest package says. */
export const own: Inputs = {
  name: released.configurationName,
  version: released.version,
  contentUri: "https://packages.example.net/package.zip",
  contentHash: released.contentHash,
  assignmentType: "ApplyAndAutoCorrect",
};

export function assignment(
  name: string,
  machineName: string,
  guestConfiguration: Inputs,
  inputs: Inputs = {},
): Declared {
  return {
    type: "azure-native:guestconfiguration:GuestConfigurationAssignment",
    name,
    inputs: {
      vmName: ref(machineName, "name"),
      resourceGroupName: "rg",
      name: released.configurationName,
      guestConfigurationAssignmentName: released.configurationName,
      properties: { guestConfiguration },
      ...inputs,
    },
  };
}

/** The Machine Configuration extension. */
export function agent(name: string, machineName: string, inputs: Inputs = {}): Declared {
  return {
    type: "azure-native:compute:VirtualMachineExtension",
    name,
    inputs: {
      vmName: ref(machineName, "name"),
      resourceGroupName: "rg",
      vmExtensionName: "AzurePolicyforWindows",
      publisher: "Microsoft.GuestConfiguration",
      type: "ConfigurationforWindows",
      typeHandlerVersion: "1.0",
      ...inputs,
    },
  };
}
