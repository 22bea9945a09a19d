import type { storage } from "@pulumi/azure-native";
import type * as pulumi from "@pulumi/pulumi";
import { ArgumentError, checkList, checkPresent, checkText } from "../argument-check";
import type { RdpGuestPackageArgs } from "./rdp-guest-package-args";
import { buildRdp904Package, rdp904Source } from "./rdp904-package";

/** Inputs of the resources of RdpGuestPackage, less what comes from other resources. */
export interface RdpGuestPackagePlan {
  readonly account: storage.StorageAccountArgs;
  readonly container: Omit<storage.BlobContainerArgs, "accountName">;
  readonly blob: Omit<storage.BlobArgs, "accountName" | "containerName" | "source">;
  readonly zip: Uint8Array;
  readonly contentHash: string;
  readonly readerPrincipalIds: readonly pulumi.Input<string>[];
}

/** @throws ArgumentError with the argument's path and what is allowed */
export function planGuestPackage(name: string, args: RdpGuestPackageArgs): RdpGuestPackagePlan {
  const { resourceGroupName, location, tags = {} } = args;
  const { fileName, zip, contentHash } = buildRdp904Package();
  return {
    account: {
      resourceGroupName,
      location,
      tags,
      accountName: checkText(
        `${name}: storageAccountName`,
        args.storageAccountName,
        /^[a-z0-9]{3,24}$/,
        "3 to 24 lower-case letters and digits",
      ),
      kind: "StorageV2",
      sku: { name: "Standard_LRS" },
      minimumTlsVersion: "TLS1_2",
      enableHttpsTrafficOnly: true,
      allowBlobPublicAccess: false,
      // The provider uploads with them: https://github.com/pulumi/pulumi-azure-native/issues/2015
      allowSharedKeyAccess: true,
    },
    // Each release has its own, so that the next comes before the last goes, under the one file name that the agent takes.
    container: {
      resourceGroupName,
      containerName: `guest-packages-${rdp904Source().version.replaceAll(".", "-")}`,
      publicAccess: "None",
    },
    blob: { resourceGroupName, blobName: fileName, type: "Block", contentType: "application/zip" },
    zip,
    contentHash,
    readerPrincipalIds: readers(`${name}: readerPrincipalIds`, args.readerPrincipalIds),
  };
}

function readers(path: string, ids: pulumi.Input<string>[]): readonly pulumi.Input<string>[] {
  const allowed = "a list of object ids of managed identities";
  if (checkList(path, ids, allowed).length === 0) throw new ArgumentError(path, "is empty", allowed);
  ids.forEach((id, index) => {
    checkPresent(`${path}[${index}]`, id, "the object id of a managed identity");
  });
  return ids;
}
