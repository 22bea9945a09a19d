import { readFileSync } from "node:fs";
import { RdpGuestPackage, type RdpGuestPackageArgs } from "../../../components";
import { planGuestPackage } from "../../../components/guest-package/rdp-guest-package-plan";
import { buildRdp904Package } from "../../../components/guest-package/rdp904-package";
import { zipFile } from "../../../components/guest-package/zip-file";
import { guestPackages } from "../../../policies/model/guest-packages";
import { dependenciesOf, inputsOf, recordResources, settled } from "../registered";

const healthy: RdpGuestPackageArgs = {
  resourceGroupName: "rg",
  storageAccountName: "strdp",
  readerPrincipalIds: ["principal-1", "principal-2"],
};

test("nobody reads the package without a role, and the account admits the keys by which the provider uploads", () => {
  const { account, container } = planGuestPackage("rdp", healthy);
  expect(account).toEqual({
    resourceGroupName: "rg",
    location: undefined,
    tags: {},
    accountName: "strdp",
    kind: "StorageV2",
    sku: { name: "Standard_LRS" },
    minimumTlsVersion: "TLS1_2",
    enableHttpsTrafficOnly: true,
    allowBlobPublicAccess: false,
    allowSharedKeyAccess: true,
  });
  expect(container.publicAccess).toBe("None");
});

test("the blob keeps the file name that the agent takes, in a container of its release", () => {
  const { blob, container } = planGuestPackage("rdp", healthy);
  expect(blob.blobName).toBe("Rdp904.zip");
  expect(container.containerName).toBe(`guest-packages-${guestPackages.at(-1)!.version.replaceAll(".", "-")}`);
});

test.each<[string, Record<string, unknown>, string]>([
  ["an account with capitals", { storageAccountName: "stRdp" }, 'rdp: storageAccountName is "stRdp".'],
  ["an account of two letters", { storageAccountName: "st" }, "Allowed: 3 to 24 lower-case letters and digits."],
  ["no readers", { readerPrincipalIds: undefined }, "rdp: readerPrincipalIds is missing."],
  ["an empty list of readers", { readerPrincipalIds: [] }, "rdp: readerPrincipalIds is empty."],
  ["a reader that is missing", { readerPrincipalIds: ["a", undefined] }, "rdp: readerPrincipalIds[1] is missing."],
])("%s is refused while planning", (_title, change, message) => {
  expect(() => planGuestPackage("rdp", { ...healthy, ...change } as RdpGuestPackageArgs)).toThrow(message);
});

test("the file that is uploaded holds the package that the rules know, on every call the same", () => {
  const { zip, contentHash } = buildRdp904Package();
  const path = zipFile(zip, contentHash);
  expect(zipFile(zip, contentHash)).toBe(path);
  expect(Buffer.compare(readFileSync(path), zip)).toBe(0);
  expect(contentHash).toBe(guestPackages.at(-1)!.contentHash);
});

test("each reader gets the right to read blobs of the container alone", async () => {
  await recordResources();
  const { guestPackageUri } = new RdpGuestPackage("rdp", healthy);
  const resources = await settled(guestPackageUri);
  expect(resources.map(({ name }) => name).sort()).toEqual(
    ["rdp", "rdp-container", "rdp-package", "rdp-packages", "rdp-reader-1", "rdp-reader-2"].sort(),
  );
  for (const [index, principalId] of ["principal-1", "principal-2"].entries()) {
    expect(inputsOf(resources, `rdp-reader-${index + 1}`)).toEqual({
      scope: "id of rdp-container",
      principalId,
      principalType: "ServicePrincipal",
      roleDefinitionId:
        "/subscriptions/33333333-3333-3333-3333-333333333333/providers/Microsoft.Authorization/roleDefinitions/2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    });
  }
});

test("whoever uses the URL waits for the grants, without having to know that there are any", async () => {
  await recordResources();
  const { guestPackageUri } = new RdpGuestPackage("rdp", healthy);
  const names = await dependenciesOf(guestPackageUri);
  expect(names).toEqual(["rdp-package", "rdp-reader-1", "rdp-reader-2"]);
  await settled();
});
