import type * as pulumi from "@pulumi/pulumi";
import type { RdpCertificateAuthorityArgs } from "./certificate-authority-args";

/** What a directory object is. */
export const RdpPrincipalType = {
  /** An application or managed identity, such as that of a pipeline. */
  ServicePrincipal: "ServicePrincipal",
  /** A person who is signed in. */
  User: "User",
  Group: "Group",
} as const;
export type RdpPrincipalType = (typeof RdpPrincipalType)[keyof typeof RdpPrincipalType];

/** Who issues the certificate. */
export const RdpCertificateIssuer = {
  /** The vault itself: for Remote Desktop alone, trusted by clients that are told to, or by its thumbprint. */
  Self: "self",
  /** A public CA with which Key Vault works, so that the vault renews at it. */
  CertificateAuthority: "certificateAuthority",
  /** Somebody else put it into a vault, and sees to its renewal. */
  Caller: "caller",
} as const;
export type RdpCertificateIssuer = (typeof RdpCertificateIssuer)[keyof typeof RdpCertificateIssuer];

/** Arguments of RdpCertificate. */
export interface RdpCertificateArgs {
  /** Required. Name of the resource group. */
  resourceGroupName: pulumi.Input<string>;
  /**
   * Optional. Who issues the certificate: self, certificateAuthority or caller.
   * @default "self"
   * @see https://learn.microsoft.com/azure/key-vault/certificates/certificate-scenarios
   */
  issuer?: RdpCertificateIssuer;
  /**
   * Conditional. Name of the vault, unique in all of Azure: 3 to 24 letters, digits and single hyphens, a letter first. Purge
   * protection keeps the name taken for `softDeleteRetentionDays` after a destroy. Required if the issuer is not `caller`.
   * @default none
   * @see https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
   */
  vaultName?: string;
  /**
   * Conditional. ARM ids of the subnets whose hosts read the vault; each has the service endpoint Microsoft.KeyVault.
   * Required if a vault is made and hosts do not reach it by a private endpoint.
   * @default []
   */
  hostSubnetResourceIds?: pulumi.Input<string>[];
  /**
   * Conditional. Object id of the principal that deploys. It becomes Key Vault Certificates Officer of the vault, because
   * nobody else may create the certificate. Name one, and not whoever runs Pulumi, or each runner replaces the other's.
   * Required if the issuer is not `caller`.
   * @default none
   * @see https://learn.microsoft.com/azure/key-vault/general/rbac-guide
   */
  deployerPrincipalId?: pulumi.Input<string>;
  /**
   * Optional. What the deploying principal is: ServicePrincipal, User or Group. ARM refuses the wrong one.
   * @default "ServicePrincipal"
   */
  deployerPrincipalType?: RdpPrincipalType;
  /**
   * Optional. Public IPv4 addresses and ranges from which Pulumi runs. Needed unless it runs in one of the subnets, or where
   * it reaches the private endpoint. The certificate is made by the provider `azure`, whose credentials are configured beside
   * those of `azure-native`, for the same principal.
   * @default []
   */
  deployerAddressRanges?: string[];
  /**
   * Optional. Minutes for which the certificate is tried again while its vault does not know yet that the deployer may issue
   * it, 0 to 30. Azure takes up to ten minutes.
   * @default 10
   * @see https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---role-assignment-changes-are-not-being-detected
   */
  grantWaitMinutes?: number;
  /**
   * Conditional. The CA and the account with it. Required if the issuer is `certificateAuthority`.
   * @default none
   */
  certificateAuthority?: RdpCertificateAuthorityArgs;
  /**
   * Conditional. URL of the secret of the caller's certificate, without a version:
   * `https://<vault>.vault.azure.net/secrets/<name>`. Required if the issuer is `caller`.
   * @default none
   */
  certificateSecretUrl?: string;
  /**
   * Conditional. ARM id of the caller's vault; it answers by roles. Required if the issuer is `caller`.
   * @default none
   */
  vaultResourceId?: pulumi.Input<string>;
  /**
   * Optional. ARM id of a subnet in which the vault gets a private endpoint, such as `vaultEndpointSubnetResourceId` of an
   * RdpNetwork.
   * @default none; hosts reach the vault at its public address
   * @see https://learn.microsoft.com/azure/key-vault/general/private-link-service
   */
  vaultEndpointSubnetResourceId?: pulumi.Input<string>;
  /**
   * Conditional. ARM id of the private DNS zone privatelink.vaultcore.azure.net, linked to the network of the hosts, such as
   * `vaultDnsZoneResourceId` of an RdpNetwork. Required if `vaultEndpointSubnetResourceId` is given.
   * @default none
   */
  vaultDnsZoneResourceId?: pulumi.Input<string>;
  /**
   * Optional. ARM ids of action groups that are told when the certificate is about to expire, which means that its renewal
   * failed, and when it has. Not for a certificate of the caller's.
   * @default []
   * @see https://learn.microsoft.com/azure/event-grid/handler-azure-monitor-alerts
   */
  alertActionGroupResourceIds?: pulumi.Input<string>[];
  /**
   * Optional. Azure region.
   * @default the region that the azure-native provider is configured with
   */
  location?: pulumi.Input<string>;
  /**
   * Optional. Tenant of the vault, a GUID.
   * @default the tenant of the credentials that deploy
   */
  tenantId?: pulumi.Input<string>;
  /**
   * Optional. Subscription of the role definitions, a GUID.
   * @default the subscription of the credentials that deploy
   */
  subscriptionId?: pulumi.Input<string>;
  /**
   * Optional. Name of the certificate in the vault: 1 to 127 letters, digits and hyphens.
   * @default "rdp-listener"
   */
  certificateName?: string;
  /**
   * Conditional. DNS names by which clients connect; the first is the subject. Up to 100. Required if the issuer is
   * `certificateAuthority`; a host then needs the first as its `certificateSubject`.
   * @default none; the subject is the certificate's name
   */
  dnsNames?: string[];
  /**
   * Optional. Validity of each certificate in months: 2 to 36, of a CA 2 to 6, since public CAs issue for 200 days at most and
   * from 15 March 2027 for 100.
   * @default 12; 3 of a CA
   * @see https://cabforum.org/2025/04/11/ballot-sc081v3-introduce-schedule-of-reducing-validity-and-data-reuse-periods/
   */
  validityMonths?: number;
  /**
   * Optional. Days before expiry on which the vault renews: at least 14, or a fifth of the validity if that is less; at
   * most 27 for each month of validity. More than 30 where an alert is asked for, because Key Vault tells of an expiry 30 days
   * before it, and a renewal that is due only then would seem to have failed.
   * @default a quarter of the validity and at least 35: 90 for 12 months
   * @see https://learn.microsoft.com/azure/event-grid/event-schema-key-vault
   */
  renewBeforeExpiryDays?: number;
  /**
   * Optional. Size of the RSA key in bits: 2048, 3072 or 4096.
   * @default 2048
   */
  keySizeBits?: number;
  /**
   * Optional. Days for which a deleted vault can be recovered, 7 to 90.
   * @default 90
   */
  softDeleteRetentionDays?: number;
  /**
   * Optional. Tags of every resource.
   * @default {}
   */
  tags?: { [key: string]: pulumi.Input<string> };
}
