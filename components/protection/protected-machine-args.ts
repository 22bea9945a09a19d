import type * as pulumi from "@pulumi/pulumi";
import type { GuestConfigurationArgs } from "../guest-configuration/guest-configuration-args";

/** What every machine is given that fetches, follows and binds a certificate, and keeps what RDP needs inside Windows. */
export interface ProtectedMachineArgs extends GuestConfigurationArgs {
  /**
   * Required. URL of the certificate's secret without a version, `https://<vault>.vault.azure.net/secrets/<name>`, such as
   * `certificateSecretUrl` of an RdpCertificate.
   * @see https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows
   */
  certificateSecretUrl: pulumi.Input<string>;
  /** Required. ARM id of the user-assigned identity that may fetch the certificate. */
  identityResourceId: pulumi.Input<string>;
  /** Required. Client id of that identity, a GUID. */
  identityClientId: pulumi.Input<string>;
  /**
   * Optional. Seconds between two looks for a renewed certificate, 300 to 3600.
   * @default 3600
   */
  certificatePollingIntervalSeconds?: number;
  /**
   * Optional. Name of the Key Vault extension. Not beside `adoptedCertificateExtensionResourceId`, which ends in it.
   * @default "KeyVaultForWindows"
   */
  certificateExtensionName?: string;
  /**
   * Optional. Whether the Key Vault extension comes from elsewhere, as by Azure Policy, and none is made. The policy pack has to
   * be told as well: `keyVaultExtension` of `rdp904:providedElsewhere`.
   * @default false
   */
  skipsCertificateExtension?: boolean;
}
