import type * as pulumi from "@pulumi/pulumi";

/** Arguments of RdpGuestPackage. */
export interface RdpGuestPackageArgs {
  /** Required. Name of the resource group. */
  resourceGroupName: pulumi.Input<string>;
  /**
   * Required. Name of the storage account, unique in all of Azure: 3 to 24 lower-case letters and digits.
   * @see https://learn.microsoft.com/azure/storage/common/storage-account-overview
   */
  storageAccountName: string;
  /**
   * Required. Object ids of the managed identities that may fetch the package, such as `identityPrincipalId` of an
   * RdpCertificate. Nobody else may: the blob is not public.
   */
  readerPrincipalIds: pulumi.Input<string>[];
  /**
   * Optional. Azure region.
   * @default the region that the azure-native provider is configured with
   */
  location?: pulumi.Input<string>;
  /**
   * Optional. Subscription of the role definition, a GUID.
   * @default the subscription of the credentials that deploy
   */
  subscriptionId?: pulumi.Input<string>;
  /**
   * Optional. Tags of the storage account.
   * @default {}
   */
  tags?: { [key: string]: pulumi.Input<string> };
}
