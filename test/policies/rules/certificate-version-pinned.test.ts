import { certificateVersionPinned as rule } from "../../../policies/rules/certificate-version-pinned";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import {
  certificate,
  extension,
  handler,
  machine,
  scaleSet,
  settings,
  vault,
  verdicts,
  words,
} from "./certificate-stack";

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
      fact: `app-certificate observes the version ${version} of rdp-listener, so it never fetches a renewed one`,
      final: true,
    },
  ]);
});

test("a URL under /certificates is broken, because no key lies there", async () => {
  expect(await verdicts(rule, observing(`${vaultUrl}/certificates/rdp-listener`))).toEqual([
    `broken app-certificate at ${at}.url: ` +
      "app-certificate observes rdp-listener under /certificates, which holds no private key",
  ]);
});

test.each<[string, unknown]>([
  ["a key", `${vaultUrl}/keys/rdp-listener`],
  ["a certificate's version", `${vaultUrl}/certificates/rdp-listener/${version}`],
  ["capital letters", `HTTPS://OPS-VAULT.VAULT.AZURE.NET/Secrets/RDP-Listener/${version.toUpperCase()}`],
  ["a slash at the end", `${vaultUrl}/secrets/rdp-listener/${version}/`],
  ["blanks around it", `  ${vaultUrl}/secrets/rdp-listener/${version} `],
  ["the cloud of China", `https://ops-vault.vault.azure.cn/secrets/rdp-listener/${version}`],
  ["the cloud of the US government", `https://ops-vault.vault.usgovcloudapi.net/certificates/rdp-listener`],
  ["a port", `https://ops-vault.vault.azure.net:443/secrets/rdp-listener/${version}`],
])("a pinned URL is found, written with %s", async (_, url) => {
  expect(await words(rule, observing(url))).toEqual(["broken app-certificate"]);
});

test.each<[string, unknown]>([
  ["as the documentation writes it", `${vaultUrl}/secrets/rdp-listener`],
  ["with a slash at the end", `${vaultUrl}/secrets/rdp-listener/`],
  ["in capital letters", "HTTPS://OPS-VAULT.VAULT.AZURE.NET/SECRETS/RDP-LISTENER"],
  ["in another cloud", "https://ops-vault.vault.azure.cn/secrets/rdp-listener"],
  ["with a name that looks like a version", `${vaultUrl}/secrets/${version}`],
  ["with a port", "https://ops-vault.vault.azure.net:443/secrets/rdp-listener"],
])("a URL without a version follows renewals, %s", async (_, url) => {
  expect(await words(rule, observing(url))).toEqual(["holds app-certificate"]);
});

const pinned = { url: `${vaultUrl}/secrets/rdp-listener/${version}`, accounts };

test.each<[string, Declared[]]>([
  ["inline in a scale set", [scaleSet("app", [{ name: "kv", ...handler, settings: settings([pinned]) }])]],
  ["as JSON text", [machine("vm"), extension("app", "vm", { settings: JSON.stringify(settings([pinned])) })]],
  [
    "as a plain URL of the 1.x line",
    [machine("vm"), extension("app", "vm", { typeHandlerVersion: "1.0", settings: settings([pinned.url]) })],
  ],
  [
    "second of two",
    [
      machine("vm"),
      extension("app", "vm", {
        settings: settings([{ url: `${vaultUrl}/secrets/rdp-gateway`, accounts }, pinned]),
      }),
    ],
  ],
  [
    "by a versioned token",
    [
      machine("vm"),
      {
        ...extension("app", "vm", { settings: settings([pinned]) }),
        type: "azure-native_compute_v20230901:compute:VirtualMachineExtension",
      },
    ],
  ],
])("a pinned version is found, %s", async (_, declared) => {
  expect(await words(rule, declared)).toContain("broken app");
});

const made = [vault("ops"), certificate("rdp-listener", "ops")];

test("a URL made from a certificate is undecided in a preview, because the output with a version looks the same", async () => {
  const declared = [...made, ...observing(ref("rdp-listener", "versionlessSecretId"))];
  expect(await verdicts(rule, declared)).toEqual([
    `undecided app-certificate at ${at}.url: ` +
      `whether the URL of rdp-listener in app-certificate names a version is not known: ${at}.url is not known yet`,
  ]);
  expect(await words(rule, declared, { deployed: true })).toEqual(["holds app-certificate"]);
});

test("once it is deployed, a URL made from the output with a version is broken", async () => {
  const versioned = {
    ...certificate("rdp-listener", "ops"),
    outputs: { secretId: `${vaultUrl}/secrets/rdp-listener/${version}` },
  };
  const declared = [vault("ops"), versioned, ...observing(ref("rdp-listener", "secretId"))];
  expect(await words(rule, declared, { deployed: true })).toEqual(["broken app-certificate"]);
});

test("a text that is no URL of a vault is undecided", async () => {
  expect(await words(rule, observing("rdp-listener"))).toEqual(["undecided app-certificate"]);
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

test("beside a certificate that is marked, a web site's one is nobody's business here", async () => {
  const both = settings([{ url: `${vaultUrl}/secrets/rdp-listener`, accounts }, { url: site }]);
  expect(await words(rule, [machine("app"), extension("e", "app", { settings: both })])).toEqual(["holds e"]);
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
