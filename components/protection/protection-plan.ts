import type { compute, guestconfiguration } from "@pulumi/azure-native";
import type * as pulumi from "@pulumi/pulumi";
import { parseVaultObjectUrl } from "../../policies/model/certificate/secret-url";
import { ArgumentError, checkAbsent, checkInput, checkText, checkTruth, checkWhole, shown } from "../argument-check";
import type { GuestConfigurationArgs } from "../guest-configuration/guest-configuration-args";
import { planGuestConfiguration } from "../guest-configuration/guest-configuration-plan";
import type { AdoptedConfigurationExtensionArgs, AdoptedExtensionsArgs } from "./adopted-extensions-args";
import type { ProtectedMachineArgs } from "./protected-machine-args";

/** Inputs of an extension, less the name of its machine. */
export interface ExtensionPlan {
  readonly inputs: Omit<compute.VirtualMachineExtensionArgs, "vmName">;
  /** ARM id of an extension that exists and becomes part of the stack. */
  readonly adoptedResourceId?: string;
}

/** A guest configuration and what runs it, less the machine's name. */
export interface ConfigurationPlan {
  /** Absent where it comes from elsewhere. */
  readonly configurationExtension?: ExtensionPlan;
  readonly configuration: Omit<guestconfiguration.GuestConfigurationAssignmentArgs, "vmName">;
}

/** What protects a machine, new or old, less the machine's name. */
export interface ProtectionPlan extends ConfigurationPlan {
  /** Absent where it comes from elsewhere. */
  readonly certificateExtension?: ExtensionPlan;
}

/** Where the machine is. */
export interface MachinePlace {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly location: pulumi.Input<string> | undefined;
}

/** The handlers of the two extensions; a machine holds one extension of each at most. */
export const certificateHandler = { publisher: "Microsoft.Azure.KeyVault", type: "KeyVaultForWindows" };
export const configurationHandler = { publisher: "Microsoft.GuestConfiguration", type: "ConfigurationforWindows" };

/** The name by which the agent of Machine Configuration is found, and no other. */
export const agentName = "AzurePolicyforWindows";

/** @throws ArgumentError with the argument's path and what is allowed */
export function planProtection(
  name: string,
  args: ProtectedMachineArgs & AdoptedExtensionsArgs,
  place: MachinePlace,
): ProtectionPlan {
  const base = { ...place, tags: args.tags ?? {} };
  const id = args.adoptedCertificateExtensionResourceId;
  const certificate = adopted(name, "CertificateExtension", args.skipsCertificateExtension, id);
  if (id !== undefined) {
    const unless = "adoptedCertificateExtensionResourceId is left out";
    checkAbsent(`${name}: certificateExtensionName`, args.certificateExtensionName, unless);
  }
  const certificateInputs = certificateExtension(name, args);
  return {
    ...(!certificate.skips && {
      certificateExtension: {
        inputs: { ...base, ...certificateInputs, vmExtensionName: certificate.named ?? extensionName(name, args) },
        ...certificate.adopted,
      },
    }),
    ...planConfiguration(name, args, place),
  };
}

/** @throws ArgumentError with the argument's path and what is allowed */
export function planConfiguration(
  name: string,
  args: GuestConfigurationArgs & AdoptedConfigurationExtensionArgs,
  place: MachinePlace,
): ConfigurationPlan {
  const base = { ...place, tags: args.tags ?? {} };
  const id = args.adoptedConfigurationExtensionResourceId;
  const configuration = adopted(name, "ConfigurationExtension", args.skipsConfigurationExtension, id);
  return {
    ...(!configuration.skips && {
      configurationExtension: {
        inputs: {
          ...base,
          vmExtensionName: agentName,
          ...configurationHandler,
          typeHandlerVersion: "1.0",
          autoUpgradeMinorVersion: true,
          enableAutomaticUpgrade: true,
          settings: {},
        },
        ...configuration.adopted,
      },
    }),
    configuration: { ...place, ...planGuestConfiguration(name, args) },
  };
}

const ofMachine =
  "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute/virtualMachines/[^/]+/extensions";
const adoptable = {
  CertificateExtension: { id: new RegExp(`^${ofMachine}/[^/]+$`, "i"), ending: "<name>" },
  ConfigurationExtension: { id: new RegExp(`^${ofMachine}/${agentName}$`, "i"), ending: `${agentName} (RDP904-062)` },
};

function adopted(
  name: string,
  kind: "CertificateExtension" | "ConfigurationExtension",
  skipping: boolean | undefined,
  id: string | undefined,
): { readonly skips: boolean; readonly adopted?: { readonly adoptedResourceId: string }; readonly named?: string } {
  const skips = checkTruth(`${name}: skips${kind}`, skipping ?? false);
  const path = `${name}: adopted${kind}ResourceId`;
  if (id === undefined) return { skips };
  if (skips) checkAbsent(path, id, `skips${kind} is false`);
  const { id: pattern, ending } = adoptable[kind];
  checkText(path, id, pattern, `/subscriptions/…/virtualMachines/<machine>/extensions/${ending}`);
  return { skips, adopted: { adoptedResourceId: id }, named: id.slice(id.lastIndexOf("/") + 1) };
}

function extensionName(name: string, { certificateExtensionName }: ProtectedMachineArgs): string {
  const path = `${name}: certificateExtensionName`;
  const allowed = "1 to 80 letters, digits, dots, underscores and hyphens";
  return checkText(path, certificateExtensionName ?? certificateHandler.type, /^[\w.-]{1,80}$/, allowed);
}

function certificateExtension(name: string, args: ProtectedMachineArgs): Partial<compute.VirtualMachineExtensionArgs> {
  const url = checkInput(args.certificateSecretUrl, (text) => {
    const parsed = typeof text === "string" ? parseVaultObjectUrl(text) : undefined;
    if (parsed?.collection === "secrets" && parsed.version === undefined) return text;
    const allowed = "https://<vault>.vault.azure.net/secrets/<certificate>, without a version (RDP904-041)";
    throw new ArgumentError(`${name}: certificateSecretUrl`, shown(text), allowed);
  });
  const polling = checkWhole(
    `${name}: certificatePollingIntervalSeconds`,
    args.certificatePollingIntervalSeconds ?? 3600,
    { min: 300, max: 3600, unit: "seconds" },
  );
  return {
    ...certificateHandler,
    // Not 4.0: it keeps keys where no file can grant NETWORK SERVICE to read them. Nor does Azure upgrade to it by itself.
    typeHandlerVersion: "3.0",
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: false,
    settings: {
      secretsManagementSettings: {
        pollingIntervalInS: String(polling),
        linkOnRenewal: true,
        requireInitialSync: true,
        observedCertificates: [
          { url, certificateStoreName: "MY", certificateStoreLocation: "LocalMachine", accounts: ["Network Service"] },
        ],
      },
      authenticationSettings: {
        msiEndpoint: "http://169.254.169.254/metadata/identity/oauth2/token",
        msiClientId: args.identityClientId,
      },
    },
  };
}
