import { ref, type Declared } from "../../../policies/testing";
import { handler, settings } from "./certificate-stack";
import { rule } from "./network-stack";

type Inputs = Record<string, unknown>;

/** An outbound rule in ARM's fields, for everything unless it says otherwise. */
export function out(name: string, priority: unknown, access: unknown, to: unknown, parts: Inputs = {}): Inputs {
  return rule(name, priority, access, {
    ...{ direction: "Outbound", protocol: "*", destinationAddressPrefix: to, destinationPortRange: "*" },
    ...parts,
  });
}

/** The Key Vault extension of `vm`, which brings the certificate "rdp" from the vault "ops". */
export function vaultExtension(inputs: Inputs = {}): Declared {
  return {
    type: "azure-native:compute:VirtualMachineExtension",
    name: "delivery",
    inputs: {
      ...{ resourceGroupName: "rg", vmName: ref("vm", "name"), ...handler },
      settings: settings([
        { url: "https://ops.vault.azure.net/secrets/rdp", accounts: ["Network Service"], certificateStoreName: "MY" },
      ]),
      ...inputs,
    },
  };
}

/** The vault "ops" in West Europe. */
export function ops(properties: Inputs = {}, inputs: Inputs = {}): Declared {
  return {
    type: "azure-native:keyvault:Vault",
    name: "ops",
    inputs: { resourceGroupName: "rg", vaultName: "ops", location: "westeurope", properties, ...inputs },
  };
}

/** The extension of Machine Configuration on `vm`, and an assignment of this project's package. */
export function configuration(assignment: Inputs = {}): Declared[] {
  return [
    {
      type: "azure-native:compute:VirtualMachineExtension",
      name: "agent",
      inputs: {
        ...{ resourceGroupName: "rg", vmName: ref("vm", "name"), vmExtensionName: "AzurePolicyforWindows" },
        ...{ publisher: "Microsoft.GuestConfiguration", type: "ConfigurationforWindows", typeHandlerVersion: "1.0" },
      },
    },
    {
      type: "azure-native:guestconfiguration:GuestConfigurationAssignment",
      name: "keys",
      inputs: {
        ...{ resourceGroupName: "rg", vmName: ref("vm", "name"), name: "Rdp904", ...assignment },
        properties: { guestConfiguration: { name: "Rdp904", assignmentType: "ApplyAndAutoCorrect" } },
      },
    },
  ];
}
