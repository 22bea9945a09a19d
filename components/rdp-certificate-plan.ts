import type * as azure from "@pulumi/azure";
import type { keyvault, managedidentity, types } from "@pulumi/azure-native";
import { remoteDesktopAuthentication } from "../policies/model/certificate/rdp-wording";
import { vaultRoles } from "../policies/model/certificate/vault-roles";
import { covers } from "../policies/model/network/address-set";
import { parseAddress } from "../policies/model/network/parse-address";
import { publicAddresses } from "../policies/model/network/service-tags";
import { ArgumentError, checkList, checkOneOf, checkText, checkWhole, shown } from "./argument-check";
import { RdpPrincipalType, type RdpCertificateArgs } from "./rdp-certificate-args";

/** Inputs of the resources of RdpCertificate, less what comes from other resources or from the credentials. */
export interface RdpCertificatePlan {
  readonly vault: Omit<keyvault.VaultArgs, "properties">;
  readonly vaultProperties: Omit<types.input.keyvault.VaultPropertiesArgs, "tenantId">;
  readonly certificate: Omit<azure.keyvault.CertificateArgs, "keyVaultId">;
  readonly identity: managedidentity.UserAssignedIdentityArgs;
  readonly deployerPrincipalType: RdpPrincipalType;
  /** Follows renewals: it names no version. */
  readonly secretUrl: string;
}

const daysInMonth = 30;
const mostRenewalDaysInMonth = 27;

/** @throws ArgumentError with the argument's path and what is allowed */
export function planCertificate(name: string, args: RdpCertificateArgs): RdpCertificatePlan {
  const { resourceGroupName, location, tags = {} } = args;
  const base = { resourceGroupName, location, tags };
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
  return {
    vault: { ...base, vaultName },
    vaultProperties: vaultProperties(name, args),
    certificate: {
      name: certificateName,
      tags: { ...tags, rdp904: "certificate" },
      certificatePolicy: certificatePolicy(name, args, certificateName),
    },
    identity: base,
    // Always said, because the SDK takes it for a person otherwise.
    deployerPrincipalType: checkOneOf(
      `${name}: deployerPrincipalType`,
      args.deployerPrincipalType ?? RdpPrincipalType.ServicePrincipal,
      Object.values(RdpPrincipalType),
    ),
    secretUrl: `https://${vaultName.toLowerCase()}.vault.azure.net/secrets/${certificateName}`,
  };
}

function vaultProperties(name: string, args: RdpCertificateArgs): RdpCertificatePlan["vaultProperties"] {
  const subnets = checkList(`${name}: hostSubnetResourceIds`, args.hostSubnetResourceIds, "a list of subnet ids");
  if (subnets.length === 0) {
    throw new ArgumentError(
      `${name}: hostSubnetResourceIds`,
      "is empty",
      "the ids of the subnets of the hosts (RDP904-020)",
    );
  }
  return {
    sku: { family: "A", name: "standard" },
    // The API version of this provider would fall back to access policies.
    enableRbacAuthorization: true,
    enableSoftDelete: true,
    enablePurgeProtection: true,
    softDeleteRetentionInDays: checkWhole(`${name}: softDeleteRetentionDays`, args.softDeleteRetentionDays ?? 90, {
      min: 7,
      max: 90,
      unit: "days",
    }),
    publicNetworkAccess: "Enabled",
    networkAcls: {
      bypass: "AzureServices",
      defaultAction: "Deny",
      ipRules: deployerRanges(name, args).map((value) => ({ value })),
      virtualNetworkRules: args.hostSubnetResourceIds.map((id) => ({ id })),
    },
  };
}

function deployerRanges(name: string, args: RdpCertificateArgs): string[] {
  const allowed = "public IPv4 addresses and ranges such as 203.0.113.0/24";
  const path = `${name}: deployerAddressRanges`;
  return checkList(path, args.deployerAddressRanges ?? [], `a list of ${allowed}`).map((range, index) => {
    const parsed = typeof range === "string" && /^[\d./]+$/.test(range) ? parseAddress(range) : undefined;
    if (parsed && !parsed.hostBits && covers(publicAddresses, parsed.set)) return range as string;
    throw new ArgumentError(`${path}[${index}]`, shown(range), allowed);
  });
}

function certificatePolicy(
  name: string,
  args: RdpCertificateArgs,
  certificateName: string,
): azure.types.input.keyvault.CertificateCertificatePolicy {
  const months = { min: 2, max: 36, unit: "months" };
  const validityInMonths = checkWhole(`${name}: validityMonths`, args.validityMonths ?? 12, months);
  const validityDays = validityInMonths * daysInMonth;
  const daysBeforeExpiry = checkWhole(
    `${name}: renewBeforeExpiryDays`,
    args.renewBeforeExpiryDays ?? Math.floor(validityDays / 4),
    {
      min: Math.min(14, Math.ceil(validityDays / 5)),
      max: validityInMonths * mostRenewalDaysInMonth,
      unit: "days (RDP904-046)",
    },
  );
  const dnsNames = checkDnsNames(name, args);
  return {
    issuerParameters: { name: "Self" },
    keyProperties: {
      keyType: "RSA",
      keySize: checkOneOf(`${name}: keySizeBits`, args.keySizeBits ?? 2048, [2048, 3072, 4096]),
      // Otherwise the secret that hosts fetch holds no private key.
      exportable: true,
      reuseKey: false,
    },
    secretProperties: { contentType: "application/x-pkcs12" },
    x509CertificateProperties: {
      subject: `CN=${dnsNames[0] ?? certificateName}`,
      ...(dnsNames.length > 0 && { subjectAlternativeNames: { dnsNames } }),
      // Without the usage for servers no extension asks for a chain to a trusted root, which a self-issued one lacks.
      extendedKeyUsages: [remoteDesktopAuthentication],
      keyUsages: ["digitalSignature", "keyEncipherment"],
      validityInMonths,
    },
    lifetimeActions: [{ action: { actionType: "AutoRenew" }, trigger: { daysBeforeExpiry } }],
  };
}

function checkDnsNames(name: string, args: RdpCertificateArgs): string[] {
  const path = `${name}: dnsNames`;
  const list = checkList(path, args.dnsNames ?? [], "a list of DNS names");
  if (list.length > 100) throw new ArgumentError(path, `has ${list.length} entries`, "up to 100");
  const label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  return list.map((one, index) => {
    // The first is the common name too, and that is shorter.
    const longest = index === 0 ? 64 : 253;
    const pattern = new RegExp(`^(?=.{1,${longest}}$)(\\*\\.)?${label}(\\.${label})*$`);
    return checkText(`${path}[${index}]`, one, pattern, `a DNS name of up to ${longest} characters`);
  });
}

/** ARM id of a built-in role. Whole, because ARM answers with the subscription and a refresh would see a change. */
export function roleDefinitionResourceId(
  subscriptionId: string,
  roleName: "Key Vault Secrets User" | "Key Vault Certificates Officer",
) {
  const { id } = vaultRoles.find((role) => role.name === roleName)!;
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${id}`;
}
