import { certificateStoreWrong as rule } from "../../../policies/rules/certificate-store-wrong";
import { defaultSettings } from "../../../policies/settings/settings";
import { unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { extension, handler, machine, scaleSet, secretUrl, settings, verdicts, words } from "./certificate-stack";
import { scaleSetExtension, spellings } from "./spellings";

const accounts = ["Network Service"];
const at = "settings.secretsManagementSettings.observedCertificates[0]";
const observing = (store: Record<string, unknown>, more: Record<string, unknown> = {}): Declared[] => [
  machine("app"),
  extension("app-certificate", "app", { settings: settings([{ url: secretUrl, accounts, ...store }]), ...more }),
];

test("another store of the computer is broken, and nothing still to come could heal it", async () => {
  const declared = observing({ certificateStoreName: "WebHosting", certificateStoreLocation: "LocalMachine" });
  const judged = await rule.judge({ estate: estateOf(declared), settings: defaultSettings });
  expect(judged).toMatchObject([
    {
      verdict: "broken",
      path: `${at}.certificateStoreName`,
      value: "WebHosting",
      fact: "app-certificate puts rdp-listener into the store WebHosting; the listener looks into MY",
      final: true,
    },
  ]);
});

test("a user's stores are broken", async () => {
  expect(await verdicts(rule, observing({ certificateStoreLocation: "CurrentUser" }))).toEqual([
    `broken app-certificate at ${at}.certificateStoreLocation: app-certificate puts rdp-listener into the stores of ` +
      "CurrentUser; the listener looks into those of LocalMachine",
  ]);
});

test("a location in other letters is broken, because the extension tells it by its case", async () => {
  expect(await verdicts(rule, observing({ certificateStoreLocation: "localMachine" }))).toEqual([
    `broken app-certificate at ${at}.certificateStoreLocation: app-certificate puts rdp-listener into localMachine, ` +
      "which the extension does not know: it tells LocalMachine by its case",
  ]);
});

test.each<[string, Record<string, unknown>]>([
  ["Remote Desktop, where Windows keeps the self-signed one", { certificateStoreName: "Remote Desktop" }],
  ["Root", { certificateStoreName: "Root", certificateStoreLocation: "LocalMachine" }],
  ["TrustedPeople", { certificateStoreName: "TrustedPeople" }],
  ["Personal, which is MY's title and not its name", { certificateStoreName: "Personal" }],
  ["MY of nobody knows where", { certificateStoreName: "MY", certificateStoreLocation: "Local Machine" }],
  ["MY of CURRENTUSER", { certificateStoreLocation: "CURRENTUSER" }],
])("the store %s is broken", async (_, store) => {
  expect(await words(rule, observing(store))).toEqual(["broken app-certificate"]);
});

test.each<[string, Record<string, unknown>]>([
  ["as documented", { certificateStoreName: "MY", certificateStoreLocation: "LocalMachine" }],
  ["My", { certificateStoreName: "My" }],
  ["my", { certificateStoreName: "my", certificateStoreLocation: "LocalMachine" }],
  ["by default", {}],
  ["by default, said as null", { certificateStoreName: null, certificateStoreLocation: null }],
])("the store is the listener's, %s, in a preview and once deployed", async (_, store) => {
  expect(await words(rule, observing(store))).toEqual(["holds app-certificate"]);
  expect(await words(rule, observing(store), { deployed: true })).toEqual(["holds app-certificate"]);
});

const wrong = { url: secretUrl, accounts, certificateStoreName: "WebHosting" };

test.each<[string, Declared[]]>([
  ["inline in a scale set", [scaleSet("app", [{ name: "kv", ...handler, settings: settings([wrong]) }])]],
  ["as JSON text", [machine("vm"), extension("app", "vm", { settings: JSON.stringify(settings([wrong])) })]],
  [
    "said once for all URLs of the 1.x line",
    [
      machine("vm"),
      extension("app", "vm", {
        typeHandlerVersion: "1.0",
        settings: settings([secretUrl], undefined, { certificateStoreLocation: "CurrentUser" }),
      }),
    ],
  ],
  [
    "in the words of the 4.x line",
    [machine("vm"), extension("app", "vm", { typeHandlerVersion: "4.0", settings: settings([wrong]) })],
  ],
])("a wrong store is found, %s", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["broken app"]);
});

const right = { url: secretUrl, accounts, certificateStoreName: "MY", certificateStoreLocation: "LocalMachine" };
const inOneSet = (observed: unknown): Declared[] => [
  scaleSet("farm", []),
  scaleSetExtension("app", {
    vmScaleSetName: "farm-set",
    ...handler,
    settings: settings([observed]),
  }),
];

test.each<[string, Declared[]]>([
  ["inline in a scale set", [scaleSet("app", [{ name: "kv", ...handler, settings: settings([right]) }])]],
  ["beside a scale set", inOneSet(right)],
  ["as JSON text", [machine("vm"), extension("app", "vm", { settings: JSON.stringify(settings([right])) })]],
  [
    "said once for all URLs of the 1.x line",
    [
      machine("vm"),
      extension("app", "vm", {
        typeHandlerVersion: "1.0",
        settings: settings([secretUrl], undefined, {
          certificateStoreName: "MY",
          certificateStoreLocation: "LocalMachine",
        }),
      }),
    ],
  ],
  [
    "in the words of the 4.x line",
    [machine("vm"), extension("app", "vm", { typeHandlerVersion: "4.0", settings: settings([right]) })],
  ],
])("the listener's store is taken for right, %s", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["holds app"]);
});

test("a wrong store is found beside a scale set, too", async () => {
  expect(await words(rule, inOneSet(wrong))).toEqual(["broken app"]);
});

test.each(spellings)("%s change nothing, in a preview and once deployed", async (_, spell) => {
  for (const deployed of [false, true]) {
    expect(await words(rule, spell(observing(right)), { deployed })).toEqual(["holds app-certificate"]);
    expect(await words(rule, spell(observing(wrong)), { deployed })).toEqual(["broken app-certificate"]);
  }
});

test("what the 1.x line said for all URLs means nothing where each certificate has its own", async () => {
  const declared = [
    machine("vm"),
    extension("app", "vm", {
      settings: settings([{ url: secretUrl, accounts }], undefined, { certificateStoreName: "WebHosting" }),
    }),
  ];
  expect(await words(rule, declared)).toEqual(["holds app"]);
});

test.each(["certificateStoreName", "certificateStoreLocation"])(
  "%s that is not known yet leaves it open",
  async (property) => {
    expect(await verdicts(rule, observing({ [property]: unknownValue }))).toEqual([
      `undecided app-certificate at ${at}.${property}: whether app-certificate puts rdp-listener where the listener ` +
        `looks is not known: ${at}.${property} is not known yet`,
    ]);
  },
);

test("a half that is wrong decides, whatever the other one is", async () => {
  const store = { certificateStoreName: unknownValue, certificateStoreLocation: "CurrentUser" };
  expect(await words(rule, observing(store))).toEqual(["broken app-certificate"]);
});

test("a store name of another kind is not guessed", async () => {
  expect(await words(rule, observing({ certificateStoreName: ["MY"] }))).toEqual(["undecided app-certificate"]);
});

test("a web site's certificate may lie where it likes, except for an advice on an RDP host that has no other", async () => {
  const site = { url: "https://v.vault.azure.net/secrets/shop", certificateStoreName: "WebHosting" };
  const lone = extension("e", "app", { settings: settings([site]) });
  const judged = await rule.judge({ estate: estateOf([machine("app"), lone]), settings: defaultSettings });
  expect(judged).toMatchObject([{ verdict: "broken", level: "advisory" }]);
  expect(await words(rule, [machine("app", { tags: {} }), lone])).toEqual([]);
  const beside = extension("e", "app", { settings: settings([site, { url: secretUrl, accounts }]) });
  expect(await words(rule, [machine("app"), beside])).toEqual(["holds e"]);
});
