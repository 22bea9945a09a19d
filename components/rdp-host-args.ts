import type * as pulumi from "@pulumi/pulumi";

/** Arguments of RdpHost. */
export interface RdpHostArgs {
  /** Required. Name of the resource group. */
  resourceGroupName: pulumi.Input<string>;
  /** Required. ARM id of the subnet, such as `hostSubnetResourceId` of an RdpNetwork. */
  subnetResourceId: pulumi.Input<string>;
  /**
   * Conditional. ARM id of a network security group for the network interface. Required if the subnet has none that admits the
   * clients, as beside an RdpNetwork for a subnet that exists (its `networkInterfaceSecurityGroupResourceId`).
   * @default none; the subnet has one
   */
  networkInterfaceSecurityGroupResourceId?: pulumi.Input<string>;
  /**
   * Optional. ARM ids of application security groups that the host joins, such as `hostGroupResourceIds` of an RdpNetwork. Up
   * to 20, all of them in the network of the host.
   * @default []
   */
  applicationSecurityGroupResourceIds?: pulumi.Input<pulumi.Input<string>[]>;
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
   * Required. Name of the local administrator: up to 20 characters, none of the names that Azure reserves, such as `admin`.
   * @see https://learn.microsoft.com/azure/virtual-machines/windows/faq
   */
  adminUsername: string;
  /**
   * Required. Password of the local administrator: 12 to 123 characters with three of lower case, upper case, digits and
   * symbols. Always kept as a secret.
   */
  adminPassword: pulumi.Input<string>;
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
   * Optional. Azure region.
   * @default the region that the azure-native provider is configured with
   */
  location?: pulumi.Input<string>;
  /**
   * Optional. Name of the computer in Windows: 1 to 15 letters, digits and hyphens, not digits alone.
   * @default the name of the component, which then has to fit
   */
  computerName?: string;
  /**
   * Optional. Size of the machine; one that supports Trusted launch.
   * @default "Standard_D2s_v5"
   * @see https://learn.microsoft.com/azure/virtual-machines/trusted-launch
   */
  vmSize?: string;
  /**
   * Optional. SKU of the image in `MicrosoftWindowsServer:WindowsServer`: a generation 2 image of Windows Server 2019 or later.
   * @default "2022-datacenter-azure-edition"
   */
  imageSku?: string;
  /**
   * Optional. Seconds between two looks for a renewed certificate, 300 to 3600.
   * @default 3600
   */
  certificatePollingIntervalSeconds?: number;
  /**
   * Optional. Tags of every resource. The machine is tagged `rdp904: host` as well, which states that RDP is intended.
   * @default {}
   */
  tags?: { [key: string]: pulumi.Input<string> };
}
