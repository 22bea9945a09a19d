import type * as pulumi from "@pulumi/pulumi";

/** Where a machine finds the guest package, and what the package is told. */
export interface GuestConfigurationArgs {
  /**
   * Required. HTTPS URL at which hosts find the guest package, such as `guestPackageUri` of an RdpGuestPackage.
   * `npm run guest-package <folder>` writes it. A URL that holds a signature belongs into a secret.
   */
  guestPackageUri: pulumi.Input<string>;
  /**
   * Optional. SHA-256 of the guest package in upper-case hexadecimal, of this or an earlier release of this project.
   * @default the hash of the package of this release
   */
  guestPackageHash?: string;
  /**
   * Optional. ARM id of a user-assigned identity that the machine has and by which it fetches the package from a blob; or
   * `system` for the machine's own. It has the role Storage Blob Data Reader there.
   * @default none; whoever has the URL gets the package
   * @see https://learn.microsoft.com/azure/governance/machine-configuration/how-to/develop-custom-package/5-access-package
   */
  guestPackageIdentityResourceId?: pulumi.Input<string>;
  /**
   * Conditional. Common name or DNS name of the certificate, by which the host finds it to bind it. Required if the
   * certificate is not for Remote Desktop Authentication (1.3.6.1.4.1.311.54.1.2), as one of a public CA.
   * @default none; the newest certificate for Remote Desktop Authentication is bound
   */
  certificateSubject?: string;
  /**
   * Conditional. TCP and UDP port of the RDP listener, 1 to 49151, and none on which Windows itself listens. It moves only while
   * nobody is connected, and Windows Firewall follows. Required if the network leads to another port than 3389, such as
   * `listenerPort` of an RdpNetwork.
   * @default none; the port stays as it is, on a new machine 3389
   * @see https://learn.microsoft.com/windows-server/remote/remote-desktop-services/remotepc/change-listening-port
   */
  listenerPort?: pulumi.Input<number>;
  /**
   * Optional. Whether Windows Firewall lets others in to watch a session. Where false, it stays as it is.
   * @default false
   * @see https://learn.microsoft.com/windows-server/administration/windows-commands/shadow
   */
  admitsShadowing?: boolean;
  /**
   * Optional. Whether Windows Firewall lets clients in by WebSocket, at TCP 3387 and 3392. Where false, it stays as it is.
   * @default false
   */
  admitsWebSocket?: boolean;
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
