import { certificateStoreWrong as rule } from "../../../policies/rules/certificate-store-wrong";
import { defaultSettings } from "../../../policies/settings/settings";
import { unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { extension, machine, secretUrl, settings, verdicts, words } from "./certificate-stack";

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
      fact: 'app-certificate puts the certificate "rdp-listener" into the store WebHosting; the listener looks into MY',
      final: true,
    },
  ]);
});

test("a user's stores are broken", async () => {
  expect(await verdicts(rule, observing({ certificateStoreLocation: "CurrentUser" }))).toEqual([
    `broken app-certificate at ${at}.certificateStoreLocation: app-certificate puts the certificate "rdp-listener" into the stores of ` +
      "CurrentUser; the listener looks into those of LocalMachine",
  ]);
});

test("a location in other letters is broken, because the extension tells it by its case", async () => {
  expect(await verdicts(rule, observing({ certificateStoreLocation: "localMachine" }))).toEqual([
    `broken app-certificate at ${at}.certificateStoreLocation: app-certificate puts the certificate "rdp-listener" into localMachine, ` +
      "which the extension does not know: it tells LocalMachine by its case",
  ]);
});

test.each<[string, Record<string, unknown>]>([
  ["Root", { certificateStoreName: "Root", certificateStoreLocation: "LocalMachine" }],
  ["TrustedPeople", { certificateStoreName: "TrustedPeople" }],
  ["MY of nobody knows where", { certificateStoreName: "MY", certificateStoreLocation: "Local Machine" }],
  ["MY of CURRENTUSER", { certificateStoreLocation: "CURRENTUSER" }],
])("the store %s is broken", async (_, store) => {
  expect(await words(rule, observing(store))).toEqual(["broken app-certificate"]);
});

test("a store said as null is the default", async () => {
  const store = { certificateStoreName: null, certificateStoreLocation: null };
  expect(await words(rule, observing(store))).toEqual(["holds app-certificate"]);
});

test.each(["certificateStoreName", "certificateStoreLocation"])(
  "%s that is not known yet leaves it open",
  async (property) => {
    expect(await verdicts(rule, observing({ [property]: unknownValue }))).toEqual([
      `undecided app-certificate at ${at}.${property}: whether app-certificate puts the certificate "rdp-listener" where the listener ` +
        `looks is not known: ${at}.${property} is not known yet`,
    ]);
  },
);

test("a half that is wrong decides, whatever the other one is", async () => {
  const store = { certificateStoreName: unknownValue, certificateStoreLocation: "CurrentUser" };
  expect(await words(rule, observing(store))).toEqual(["broken app-certificate"]);
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
