import { certificateNotDelivered as rule } from "../../../policies/rules/certificate-not-delivered";
import { defaultSettings } from "../../../policies/settings/settings";
import { unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { extension, machine, scaleSet, secretUrl, settings, verdicts, words } from "./certificate-stack";

const rdp = { url: secretUrl, accounts: ["Network Service"] };

test("an RDP host without a Key Vault extension is broken, and the finding stands on the host", async () => {
  expect(await verdicts(rule, [machine("files")])).toEqual([
    "broken files at : files has no Key Vault extension, so nothing renews the certificate of its RDP listener",
  ]);
});

test("a certificate that osProfile.secrets installs is not renewed, so it does not count", async () => {
  const secrets = [{ vaultCertificates: [{ certificateStore: "My", certificateUrl: `${secretUrl}/1` }] }];
  expect(await verdicts(rule, [machine("files", { osProfile: { secrets } })])).toEqual([
    "broken files at osProfile.secrets: files has no Key Vault extension; " +
      "osProfile.secrets installs a certificate once and never renews it",
  ]);
});

test("a web site's certificate is not RDP's, and the finding names it", async () => {
  const site = settings([{ url: "https://ops-vault.vault.azure.net/secrets/shop-site" }]);
  expect(await verdicts(rule, [machine("web"), extension("e", "web", { settings: site })])).toEqual([
    'broken web at : the Key Vault extension of web delivers the certificate "shop-site", and nothing marks a certificate as RDP\'s',
  ]);
});

test("an extension that observes nothing is broken", async () => {
  expect(await verdicts(rule, [machine("web"), extension("e", "web", { settings: settings([]) })])).toEqual([
    "broken web at : the Key Vault extension of web observes no certificate",
  ]);
});

test.each([
  ["its whole settings are not known yet", { settings: unknownValue }],
  ["its settings are protected", { protectedSettings: {} }],
  ["its settings are JSON text", { settings: JSON.stringify(settings([rdp])) }],
])("an extension delivers even where %s; what it grants is 043's business", async (_, inputs) => {
  expect(await words(rule, [machine("files"), extension("e", "files", inputs)])).toEqual(["holds files"]);
});

test.each<[string, Declared[]]>([
  ["an extension's type", [machine("files"), extension("e", "files", { type: unknownValue })]],
  ["a scale set's list of extensions", [scaleSet("files", unknownValue)]],
])("where %s is not known, nothing is claimed", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["undecided files"]);
});

test("an extension that belongs to one of two machines leaves both undecided", async () => {
  const shared = extension(
    "e",
    "files",
    { vmName: unknownValue, settings: settings([rdp]) },
    {
      propertyDependencies: { vmName: ["files", "other"] },
    },
  );
  expect(await verdicts(rule, [machine("files"), machine("other"), shared])).toEqual([
    "undecided files at : whether files has a Key Vault extension is not known: e belongs to files or other, and nothing tells which",
    "undecided other at : whether other has a Key Vault extension is not known: e belongs to files or other, and nothing tells which",
  ]);
});

test.each(["keyVaultExtension", "certificate"] as const)("providedElsewhere.%s speaks for a host", async (kind) => {
  const asked = { settings: { providedElsewhere: { [kind]: ["fil*"] } } };
  expect(await words(rule, [machine("files"), machine("other")], asked)).toEqual(["holds files", "broken other"]);
});

test("a pattern over a tag that is not known yet leaves a host undecided", async () => {
  const asked = { settings: { providedElsewhere: { certificate: ["tag:domain=corp"] } } };
  const tags = { rdp904: "host", domain: unknownValue };
  expect(await words(rule, [machine("files", { tags })], asked)).toEqual(["undecided files"]);
});

test.each<[string, Record<string, unknown>, string]>([
  [
    "nothing tells which system it runs",
    { storageProfile: { imageReference: { id: "/images/own" } }, tags: { rdp904: "host" } },
    "set osType of the OS disk of files to Windows or Linux",
  ],
  ["a tag is not known", { tags: { rdp904: unknownValue } }, "set the tag rdp904 of files to host or none"],
])("of a machine that may be an RDP host the finding asks for what leaves that open: %s", async (_, inputs, settle) => {
  const said = await rule.judge({ estate: estateOf([machine("files", inputs)]), settings: defaultSettings });
  expect(said).toMatchObject([{ verdict: "undecided", settle }]);
});
