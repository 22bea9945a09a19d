import type { Rule } from "../../../policies/rules/rule";
import { defaultSettings, type Settings } from "../../../policies/settings/settings";
import { ref, type Declared } from "../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";

type Inputs = Record<string, unknown>;
const native = "azure-native:";

/** A Windows machine that a tag calls an RDP host. */
export function machine(name: string, inputs: Inputs = {}): Declared {
  return {
    type: `${native}compute:VirtualMachine`,
    name,
    inputs: {
      vmName: `${name}-vm`,
      resourceGroupName: "rg",
      tags: { rdp904: "host" },
      storageProfile: { imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer" } },
      ...inputs,
    },
  };
}

export function scaleSet(name: string, extensions: unknown, inputs: Inputs = {}): Declared {
  return {
    type: `${native}compute:VirtualMachineScaleSet`,
    name,
    inputs: {
      vmScaleSetName: `${name}-set`,
      resourceGroupName: "rg",
      tags: { rdp904: "host" },
      virtualMachineProfile: {
        storageProfile: { imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer" } },
        extensionProfile: { extensions },
      },
      ...inputs,
    },
  };
}

export const handler = {
  publisher: "Microsoft.Azure.KeyVault",
  type: "KeyVaultForWindows",
  typeHandlerVersion: "3.0",
};

/** Settings of the extension in the words of the 3.x line. */
export function settings(certificates: unknown, msiClientId?: unknown, more: Inputs = {}): Inputs {
  return {
    secretsManagementSettings: { pollingIntervalInS: "3600", observedCertificates: certificates, ...more },
    ...(msiClientId !== undefined && {
      authenticationSettings: { msiEndpoint: "http://169.254.169.254", msiClientId },
    }),
  };
}

export const secretUrl = "https://ops-vault.vault.azure.net/secrets/rdp-listener";

export function extension(name: string, machineName: string, inputs: Inputs, more: Partial<Declared> = {}): Declared {
  return {
    type: `${native}compute:VirtualMachineExtension`,
    name,
    inputs: { vmName: ref(machineName, "name"), resourceGroupName: "rg", ...handler, ...inputs },
    ...more,
  };
}

export function vault(
  name: string,
  properties: Inputs = { enableRbacAuthorization: true },
  inputs: Inputs = {},
): Declared {
  return {
    type: `${native}keyvault:Vault`,
    name,
    inputs: { vaultName: `${name}-vault`, resourceGroupName: "rg", properties, ...inputs },
  };
}

export function identity(name: string): Declared {
  return {
    type: `${native}managedidentity:UserAssignedIdentity`,
    name,
    inputs: { resourceName: `${name}-id`, resourceGroupName: "rg" },
  };
}

export const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
export const roleId = (guid: string): string =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

export function role(name: string, inputs: Inputs, more: Partial<Declared> = {}): Declared {
  return {
    type: `${native}authorization:RoleAssignment`,
    name,
    inputs: { roleDefinitionId: roleId(secretsUser), ...inputs },
    ...more,
  };
}

export function certificate(name: string, vaultName: string, inputs: Inputs = {}): Declared {
  return {
    type: "azure:keyvault/certificate:Certificate",
    name,
    inputs: { name, keyVaultId: ref(vaultName), ...inputs },
    outputs: { versionlessSecretId: `https://ops-vault.vault.azure.net/secrets/${name}` },
  };
}

/** The policy of a certificate that is as RDP needs it; a part given replaces that part whole. */
export function policy(parts: Inputs = {}, x509: Inputs = {}): Inputs {
  return {
    issuerParameters: { name: "Self" },
    keyProperties: { keyType: "RSA", keySize: 2048, exportable: true, reuseKey: false },
    secretProperties: { contentType: "application/x-pkcs12" },
    lifetimeActions: [{ action: { actionType: "AutoRenew" }, trigger: { lifetimePercentage: 80 } }],
    x509CertificateProperties: {
      subject: "CN=rdp",
      extendedKeyUsages: ["1.3.6.1.4.1.311.54.1.2"],
      keyUsages: ["digitalSignature", "keyEncipherment"],
      validityInMonths: 12,
      ...x509,
    },
    ...parts,
  };
}

export interface Asked {
  readonly settings?: Partial<Settings>;
  readonly deployed?: boolean;
}

/** What a rule says, a line each: "broken vm at path: fact"; what holds is "holds vm". */
export async function verdicts(rule: Rule, declared: readonly Declared[], asked: Asked = {}): Promise<string[]> {
  const estate = asked.deployed ? deployedEstateOf(declared) : estateOf(declared);
  const found = await rule.judge({ estate, settings: { ...defaultSettings, ...asked.settings } });
  return found.map((one) => {
    if (one.verdict === "holds") return `holds ${one.resource.name}`;
    const line = one.value?.startsWith("line ") ? `, ${one.value}` : "";
    return `${one.verdict} ${one.resource.name} at ${one.path}${line}: ${one.fact}`;
  });
}

/** The verdict words alone, for a rule whose facts another case pins. */
export async function words(rule: Rule, declared: readonly Declared[], asked: Asked = {}): Promise<string[]> {
  return (await verdicts(rule, declared, asked)).map((line) => line.split(" ").slice(0, 2).join(" "));
}
