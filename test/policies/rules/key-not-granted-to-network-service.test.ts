import { keyNotGrantedToNetworkService as rule } from "../../../policies/rules/key-not-granted-to-network-service";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import {
  certificate,
  extension,
  handler,
  machine,
  scaleSet,
  secretUrl,
  settings,
  vault,
  verdicts,
  words,
} from "./certificate-stack";

const app = machine("app");
const observing = (observed: unknown): Declared[] => [
  app,
  extension("app-certificate", "app", { settings: settings(observed) }),
];
const siteUrl = "https://ops-vault.vault.azure.net/secrets/shop-site";
const at = "settings.secretsManagementSettings.observedCertificates[0]";

test("an RDP certificate that another account alone may read is broken", async () => {
  expect(await verdicts(rule, observing([{ url: secretUrl, accounts: ["Local Service"] }]))).toEqual([
    `broken app-certificate at ${at}.accounts: ` +
      'app-certificate grants the key of the certificate "rdp-listener" to Local Service only, not to Network Service',
  ]);
});

test("an RDP certificate without accounts is broken, and nothing still to come could heal it", async () => {
  const judged = await rule.judge({ estate: estateOf(observing([{ url: secretUrl }])), settings: defaultSettings });
  expect(judged).toMatchObject([
    {
      verdict: "broken",
      path: `${at}.accounts`,
      fact: 'app-certificate grants the key of the certificate "rdp-listener" to no account, not to Network Service',
      final: true,
    },
  ]);
  expect(judged[0]).not.toHaveProperty("value");
});

test("the accounts that are named stand in the finding as they were written", async () => {
  const declared = observing([{ url: secretUrl, accounts: ["Local Service", "IIS_IUSRS"] }]);
  const judged = await rule.judge({ estate: estateOf(declared), settings: defaultSettings });
  expect(judged).toMatchObject([{ value: '["Local Service","IIS_IUSRS"]' }]);
});

test.each([
  "Network Service",
  "NETWORK SERVICE",
  "NetworkService",
  "NT AUTHORITY\\NETWORK SERVICE",
  "NT AUTHORITY\\NetworkService",
  "S-1-5-20",
  "s-1-5-20",
  "NT-AUTORITÄT\\NETZWERKDIENST",
  "AUTORITE NT\\SERVICE RÉSEAU",
  "Everyone",
  "NT AUTHORITY\\Authenticated Users",
])("the account %s lets Remote Desktop read the key", async (account) => {
  expect(await words(rule, observing([{ url: secretUrl, accounts: ["Local Service", account] }]))).toEqual([
    "holds app-certificate",
  ]);
});

test.each(["CONTOSO\\Network Service", "Network Services", "IIS_IUSRS", "S-1-5-19", ""])(
  "the account %p does not",
  async (account) => {
    expect(await words(rule, observing([{ url: secretUrl, accounts: [account] }]))).toEqual(["broken app-certificate"]);
  },
);

test("an inline extension's finding stands on the scale set, with the path inside it", async () => {
  const declared = [
    scaleSet("farm", [{ name: "kv", ...handler, settings: settings([{ url: secretUrl, accounts: [] }]) }]),
  ];
  expect(await verdicts(rule, declared)).toEqual([
    `broken farm at virtualMachineProfile.extensionProfile.extensions[0].${at}.accounts: ` +
      'kv of farm grants the key of the certificate "rdp-listener" to no account, not to Network Service',
  ]);
});

test.each<[string, Declared[]]>([
  ["the name in its URL", observing([{ url: "https://v.vault.azure.net/secrets/hostRDP" }])],
  [
    "the subject of the resource that makes it",
    [
      vault("ops"),
      certificate("host-1", "ops", {
        certificatePolicy: { x509CertificateProperties: { subject: "CN=Remote Desktop" } },
      }),
      ...observing([{ url: ref("host-1", "versionlessSecretId") }]),
    ],
  ],
  [
    "its Remote Desktop usage",
    [
      vault("ops"),
      certificate("host-1", "ops", {
        certificatePolicy: { x509CertificateProperties: { extendedKeyUsages: ["1.3.6.1.4.1.311.54.1.2"] } },
      }),
      ...observing([{ url: "https://ops-vault.vault.azure.net/secrets/host-1" }]),
    ],
  ],
  [
    "a tag of the machine",
    [
      machine("vm", { tags: { "rdp904-certificate": "shop-site" } }),
      extension("app-certificate", "vm", { settings: settings([{ url: siteUrl }]) }),
    ],
  ],
  [
    "a script that binds it",
    [
      ...observing([{ url: siteUrl }]),
      {
        type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
        name: "bind",
        inputs: { vmName: ref("app", "name"), source: { script: "wmic ... Set SSLCertificateSHA1Hash=$thumb" } },
      },
    ],
  ],
  [
    "a guest configuration that binds it",
    [
      ...observing([{ url: siteUrl }]),
      {
        type: "azure-native:guestconfiguration:GuestConfigurationAssignment",
        name: "bind",
        inputs: {
          vmName: ref("app", "name"),
          name: "BindRdpListener",
          properties: {
            guestConfiguration: { configurationParameter: [{ name: "[X]Y;Certificate", value: "shop-site" }] },
          },
        },
      },
    ],
  ],
])("a certificate is RDP's by %s", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["broken app-certificate"]);
});

test("a web site's certificate is nobody's business here, on an RDP host or not", async () => {
  expect(await words(rule, observing([{ url: siteUrl }]))).toEqual([]);
  const web = machine("app", { tags: {} });
  expect(
    await words(rule, [web, extension("e", "app", { settings: settings([{ url: siteUrl, accounts: [] }]) })]),
  ).toEqual([]);
});

test("nothing is judged where a tag says that RDP is not meant for the machine", async () => {
  const off = machine("app", { tags: { rdp904: "none" } });
  expect(await words(rule, [off, extension("e", "app", { settings: settings([{ url: secretUrl }]) })])).toEqual([]);
});

test.each<[string, string, Record<string, unknown>]>([
  ["settings", "settings", { settings: unknownValue }],
  ["accounts", `${at}.accounts`, { settings: settings([{ url: secretUrl, accounts: unknownValue }]) }],
  ["the URL of a certificate without accounts", `${at}.url`, { settings: settings([{ url: unknownValue }]) }],
  ["JSON text that is cut off", "settings", { settings: '{"secretsManagementSettings":' }],
])("what stands in %s decides, so an RDP host is undecided", async (_, path, inputs) => {
  const [verdict, ...more] = await verdicts(rule, [app, extension("e", "app", inputs)]);
  expect(more).toEqual([]);
  expect(verdict).toMatch(/^undecided e at /);
  expect(verdict).toContain(`at ${path}: `);
});

test("settings that are not known say nothing of a machine that is no RDP host", async () => {
  const web = machine("app", { tags: {} });
  expect(await words(rule, [web, extension("e", "app", { settings: unknownValue })])).toEqual([]);
});

test("an account among others that is not known does not unsettle what is granted", async () => {
  expect(await words(rule, observing([{ url: secretUrl, accounts: [unknownValue, "S-1-5-20"] }]))).toEqual([
    "holds app-certificate",
  ]);
});

test.each<[string, unknown, string]>([
  ["one text", "Network Service", "accounts should be a list, but is a string"],
  ["a list with one that is not known", [unknownValue], "accounts[0] is not known yet"],
])("accounts that are %s are open, and the reason is told", async (_, accounts, why) => {
  const [verdict] = await verdicts(rule, observing([{ url: secretUrl, accounts }]));
  expect(verdict).toMatch(/^undecided app-certificate at /);
  expect(verdict).toContain(why);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["protected settings", { protectedSettings: settings([]) }, /^use settings, where nothing is secret, /],
  [
    "a text in place of the list",
    { settings: { secretsManagementSettings: { observedCertificates: "[]" } } },
    /^write observedCertificates as a list of objects/,
  ],
])("what settles %s is told", async (_, inputs, settle) => {
  const estate = estateOf([app, extension("e", "app", inputs)]);
  expect(await rule.judge({ estate, settings: defaultSettings })).toMatchObject([
    { verdict: "undecided", settle: expect.stringMatching(settle) as string },
  ]);
});

test("settings built as a whole from an RDP certificate are undecided until they are known", async () => {
  const made = [vault("ops"), certificate("rdp-listener", "ops"), app];
  const built = extension(
    "e",
    "app",
    { settings: unknownValue },
    { propertyDependencies: { settings: ["rdp-listener"] } },
  );
  expect(await words(rule, [...made, built])).toEqual(["undecided e"]);
});

test.each<[string, unknown]>([
  ["a number", 7],
  ["a list", []],
  ["null", null],
  ["a deep mess", { secretsManagementSettings: [[{}]], authenticationSettings: 3 }],
  ["certificates of every shape", settings([null, 3, [], {}, { url: 5, accounts: {} }, "no url"])],
])("settings that are %s never throw", async (_, odd) => {
  await expect(words(rule, [app, extension("e", "app", { settings: odd })])).resolves.toBeDefined();
});
