import type { compute } from "@pulumi/azure-native";
import { ArgumentError, checkText } from "../argument-check";
import { agentName, certificateHandler, configurationHandler, type ProtectionPlan } from "./protection-plan";

/** A machine as Azure answers it, as far as its protection depends on it; without `resources` where it has no extension. */
export type ExistingMachine = Pick<
  compute.GetVirtualMachineResult,
  "id" | "location" | "identity" | "osProfile" | "storageProfile"
> &
  Partial<Pick<compute.GetVirtualMachineResult, "resources">>;

/** @throws ArgumentError with the argument's path and what is allowed */
export function readMachineId(path: string, value: unknown): { resourceGroupName: string; vmName: string } {
  const shape = "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<machine>";
  const pattern =
    /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/virtualMachines\/([^/]+)$/i;
  const [, resourceGroupName, vmName] = pattern.exec(checkText(path, value, pattern, shape))!;
  return { resourceGroupName: resourceGroupName!, vmName: vmName! };
}

/**
 * Stops where a machine cannot hold its protection: it is no Windows, takes no extensions, lacks an identity, or has an
 * extension already that would stand in the way. Answers the machine's region.
 *
 * @throws ArgumentError with the argument's path and what is allowed
 */
export function checkExistingMachine(
  name: string,
  machine: ExistingMachine,
  identityResourceId: string,
  plan: ProtectionPlan,
): string {
  const path = `${name}: virtualMachineResourceId`;
  const { osProfile, storageProfile } = machine;
  const system = storageProfile?.osDisk?.osType;
  if (system !== undefined && system.toLowerCase() !== "windows") {
    throw new ArgumentError(path, `names a machine that runs ${system}`, "a machine that runs Windows");
  }
  if (osProfile?.allowExtensionOperations === false) {
    const allowed = "a machine whose osProfile.allowExtensionOperations is not false (RDP904-080)";
    throw new ArgumentError(path, "names a machine that takes no extensions", allowed);
  }
  requireIdentities(path, machine, identityResourceId);
  refuseSecond(name, machine, plan.certificateExtension?.inputs.vmExtensionName, certificate);
  refuseSecond(name, machine, plan.configurationExtension?.inputs.vmExtensionName, configuration);
  return machine.location;
}

function requireIdentities(path: string, { id, identity }: ExistingMachine, identityResourceId: string): void {
  const assigned = Object.keys(identity?.userAssignedIdentities ?? {}).map((one) => one.toLowerCase());
  const missing = [
    ...(/SystemAssigned/i.test(identity?.type ?? "") ? [] : ['"[system]"']),
    ...(assigned.includes(identityResourceId.toLowerCase()) ? [] : [identityResourceId]),
  ];
  if (missing.length === 0) return;
  const system = missing[0] === '"[system]"' ? "its own identity (RDP904-062)" : undefined;
  const vault = missing.includes(identityResourceId)
    ? "the identity that may fetch the certificate (RDP904-049)"
    : undefined;
  const lacks = [system, vault].filter((one) => one !== undefined).join(" and ");
  const command = `az vm identity assign --ids ${id} --identities ${missing.join(" ")}`;
  throw new ArgumentError(
    path,
    `names a machine without ${lacks}`,
    `a machine that has them. Run\n\n    ${command}\n\nand deploy again`,
  );
}

interface Handler {
  readonly publisher: string;
  readonly title: string;
  readonly argument: "CertificateExtension" | "ConfigurationExtension";
  /** True where an extension of another name cannot be adopted. */
  readonly hasOneName: boolean;
}

const certificate: Handler = {
  publisher: certificateHandler.publisher,
  title: "the Key Vault extension",
  argument: "CertificateExtension",
  hasOneName: false,
};
const configuration: Handler = {
  publisher: configurationHandler.publisher,
  title: "the Machine Configuration extension",
  argument: "ConfigurationExtension",
  hasOneName: true,
};

// Of one handler a machine holds one extension (https://github.com/Azure/azure-powershell/issues/8173).
function refuseSecond(name: string, machine: ExistingMachine, ownName: unknown, handler: Handler): void {
  if (typeof ownName !== "string") return;
  const other = machine.resources?.find(
    (one) =>
      one.publisher?.toLowerCase() === handler.publisher.toLowerCase() &&
      one.name.toLowerCase() !== ownName.toLowerCase(),
  );
  if (!other) return;
  const id = `${machine.id}/extensions/${other.name}`;
  const path = `${name}: adopted${handler.argument}ResourceId`;
  const found = `does not say that the machine has ${handler.title} already, named ${other.name}`;
  const skipping = `or skips${handler.argument} true`;
  const adopting = handler.hasOneName
    ? `a machine on which it is named ${agentName}, ${skipping} (RDP904-062)`
    : `"${id}", ${skipping}; once it is adopted, certificateExtensionName "${other.name}" instead`;
  throw new ArgumentError(path, found, adopting);
}
