import { keyVaultExtensions } from "../../../../policies/estate/certificate/key-vault-extensions";
import {
  certificateTitle,
  observedCertificates,
  vaultNames,
  vaultOf,
} from "../../../../policies/estate/certificate/observed-certificates";
import { ref, unknownValue, type Declared } from "../../../../policies/testing";
import { estateOf } from "../../../../policies/testing/estate-of";
import { certificate, extension, machine, settings, vault } from "../../rules/certificate-stack";

/** Title and vault of each certificate that the only extension observes. */
function seen(declared: readonly Declared[]): string[] {
  const estate = estateOf(declared);
  const [only] = keyVaultExtensions(estate);
  return observedCertificates(estate, only!).certificates.map((one) => {
    const of = vaultOf(estate, one);
    const where =
      of.state === "vaults" ? vaultNames(of.vaults) : of.state === "outside" ? `outside ${of.name}` : "unknown";
    return `${certificateTitle(one)} in ${where}`;
  });
}

const host = machine("host");
const site = "https://web-vault.vault.azure.net/secrets/site";

test("a URL that is known names certificate and vault", () => {
  const declared = [host, vault("web"), extension("e", "host", { settings: settings([{ url: site }]) })];
  expect(seen(declared)).toEqual(['the certificate "site" in web-vault']);
  expect(seen([host, extension("e", "host", { settings: settings([{ url: site }]) })])).toEqual([
    'the certificate "site" in outside web-vault',
  ]);
});

test("the one URL that is not known is the one resource that no known URL names", () => {
  const declared = [
    host,
    vault("web"),
    vault("ops"),
    certificate("site", "web"),
    certificate("rdp", "ops"),
    extension(
      "e",
      "host",
      { settings: settings([{ url: site }, { url: ref("rdp", "versionlessSecretId") }]) },
      { propertyDependencies: { settings: ["site"] } },
    ),
  ];
  expect(seen(declared)).toEqual(['the certificate "site" in web-vault', 'the certificate "rdp" in ops-vault']);
});

test("a certificate of the same name in another vault is another one", () => {
  const declared = [
    host,
    vault("ops"),
    certificate("site", "ops"),
    extension("e", "host", { settings: settings([{ url: site }]) }),
  ];
  const estate = estateOf(declared);
  expect(observedCertificates(estate, keyVaultExtensions(estate)[0]!).certificates[0]!.sources).toEqual([]);
});

test("several that are not known may each be any of those that the settings were made from", () => {
  const declared = [
    host,
    vault("ops"),
    vault("web"),
    certificate("rdp", "ops"),
    certificate("site", "web"),
    extension("e", "host", {
      settings: settings([{ url: ref("rdp", "versionlessSecretId") }, { url: ref("site", "versionlessSecretId") }]),
    }),
  ];
  expect(seen(declared)).toEqual([
    'the certificate "rdp" or "site" in ops-vault or web-vault',
    'the certificate "rdp" or "site" in ops-vault or web-vault',
  ]);
});

test("a secret whose vault is named by a literal id outside the stack lies outside", () => {
  const id = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.KeyVault/vaults/hub-vault";
  const declared = [
    host,
    certificate("rdp", "", { keyVaultId: id }),
    extension("e", "host", { settings: settings([{ url: ref("rdp", "versionlessSecretId") }]) }),
  ];
  expect(seen(declared)).toEqual(['the certificate "rdp" in outside hub-vault']);
});

test("settings that nobody knows anything of observe nothing that could be named", () => {
  expect(seen([host, extension("e", "host", { settings: unknownValue })])).toEqual([]);
});

test("a text that is no URL of a vault leads to no vault", () => {
  expect(seen([host, extension("e", "host", { settings: settings([{ url: "rdp" }]) })])).toEqual([
    "the certificate at settings.secretsManagementSettings.observedCertificates[0] in unknown",
  ]);
});
