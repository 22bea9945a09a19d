import { extensionUnfit as rule } from "../../../policies/rules/extension-unfit";
import { defaultSettings } from "../../../policies/settings/settings";
import { unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { extension, machine, secretUrl, settings, verdicts, words } from "./certificate-stack";

const windows = (sku: string, more: Record<string, unknown> = {}) => ({
  storageProfile: { imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku, ...more } },
});
const observed = { url: secretUrl, accounts: ["Network Service"] };
const upgrades = { autoUpgradeMinorVersion: true };

/** A host of some image with an extension of some line, everything else as it should be. */
function host(typeHandlerVersion: unknown, image: Record<string, unknown>, inputs: Record<string, unknown> = {}) {
  return [
    machine("app", image),
    extension("app-certificate", "app", {
      ...upgrades,
      typeHandlerVersion,
      settings: { secretsManagementSettings: { observedCertificates: [observed] } },
      ...inputs,
    }),
  ];
}

const at = "settings.secretsManagementSettings";

test("the line 4.x does not install on Windows Server 2019", async () => {
  expect(await verdicts(rule, host("4.0", windows("2019-datacenter-gensecond")))).toEqual([
    "broken app-certificate at typeHandlerVersion: " +
      "app-certificate is of the line 4.x, which does not install on Windows Server 2019 of app",
  ]);
});

test("settings given as a text are refused", async () => {
  const text = JSON.stringify({ secretsManagementSettings: { observedCertificates: [observed] } });
  expect(await verdicts(rule, host("3.0", windows("2022-datacenter-g2"), { settings: text }))).toEqual([
    "broken app-certificate at settings: " +
      "app-certificate gets its settings as a text, and refuses them: it reads an object only",
  ]);
});

test("a polling interval that is a number is refused", async () => {
  const numeric = settings([observed], undefined, { pollingIntervalInS: 3600 });
  expect(await verdicts(rule, host("3.0", windows("2022-datacenter-g2"), { settings: numeric }))).toEqual([
    `broken app-certificate at ${at}.pollingIntervalInS: ` +
      'app-certificate gets 3600 as a number, and refuses its settings: it reads a text such as "3600" only',
  ]);
});

const signIn = (authenticationSettings: Record<string, unknown>): Record<string, unknown> => ({
  settings: { ...settings([observed]), authenticationSettings },
});

test.each([
  "http:///169.254.169.254/metadata/identity",
  "169.254.169.254",
  "https://169.254.169.254/metadata/identity",
])("no token can be asked from %s", async (msiEndpoint) => {
  const declared = host("3.0", windows("2022-datacenter-g2"), signIn({ msiEndpoint, msiClientId: "c" }));
  expect(await verdicts(rule, declared)).toEqual([
    "broken app-certificate at settings.authenticationSettings.msiEndpoint: " +
      `app-certificate asks for its token at ${msiEndpoint}, which is not the http address of a host`,
  ]);
});

test("a client id without the endpoint that is documented as required beside it is worth an advice", async () => {
  const estate = estateOf(host("3.0", windows("2022-datacenter-g2"), signIn({ msiClientId: "c" })));
  const judged = await rule.judge({ estate, settings: defaultSettings });
  expect(judged).toMatchObject([
    { verdict: "broken", level: "advisory", path: "settings.authenticationSettings.msiEndpoint" },
  ]);
});

test.each<[string, unknown]>([
  ["an endpoint with or without its path", "http://169.254.169.254/metadata/identity/oauth2/token"],
  ["an endpoint that is not known yet", unknownValue],
])("%s is no misfit", async (_, msiEndpoint) => {
  const declared = host("3.0", windows("2022-datacenter-g2"), signIn({ msiEndpoint, msiClientId: "c" }));
  expect(await words(rule, declared)).toEqual(["holds app-certificate"]);
});

test("an object is nothing that the line 1.x can read", async () => {
  expect(await verdicts(rule, host("1.0", windows("2019-datacenter")))).toEqual([
    `broken app-certificate at ${at}.observedCertificates[0]: ` +
      "app-certificate observes an object as later lines do; the line 1.x reads plain URLs only",
  ]);
});

test.each<[string, Declared[]]>([
  ["4 on 2016", host("4", windows("2016-Datacenter"))],
  ["4.0.3 on 2012 R2", host("4.0.3", windows("2012-r2-datacenter-gensecond"))],
  [
    "a plain URL in the line 4.x",
    host("4.0", windows("2025-datacenter-g2"), {
      settings: { secretsManagementSettings: { observedCertificates: [secretUrl] } },
    }),
  ],
])("%s is unfit", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["broken app-certificate"]);
});

test.each<[string, Declared[]]>([
  ["3.0 on 2016, which the documentation named for years", host("3.0", windows("2016-datacenter"))],
])("%s fits, in a preview and once deployed", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["holds app-certificate"]);
  expect(await words(rule, declared, { deployed: true })).toEqual(["holds app-certificate"]);
});

test.each<[string, string, Record<string, unknown>]>([
  ["minor upgrades that nobody asked for", "autoUpgradeMinorVersion", { autoUpgradeMinorVersion: null }],
])("%s are worth an advice", async (_, path, inputs) => {
  const estate = estateOf(host("3.0", windows("2022-datacenter"), inputs));
  const judged = await rule.judge({ estate, settings: defaultSettings });
  expect(judged).toMatchObject([{ verdict: "broken", level: "advisory", path }]);
});

test.each<[string, string, Record<string, unknown>]>([
  ["requireInitialSync", `${at}.requireInitialSync`, settings([observed], undefined, { requireInitialSync: false })],
  ["keyExportable", `${at}.observedCertificates[0].keyExportable`, settings([{ ...observed, keyExportable: true }])],
  ["polling once a day", `${at}.pollingIntervalInS`, settings([observed], undefined, { pollingIntervalInS: "86400" })],
])("%s has no effect in the line 4.x, which is worth an advice", async (_, path, given) => {
  const estate = estateOf(host("4.0", windows("2022-datacenter"), { settings: given }));
  const judged = await rule.judge({ estate, settings: defaultSettings });
  expect(judged).toMatchObject([{ verdict: "broken", level: "advisory", path }]);
});

test.each<[string, string, Declared[]]>([
  ["a SKU that is not known yet under 4.x", "typeHandlerVersion", host("4.0", windows(unknownValue))],
  [
    "a client release under 4.x",
    "typeHandlerVersion",
    host("4.0", windows("win11-24h2-avd", { publisher: "MicrosoftWindowsDesktop", offer: "windows-11" })),
  ],
])("%s cannot be judged", async (_, path, declared) => {
  const [verdict, ...more] = await verdicts(rule, declared);
  expect(more).toEqual([]);
  expect(verdict).toMatch(new RegExp(`^undecided app-certificate at ${path}: `));
});

test("a machine that is not in the stack says nothing of its image", async () => {
  const alone = extension("e", "", {
    ...upgrades,
    vmName: "elsewhere",
    typeHandlerVersion: "4.0",
    settings: settings([observed]),
  });
  expect(await words(rule, [alone])).toEqual(["holds e"]);
});

test("a web site's extension is worth an advice at most, and only where it cannot work", async () => {
  const site = { url: "https://v.vault.azure.net/secrets/shop" };
  const off = { autoUpgradeMinorVersion: false, settings: settings([site]) };
  expect(await words(rule, [machine("app"), extension("e", "app", off)])).toEqual(["holds e"]);
  const asText = extension("e", "app", { ...upgrades, settings: JSON.stringify(settings([site])) });
  const judged = await rule.judge({ estate: estateOf([machine("app"), asText]), settings: defaultSettings });
  expect(judged).toMatchObject([{ verdict: "broken", level: "advisory", path: "settings" }]);
  expect(await words(rule, [machine("app", { tags: {} }), asText])).toEqual([]);
});
