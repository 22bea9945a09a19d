import type * as azure from "@pulumi/azure";
import type { keyvault, managedidentity, network } from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { parseVaultObjectUrl } from "../../policies/model/certificate/secret-url";
import { vaultRoles } from "../../policies/model/certificate/vault-roles";
import {
  ArgumentError,
  checkAbsent,
  checkList,
  checkOneOf,
  checkPresent,
  checkRecord,
  checkText,
  checkWhole,
  shown,
} from "../argument-check";
import { RdpCertificateAuthorityProvider, type RdpCertificateAuthorityArgs } from "./certificate-authority-args";
import { authorityName, certificatePolicy } from "./certificate-policy";
import { expiryAlert, type ExpiryAlertPlan } from "./expiry-alert";
import { RdpCertificateIssuer, RdpPrincipalType, type RdpCertificateArgs } from "./rdp-certificate-args";
import { vaultProperties, type VaultProperties } from "./vault-plan";

/** Inputs of the resources of RdpCertificate, less what comes from other resources or from the credentials. */
export interface RdpCertificatePlan {
  readonly identity: managedidentity.UserAssignedIdentityArgs;
  /** Follows renewals: it names no version. */
  readonly secretUrl: string;
  /** Absent where the caller brings the certificate. */
  readonly made?: MadeCertificatePlan;
  /** Absent where hosts reach the vault at its public address. */
  readonly endpoint?: {
    readonly endpoint: Omit<network.PrivateEndpointArgs, "privateLinkServiceConnections">;
    readonly zoneGroup: Omit<network.PrivateDnsZoneGroupArgs, "privateEndpointName">;
  };
}

/** A vault and a certificate in it. */
export interface MadeCertificatePlan {
  readonly vault: Omit<keyvault.VaultArgs, "properties">;
  readonly vaultProperties: VaultProperties;
  readonly certificate: Omit<azure.keyvault.CertificateArgs, "keyVaultId">;
  readonly authority?: Omit<azure.keyvault.CertificateIssuerArgs, "keyVaultId">;
  readonly deployerPrincipalId: pulumi.Input<string>;
  readonly deployerPrincipalType: RdpPrincipalType;
  readonly grantWaitMinutes: number;
  readonly alert?: ExpiryAlertPlan;
}

/** @throws ArgumentError with the argument's path and what is allowed; never with a secret */
export function planCertificate(name: string, args: RdpCertificateArgs): RdpCertificatePlan {
  const { resourceGroupName, location, tags = {} } = args;
  const identity = { resourceGroupName, location, tags };
  const endpoint = planEndpoint(name, args);
  const issuer = checkOneOf(
    `${name}: issuer`,
    args.issuer ?? RdpCertificateIssuer.Self,
    Object.values(RdpCertificateIssuer),
  );
  if (issuer === RdpCertificateIssuer.Caller) {
    for (const key of ofMadeOnes) checkAbsent(`${name}: ${key}`, args[key], 'issuer is not "caller"');
    checkPresent(`${name}: vaultResourceId`, args.vaultResourceId, "the ARM id of the vault of the certificate");
    return { identity, secretUrl: callersUrl(name, args), ...endpoint };
  }
  for (const key of ofCallers) checkAbsent(`${name}: ${key}`, args[key], 'issuer is "caller"');
  const made = planMade(name, args);
  const { vaultName } = made.vault as { vaultName: string };
  return {
    identity,
    secretUrl: `https://${vaultName.toLowerCase()}.vault.azure.net/secrets/${made.certificate.name as string}`,
    made,
    ...endpoint,
  };
}

const ofCallers = ["certificateSecretUrl", "vaultResourceId"] as const;
const ofMadeOnes = [
  ...(["vaultName", "hostSubnetResourceIds", "certificateAuthority", "alertActionGroupResourceIds"] as const),
  ...(["deployerPrincipalId", "deployerPrincipalType", "deployerAddressRanges", "grantWaitMinutes"] as const),
  ...(["certificateName", "dnsNames", "validityMonths", "renewBeforeExpiryDays", "keySizeBits"] as const),
  "softDeleteRetentionDays",
] as const;

function callersUrl(name: string, { certificateSecretUrl: url }: RdpCertificateArgs): string {
  const parsed = typeof url === "string" ? parseVaultObjectUrl(url) : undefined;
  if (url !== undefined && parsed?.collection === "secrets" && parsed.version === undefined) return url;
  const allowed = "https://<vault>.vault.azure.net/secrets/<certificate>, without a version (RDP904-041)";
  throw new ArgumentError(`${name}: certificateSecretUrl`, shown(url), allowed);
}

function planMade(name: string, args: RdpCertificateArgs): MadeCertificatePlan {
  const { resourceGroupName, location, tags = {} } = args;
  const vaultName = checkText(
    `${name}: vaultName`,
    args.vaultName,
    /^(?=.{3,24}$)[A-Za-z](-?[A-Za-z0-9])*$/,
    "3 to 24 letters, digits and single hyphens, a letter first and no hyphen last",
  );
  const certificateName = checkText(
    `${name}: certificateName`,
    args.certificateName ?? "rdp-listener",
    /^[A-Za-z0-9-]{1,127}$/,
    "1 to 127 letters, digits and hyphens",
  );
  const principal = "the object id of the principal that deploys";
  checkPresent(`${name}: deployerPrincipalId`, args.deployerPrincipalId, principal);
  const actionGroups = args.alertActionGroupResourceIds ?? [];
  checkList(`${name}: alertActionGroupResourceIds`, actionGroups, "a list of ids of action groups");
  const authority = planAuthority(name, args);
  return {
    vault: { resourceGroupName, location, tags, vaultName },
    vaultProperties: vaultProperties(name, args),
    certificate: {
      name: certificateName,
      tags: { ...tags, rdp904: "certificate" },
      certificatePolicy: certificatePolicy(name, args, certificateName),
    },
    ...(authority && { authority }),
    deployerPrincipalId: args.deployerPrincipalId!,
    // Always said, because the SDK takes it for a person otherwise.
    deployerPrincipalType: checkOneOf(
      `${name}: deployerPrincipalType`,
      args.deployerPrincipalType ?? RdpPrincipalType.ServicePrincipal,
      Object.values(RdpPrincipalType),
    ),
    grantWaitMinutes: checkWhole(`${name}: grantWaitMinutes`, args.grantWaitMinutes ?? 10, {
      min: 0,
      max: 30,
      unit: "minutes",
    }),
    ...(actionGroups.length > 0 && { alert: expiryAlert(args, certificateName, actionGroups) }),
  };
}

const authorityKeys: readonly (keyof RdpCertificateAuthorityArgs)[] = [
  ...(["provider", "accountId", "accountPassword", "organizationId"] as const),
];

function planAuthority(name: string, args: RdpCertificateArgs): MadeCertificatePlan["authority"] {
  const path = `${name}: certificateAuthority`;
  if (args.issuer !== RdpCertificateIssuer.CertificateAuthority) {
    checkAbsent(path, args.certificateAuthority, 'issuer is "certificateAuthority"');
    return undefined;
  }
  checkPresent(path, args.certificateAuthority, `{${authorityKeys.join(", ")}}`);
  checkRecord(path, args.certificateAuthority, authorityKeys, `{${authorityKeys.join(", ")}}`);
  const { provider, accountId, accountPassword, organizationId } = args.certificateAuthority!;
  const providerName = checkOneOf(`${path}.provider`, provider, Object.values(RdpCertificateAuthorityProvider));
  checkPresent(`${path}.accountId`, accountId, "the id of the account with the CA");
  checkPresent(`${path}.accountPassword`, accountPassword, "the password of the account with the CA");
  if (providerName === RdpCertificateAuthorityProvider.DigiCert) {
    checkPresent(`${path}.organizationId`, organizationId, "the id of the organization in the account");
  }
  return {
    name: authorityName,
    providerName,
    accountId,
    password: pulumi.secret(accountPassword),
    ...(organizationId !== undefined && { orgId: organizationId }),
  };
}

function planEndpoint(name: string, args: RdpCertificateArgs): Pick<RdpCertificatePlan, "endpoint"> {
  const { resourceGroupName, location, tags = {} } = args;
  const { vaultEndpointSubnetResourceId: subnet, vaultDnsZoneResourceId: zone } = args;
  const path = `${name}: vaultDnsZoneResourceId`;
  if (subnet === undefined) {
    checkAbsent(path, zone, "vaultEndpointSubnetResourceId is given");
    return {};
  }
  checkPresent(path, zone, "the ARM id of the zone privatelink.vaultcore.azure.net (RDP904-020)");
  return {
    endpoint: {
      endpoint: { resourceGroupName, location, tags, subnet: { id: subnet } },
      zoneGroup: { resourceGroupName, privateDnsZoneConfigs: [{ name: "vault", privateDnsZoneId: zone! }] },
    },
  };
}

/** ARM id of a built-in role. Whole, because ARM answers with the subscription and a refresh would see a change. */
export function roleDefinitionResourceId(
  subscriptionId: string,
  roleName: "Key Vault Secrets User" | "Key Vault Certificates Officer" | "Storage Blob Data Reader",
) {
  const { id } = vaultRoles.find((role) => role.name === roleName)!;
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${id}`;
}
