import type * as pulumi from "@pulumi/pulumi";

/** The public CAs with which Key Vault works. */
export const RdpCertificateAuthorityProvider = { DigiCert: "DigiCert", GlobalSign: "GlobalSign" } as const;
export type RdpCertificateAuthorityProvider =
  (typeof RdpCertificateAuthorityProvider)[keyof typeof RdpCertificateAuthorityProvider];

/**
 * A CA and the account with it, as the vault uses them.
 * @see https://learn.microsoft.com/azure/key-vault/certificates/how-to-integrate-certificate-authority
 */
export interface RdpCertificateAuthorityArgs {
  /** Required. DigiCert or GlobalSign. */
  provider: RdpCertificateAuthorityProvider;
  /** Required. Id of the account with the CA. */
  accountId: pulumi.Input<string>;
  /** Required. Password or API key of the account. Always kept as a secret. */
  accountPassword: pulumi.Input<string>;
  /**
   * Conditional. Id of the organization in the account. Required if the provider is `DigiCert`.
   * @default none
   */
  organizationId?: pulumi.Input<string>;
}
