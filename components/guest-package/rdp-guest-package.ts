import * as authorization from "@pulumi/azure-native/authorization";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { roleDefinitionResourceId } from "../certificate/rdp-certificate-plan";
import type { RdpGuestPackageArgs } from "./rdp-guest-package-args";
import { planGuestPackage } from "./rdp-guest-package-plan";
import { zipFile } from "./zip-file";

/**
 * The guest package as a blob that named identities may read, in a storage account of its own.
 *
 * The account has shared keys switched on, because the provider uploads by them. Where a policy forbids that, put the file that
 * `npm run guest-package <folder>` writes somewhere yourself, and give hosts its URL.
 *
 * @example
 * const guestPackage = new RdpGuestPackage("rdp", {
 *   resourceGroupName: group.name,
 *   storageAccountName: "strdpprod",
 *   readerPrincipalIds: [certificate.identityPrincipalId],
 * });
 * new RdpHost("jump", {
 *   ...others,
 *   guestPackageUri: guestPackage.guestPackageUri,
 *   guestPackageIdentityResourceId: certificate.identityResourceId,
 * });
 */
export class RdpGuestPackage extends pulumi.ComponentResource {
  /** URL of the package. Not known before the identities may read it. */
  readonly guestPackageUri: pulumi.Output<string>;
  /** SHA-256 of the package in upper-case hexadecimal. */
  readonly guestPackageHash: pulumi.Output<string>;
  /** ARM id of the storage account. */
  readonly storageAccountResourceId: pulumi.Output<string>;

  constructor(name: string, args: RdpGuestPackageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rdp904:index:RdpGuestPackage", name, args, opts);
    const plan = planGuestPackage(name, args);
    const child = { parent: this };
    const account = new storage.StorageAccount(`${name}-packages`, plan.account, child);
    const accountName = account.name;
    const container = new storage.BlobContainer(`${name}-container`, { ...plan.container, accountName }, child);
    const source = new pulumi.asset.FileAsset(zipFile(plan.zip, plan.contentHash));
    const blob = new storage.Blob(
      `${name}-package`,
      { ...plan.blob, accountName, containerName: container.name, source },
      child,
    );
    const grants = makeReaders();
    this.guestPackageUri = pulumi.all([blob.url, ...grants.map(({ id }) => id)]).apply(([url]) => url!);
    this.guestPackageHash = pulumi.output(plan.contentHash);
    this.storageAccountResourceId = account.id;
    this.registerOutputs({
      guestPackageUri: this.guestPackageUri,
      guestPackageHash: this.guestPackageHash,
      storageAccountResourceId: this.storageAccountResourceId,
    });

    function makeReaders(): authorization.RoleAssignment[] {
      const subscriptionId = pulumi.output(
        args.subscriptionId ?? authorization.getClientConfigOutput(child).subscriptionId,
      );
      return plan.readerPrincipalIds.map(
        (principalId, index) =>
          new authorization.RoleAssignment(
            `${name}-reader-${index + 1}`,
            {
              scope: container.id,
              principalId,
              // Spares ARM a look at a directory that may not know a new identity yet.
              principalType: "ServicePrincipal",
              roleDefinitionId: subscriptionId.apply((id) => roleDefinitionResourceId(id, "Storage Blob Data Reader")),
            },
            child,
          ),
      );
    }
  }
}
