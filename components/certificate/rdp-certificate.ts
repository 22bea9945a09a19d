import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { makeCertificate } from "./made-certificate";
import type { RdpCertificateArgs } from "./rdp-certificate-args";
import { planCertificate, roleDefinitionResourceId } from "./rdp-certificate-plan";
import { makeVaultEndpoint } from "./vault-endpoint";

/**
 * A certificate for RDP listeners that its vault renews by itself, and an identity that may fetch it. The vault issues it, or
 * a public CA does; or the caller brings one, and then there is the identity alone.
 *
 * Keeps RDP904-020, 041, 046, 047 and 049 from arising.
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
  /** Object id of that identity's principal, a GUID, for further grants. */
  readonly identityPrincipalId: pulumi.Output<string>;
  /** Client id of that identity, a GUID. Not known before it may fetch the certificate, and there is one within its reach. */
  readonly identityClientId: pulumi.Output<string>;

  constructor(name: string, args: RdpCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    // A component's arguments stand in the state as well.
    super("rdp904:index:RdpCertificate", name, withSecrets(args), opts);
    const plan = planCertificate(name, args);
    const child = { parent: this };
    const deploying = authorization.getClientConfigOutput(child);
    const subscriptionId = pulumi.output(args.subscriptionId ?? deploying.subscriptionId);
    const identity = new managedidentity.UserAssignedIdentity(`${name}-identity`, plan.identity, child);
    const made =
      plan.made &&
      makeCertificate(name, plan.made, {
        parent: this,
        tenantId: args.tenantId ?? deploying.tenantId,
        officerRoleId: subscriptionId.apply((id) => roleDefinitionResourceId(id, "Key Vault Certificates Officer")),
      });
    this.vaultResourceId = made?.vaultId ?? pulumi.output(args.vaultResourceId!);
    const reader = createReader(this.vaultResourceId);
    const inReach = plan.endpoint && makeVaultEndpoint(name, plan.endpoint, this.vaultResourceId, this);
    this.certificateSecretUrl = pulumi.output(plan.secretUrl);
    // Whoever uses the identity waits for its grant, without having to know that there is one.
    this.identityResourceId = pulumi.all([identity.id, reader.id]).apply(([id]) => id);
    const ready = [reader.id, made?.certificateId, inReach].filter((id) => id !== undefined);
    this.identityClientId = pulumi.all([identity.clientId, ...ready]).apply(([clientId]) => clientId!);
    this.identityPrincipalId = identity.principalId;
    this.registerOutputs({
      vaultResourceId: this.vaultResourceId,
      certificateSecretUrl: this.certificateSecretUrl,
      identityResourceId: this.identityResourceId,
      identityPrincipalId: this.identityPrincipalId,
      identityClientId: this.identityClientId,
    });

    function createReader(scope: pulumi.Output<string>): authorization.RoleAssignment {
      return new authorization.RoleAssignment(
        `${name}-identity-reads`,
        {
          scope,
          principalId: identity.principalId,
          // Spares ARM a look at a directory that may not know the new identity yet.
          principalType: "ServicePrincipal",
          roleDefinitionId: subscriptionId.apply((id) => roleDefinitionResourceId(id, "Key Vault Secrets User")),
        },
        child,
      );
    }
  }
}

function withSecrets(args: RdpCertificateArgs): RdpCertificateArgs {
  const { certificateAuthority } = args;
  if (typeof certificateAuthority !== "object") return args;
  const accountPassword = pulumi.secret(certificateAuthority.accountPassword);
  return { ...args, certificateAuthority: { ...certificateAuthority, accountPassword } };
}
