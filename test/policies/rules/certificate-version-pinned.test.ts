import { certificateVersionPinned as rule } from "../../../policies/rules/certificate-version-pinned";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { certificate, extension, machine, settings, vault, verdicts, words } from "./certificate-stack";

const vaultUrl = "https://ops-vault.vault.azure.net";
const version = "0123456789abcdef0123456789abcdef";
const accounts = ["Network Service"];
const at = "settings.secretsManagementSettings.observedCertificates[0]";

const observing = (url: unknown, more: Record<string, unknown> = {}): Declared[] => [
  machine("app"),
  extension("app-certificate", "app", { settings: settings([{ url, accounts, ...more }]) }),
];

test("a URL that names a version is broken, and nothing still to come could heal it", async () => {
  const url = `${vaultUrl}/secrets/rdp-listener/${version}`;
  const judged = await rule.judge({ estate: estateOf(observing(url)), settings: defaultSettings });
  expect(judged).toMatchObject([
    {
      verdict: "broken",
      path: `${at}.url`,
      value: url,
      fact: `app-certificate observes the version ${version} of the certificate "rdp-listener", so it never fetches a renewed one`,
      fix: `Observe ${vaultUrl}/secrets/rdp-listener.`,
      final: true,
    },
  ]);
});

test("a URL under /certificates is broken, because no key lies there", async () => {
  expect(await verdicts(rule, observing(`${vaultUrl}/certificates/rdp-listener`))).toEqual([
    `broken app-certificate at ${at}.url: ` +
      'app-certificate observes the certificate "rdp-listener" under /certificates, which holds no private key',
  ]);
});

test.each<[string, unknown]>([
  ["blanks around it", `  ${vaultUrl}/secrets/rdp-listener/${version} `],
  ["the cloud of China", `https://ops-vault.vault.azure.cn/secrets/rdp-listener/${version}`],
  ["the cloud of the US government", `https://ops-vault.vault.usgovcloudapi.net/certificates/rdp-listener`],
])("a pinned URL is found, written with %s", async (_, url) => {
  expect(await words(rule, observing(url))).toEqual(["broken app-certificate"]);
});

const pinned = { url: `${vaultUrl}/secrets/rdp-listener/${version}`, accounts };

const made = [vault("ops"), certificate("rdp-listener", "ops")];

test("a URL made from a certificate is undecided in a preview, because the output with a version looks the same", async () => {
  const declared = [...made, ...observing(ref("rdp-listener", "versionlessSecretId"))];
  expect(await verdicts(rule, declared)).toEqual([
    `undecided app-certificate at ${at}.url: ` +
      `whether the URL of the certificate "rdp-listener" in app-certificate names a version is not known: ${at}.url is not known yet`,
  ]);
  expect(await words(rule, declared, { deployed: true })).toEqual(["holds app-certificate"]);
});

test("settings that are not known at all are told by another rule alone", async () => {
  const declared = [
    ...made,
    machine("app"),
    extension("e", "app", { settings: unknownValue }, { propertyDependencies: { settings: ["rdp-listener"] } }),
  ];
  expect(await words(rule, declared)).toEqual([]);
});

const site = `${vaultUrl}/secrets/shop-site/${version}`;

test("where nothing marks a certificate, a pinned one of an RDP host is worth an advice, and one of a web server nothing", async () => {
  const unmarked = extension("e", "app", { settings: settings([{ url: site }]) });
  const judged = await rule.judge({ estate: estateOf([machine("app"), unmarked]), settings: defaultSettings });
  expect(judged).toMatchObject([{ verdict: "broken", level: "advisory", final: false }]);
  expect(await words(rule, [machine("app", { tags: {} }), unmarked])).toEqual([]);
  const elsewhere = { settings: { providedElsewhere: { certificate: ["app"] } } };
  expect(await words(rule, [machine("app"), unmarked], elsewhere)).toEqual([]);
});

test("what Network Service may read is RDP's on an RDP host, and worth an advice at most on a machine that is none", async () => {
  const weak = extension("e", "app", { settings: settings([{ url: site, accounts }]) });
  const judged = async (tags: Record<string, string>): Promise<unknown> =>
    rule.judge({ estate: estateOf([machine("app", { tags }), weak]), settings: defaultSettings });
  expect(await judged({ rdp904: "host" })).toMatchObject([{ verdict: "broken", final: true }]);
  expect(await judged({})).toMatchObject([{ verdict: "broken", level: "advisory", final: false }]);
});

test("what Network Service may read is somebody else's where another certificate is called RDP's", async () => {
  const web = { url: site, accounts };
  const declared = (rdp: unknown): Declared[] => [
    machine("app"),
    extension("e", "app", { settings: settings([web, rdp]) }),
  ];
  expect(await words(rule, declared({ url: `${vaultUrl}/secrets/rdp-listener`, accounts }))).toEqual(["holds e"]);
  expect(await words(rule, declared({ url: `${vaultUrl}/secrets/shop-host` }))).toEqual(["broken e"]);
});

test("nothing is judged where a tag says that RDP is not meant for the machine", async () => {
  const off = machine("app", { tags: { rdp904: "none" } });
  expect(await words(rule, [off, extension("e", "app", { settings: settings([pinned]) })])).toEqual([]);
});

test.each<[string, unknown]>([
  ["a number", 7],
  ["null", null],
  ["certificates of every shape", settings([null, 3, [], {}, { url: 5, accounts: {} }, "rdp"])],
])("settings that are %s never throw", async (_, odd) => {
  await expect(words(rule, [machine("app"), extension("e", "app", { settings: odd })])).resolves.toBeDefined();
});
