import type * as pulumi from "@pulumi/pulumi";

/** What a directory object is. */
export const RdpPrincipalType = {
  /** An application or managed identity, such as that of a pipeline. */
  ServicePrincipal: "ServicePrincipal",
  /** A person who is signed in. */
  User: "User",
  Group: "Group",
} as const;
export type RdpPrincipalType = (typeof RdpPrincipalType)[keyof typeof RdpPrincipalType];

/** Arguments of RdpCertificate. */
export interface RdpCertificateArgs {
  /** Required. Name of the resource group. */
  resourceGroupName: pulumi.Input<string>;
  /**
   * Required. Name of the vault, unique in all of Azure: 3 to 24 letters, digits and single hyphens, a letter first. Purge
   * protection keeps the name taken for `softDeleteRetentionDays` after a destroy.
   * @see https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
   */
  vaultName: string;
  /** Required. ARM ids of the subnets whose hosts read the vault; each has the service endpoint Microsoft.KeyVault. */
  hostSubnetResourceIds: pulumi.Input<string>[];
  /**
   * Required. Object id of the principal that deploys. It becomes Key Vault Certificates Officer of the vault, because
   * nobody else may create the certificate. Name one, and not whoever runs Pulumi, or each runner replaces the other's.
   * @see https://learn.microsoft.com/azure/key-vault/general/rbac-guide
   */
  deployerPrincipalId: pulumi.Input<string>;
  /**
   * Optional. What the deploying principal is: ServicePrincipal, User or Group. ARM refuses the wrong one.
   * @default "ServicePrincipal"
   */
  deployerPrincipalType?: RdpPrincipalType;
  /**
   * Optional. Public IPv4 addresses and ranges from which Pulumi runs. Needed unless it runs in one of the subnets.
   * @default []
   */
  deployerAddressRanges?: string[];
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
   * Optional. DNS names by which clients connect; the first is the subject. Up to 100.
   * @default none; the subject is the certificate's name
   */
  dnsNames?: string[];
  /**
   * Optional. Validity of each certificate in months, 2 to 36.
   * @default 12
   */
  validityMonths?: number;
  /**
   * Optional. Days before expiry on which the vault renews: at least 14, or a fifth of the validity if that is less; at
   * most 27 for each month of validity.
   * @default a quarter of the validity, 90 for 12 months
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
