import type { Deployed, Engine, Properties } from "./engine";
import { certificatePolicy, certificatesOfficer, role } from "./estate";

export const vault = "azure-native:keyvault:Vault";
export const assignment = "azure-native:authorization:RoleAssignment";
export const certificate = "azure:keyvault/certificate:Certificate";
export const group = { resourceGroupName: "rg" };
/** The principal that the offline Azure takes every caller for. */
export const deployer = "00000000-0000-0000-0000-00000000000c";

/** A vault with what lies around it, made one by one in a group that exists. */
export class VaultParts {
  constructor(private readonly engine: Engine) {}

  vaultWith(properties: Properties = {}, vaultName = "kv-904"): Promise<Deployed> {
    const needed = { sku: { family: "A", name: "standard" }, tenantId: "00000000-0000-0000-0000-00000000000a" };
    return this.engine.create(vault, "kv", { ...group, vaultName, properties: { ...needed, ...properties } });
  }

  grant(scope: string, guid = certificatesOfficer, principalId = deployer): Promise<Deployed> {
    const inputs = { scope, principalId, principalType: "ServicePrincipal", roleDefinitionId: role(guid) };
    return this.engine.create(assignment, `${guid}-${principalId}-${scope.length}`, inputs);
  }

  issue(keyVaultId: string, policy: Properties = certificatePolicy): Promise<Deployed> {
    return this.engine.create(certificate, "rdp", { name: "rdp", keyVaultId, certificatePolicy: policy });
  }
}
