import { Certificate } from "@pulumi/azure/keyvault";
import * as authorization from "@pulumi/azure-native/authorization";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import type { RdpCertificateArgs } from "./rdp-certificate-args";
import { planCertificate, roleDefinitionResourceId } from "./rdp-certificate-plan";

/**
 * A certificate for RDP listeners that its vault renews by itself, and an identity that may fetch it.
 *
 * Keeps RDP904-041, 046, 047 and 049 from arising.
 *
 * @example
 * new RdpCertificate("rdp", {
 *   resourceGroupName: group.name,
 *   vaultName: "kv-rdp-prod",
 *   hostSubnetResourceIds: [network.hostSubnetResourceId],
 *   deployerPrincipalId: "00000000-0000-0000-0000-000000000000",
 * });
 */
export class RdpCertificate extends pulumi.ComponentResource {
  /** ARM id of the vault. */
  readonly vaultResourceId: pulumi.Output<string>;
  /** URL of the certificate with its key, without a version, so that renewals are followed. Known in a preview. */
  readonly certificateSecretUrl: pulumi.Output<string>;
  /** ARM id of the identity that may fetch the certificate. Not known before it may. */
  readonly identityResourceId: pulumi.Output<string>;
  /** Client id of that identity, a GUID. Not known before it may fetch the certificate and there is one. */
  readonly identityClientId: pulumi.Output<string>;

  constructor(name: string, args: RdpCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rdp904:index:RdpCertificate", name, args, opts);
    const plan = planCertificate(name, args);
    const child = { parent: this };
    const deploying = authorization.getClientConfigOutput(child);
    const vault = createVault();
    const identity = new managedidentity.UserAssignedIdentity(`${name}-identity`, plan.identity, child);
    const reader = createReader();
    const certificate = createCertificate();
    this.vaultResourceId = vault.id;
    this.certificateSecretUrl = pulumi.output(plan.secretUrl);
    // Whoever uses the identity waits for its grant, without having to know that there is one.
    this.identityResourceId = pulumi.all([identity.id, reader.id]).apply(([id]) => id);
    this.identityClientId = pulumi.all([identity.clientId, reader.id, certificate.id]).apply(([clientId]) => clientId);
    this.registerOutputs({
      vaultResourceId: this.vaultResourceId,
      certificateSecretUrl: this.certificateSecretUrl,
      identityResourceId: this.identityResourceId,
      identityClientId: this.identityClientId,
    });

    function createVault(): keyvault.Vault {
      const properties = { ...plan.vaultProperties, tenantId: args.tenantId ?? deploying.tenantId };
      // The SDK makes one output of all properties, so that a subnet yet to come would hide every one of them in a preview.
      const asGiven: pulumi.ResourceTransformation = ({ props, opts }) => ({ props: { ...props, properties }, opts });
      return new keyvault.Vault(
        `${name}-vault`,
        { ...plan.vault, properties },
        { ...child, transformations: [asGiven] },
      );
    }

    function roleId(roleName: Parameters<typeof roleDefinitionResourceId>[1]): pulumi.Output<string> {
      const subscriptionId = pulumi.output(args.subscriptionId ?? deploying.subscriptionId);
      return subscriptionId.apply((id) => roleDefinitionResourceId(id, roleName));
    }

    function createReader(): authorization.RoleAssignment {
      return new authorization.RoleAssignment(
        `${name}-identity-reads`,
        {
          scope: vault.id,
          principalId: identity.principalId,
          // Spares ARM a look at a directory that may not know the new identity yet.
          principalType: "ServicePrincipal",
          roleDefinitionId: roleId("Key Vault Secrets User"),
        },
        child,
      );
    }

    function createCertificate(): Certificate {
      const officer = new authorization.RoleAssignment(
        `${name}-deployer-issues`,
        {
          scope: vault.id,
          principalId: args.deployerPrincipalId,
          principalType: plan.deployerPrincipalType,
          roleDefinitionId: roleId("Key Vault Certificates Officer"),
        },
        child,
      );
      return new Certificate(
        `${name}-certificate`,
        { ...plan.certificate, keyVaultId: vault.id },
        { ...child, dependsOn: officer },
      );
    }
  }
}
