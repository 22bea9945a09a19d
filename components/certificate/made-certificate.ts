import { Certificate, CertificateIssuer } from "@pulumi/azure/keyvault";
import * as authorization from "@pulumi/azure-native/authorization";
import * as eventgrid from "@pulumi/azure-native/eventgrid";
import * as keyvault from "@pulumi/azure-native/keyvault";
import type * as pulumi from "@pulumi/pulumi";
import { retryWhileUngranted } from "./grant-wait";
import type { MadeCertificatePlan } from "./rdp-certificate-plan";

interface Surroundings {
  readonly parent: pulumi.ComponentResource;
  readonly tenantId: pulumi.Input<string>;
  readonly officerRoleId: pulumi.Output<string>;
}

/** Makes the vault, lets the deployer issue in it, and has the certificate issued once that has come through. */
export function makeCertificate(name: string, plan: MadeCertificatePlan, around: Surroundings) {
  const child = { parent: around.parent };
  const vault = makeVault();
  const officer = makeOfficer();
  const patiently = { ...child, ...retryWhileUngranted(name, plan.grantWaitMinutes) };
  const authority = plan.authority && makeAuthority(plan.authority);
  const alert = plan.alert && makeAlert(plan.alert);
  const certificate = new Certificate(
    `${name}-certificate`,
    { ...plan.certificate, keyVaultId: vault.id },
    // Events tell only of versions that are issued after the subscription.
    { ...patiently, dependsOn: [officer, authority, alert].filter((one) => one !== undefined) },
  );
  return { vaultId: vault.id, certificateId: certificate.id };

  function makeVault(): keyvault.Vault {
    const properties = { ...plan.vaultProperties, tenantId: around.tenantId };
    // The SDK makes one output of all properties, so that a subnet yet to come would hide every one of them in a preview.
    const asGiven: pulumi.ResourceTransformation = ({ props, opts }) => ({ props: { ...props, properties }, opts });
    return new keyvault.Vault(`${name}-vault`, { ...plan.vault, properties }, { ...child, transformations: [asGiven] });
  }

  function makeOfficer(): authorization.RoleAssignment {
    const { deployerPrincipalId: principalId, deployerPrincipalType: principalType } = plan;
    const grant = { scope: vault.id, principalId, principalType, roleDefinitionId: around.officerRoleId };
    return new authorization.RoleAssignment(`${name}-deployer-issues`, grant, child);
  }

  function makeAuthority(issuer: NonNullable<typeof plan.authority>): CertificateIssuer {
    return new CertificateIssuer(
      `${name}-authority`,
      { ...issuer, keyVaultId: vault.id },
      { ...patiently, dependsOn: officer, additionalSecretOutputs: ["password"] },
    );
  }

  function makeAlert({ topic, subscription }: NonNullable<typeof plan.alert>) {
    const made = new eventgrid.SystemTopic(`${name}-vault-events`, { ...topic, source: vault.id }, child);
    return new eventgrid.SystemTopicEventSubscription(
      `${name}-expiry-alert`,
      { ...subscription, systemTopicName: made.name },
      child,
    );
  }
}
