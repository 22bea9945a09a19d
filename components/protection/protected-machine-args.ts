import type * as pulumi from "@pulumi/pulumi";

/** What every machine is given that fetches, follows and binds a certificate, and keeps the access control of its keys. */
export interface ProtectedMachineArgs {
  /**
   * Required. URL of the certificate's secret without a version, `https://<vault>.vault.azure.net/secrets/<name>`, such as
   * `certificateSecretUrl` of an RdpCertificate.
   * @see https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows
   */
  certificateSecretUrl: pulumi.Input<string>;
  /**
   * Conditional. Common name or DNS name of the certificate, by which the host finds it to bind it. Required if the
   * certificate is not for Remote Desktop Authentication (1.3.6.1.4.1.311.54.1.2), as one of a public CA.
   * @default none; the newest certificate for Remote Desktop Authentication is bound
   */
  certificateSubject?: string;
  /** Required. ARM id of the user-assigned identity that may fetch the certificate. */
  identityResourceId: pulumi.Input<string>;
  /** Required. Client id of that identity, a GUID. */
  identityClientId: pulumi.Input<string>;
  /**
   * Required. HTTPS URL at which hosts find the guest package. `npm run guest-package <folder>` writes it. A URL that holds a
   * signature belongs into a secret.
   */
  guestPackageUri: pulumi.Input<string>;
  /**
   * Optional. SHA-256 of the guest package in upper-case hexadecimal, of this or an earlier release of this project.
   * @default the hash of the package of this release
   */
  guestPackageHash?: string;
  /**
   * Optional. Seconds between two looks for a renewed certificate, 300 to 3600.
   * @default 3600
   */
  certificatePollingIntervalSeconds?: number;
  /**
   * Optional. Whether the Key Vault extension comes from elsewhere, as by Azure Policy, and none is made. The policy pack has to
   * be told as well: `keyVaultExtension` of `rdp904:providedElsewhere`.
   * @default false
   */
  skipsCertificateExtension?: boolean;
  /**
   * Optional. Whether the Machine Configuration extension comes from elsewhere, as by Azure Policy, and none is made. The policy
   * pack has to be told as well: `machineConfiguration` of `rdp904:providedElsewhere`.
   * @default false
   */
  skipsConfigurationExtension?: boolean;
  /**
   * Optional. Tags of every resource.
   * @default {}
   */
  tags?: { [key: string]: pulumi.Input<string> };
}
