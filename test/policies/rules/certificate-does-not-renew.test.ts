import { certificateDoesNotRenew as rule } from "../../../policies/rules/certificate-does-not-renew";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import {
  certificate,
  extension,
  machine,
  policy,
  secretUrl,
  settings,
  vault,
  verdicts,
  words,
} from "./certificate-stack";

type Inputs = Record<string, unknown>;
const accounts = ["Network Service"];

/** A host that observes "rdp-listener", and what makes it. */
function stack(inputs: Inputs, more: Partial<Declared> = {}): Declared[] {
  return [
    vault("ops"),
    { ...certificate("rdp-listener", "ops", inputs), ...more },
    machine("app"),
    extension("app-certificate", "app", { settings: settings([{ url: secretUrl, accounts }]) }),
  ];
}

const withPolicy = (parts: Inputs = {}, x509: Inputs = {}): Declared[] =>
  stack({ certificatePolicy: policy(parts, x509) });
const action = (actionType: unknown, trigger: unknown): Inputs => ({ action: { actionType }, trigger });
const renewing = (trigger: Inputs, x509: Inputs = {}): Declared[] =>
  withPolicy({ lifetimeActions: [action("AutoRenew", trigger)] }, x509);

test("a policy without an action renews nothing, and nothing still to come could heal it", async () => {
  const estate = estateOf(withPolicy({ lifetimeActions: undefined }));
  const judged = await rule.judge({ estate, settings: defaultSettings });
  expect(judged).toMatchObject([
    {
      verdict: "broken",
      path: "certificatePolicy.lifetimeActions",
      fact: 'the policy of the certificate "rdp-listener" has no AutoRenew action, so nothing renews it',
      final: true,
    },
  ]);
  expect(judged[0]).not.toHaveProperty("value");
});

test("a mail to the contacts renews nothing", async () => {
  const actions = [action("EmailContacts", { daysBeforeExpiry: 30 })];
  const estate = estateOf(withPolicy({ lifetimeActions: actions }));
  const judged = await rule.judge({ estate, settings: defaultSettings });
  expect(judged).toMatchObject([{ verdict: "broken", value: "EmailContacts" }]);
});

test("Key Vault cannot renew with an issuer that it does not know", async () => {
  expect(await verdicts(rule, withPolicy({ issuerParameters: { name: "Unknown" } }))).toEqual([
    "broken rdp-listener at certificatePolicy.issuerParameters.name: " +
      'the issuer of the certificate "rdp-listener" is Unknown, with which Key Vault cannot renew',
  ]);
});

test("ten days of a year are too few", async () => {
  expect(await verdicts(rule, renewing({ daysBeforeExpiry: 10 }))).toEqual([
    'broken rdp-listener at certificatePolicy.lifetimeActions[0].trigger.daysBeforeExpiry: the certificate "rdp-listener", valid for ' +
      "12 months, is renewed 10 days before expiry; a renewal that fails needs 14 to be noticed and repaired",
  ]);
});

test("one day of one month is told as one", async () => {
  const [told] = await verdicts(rule, renewing({ daysBeforeExpiry: 1 }, { validityInMonths: 1 }));
  expect(told).toContain("valid for 1 month, is renewed 1 day before expiry; ");
});

test.each<[string, Declared[]]>([
  ["an empty list of actions", withPolicy({ lifetimeActions: [] })],
  ["an issuer in other letters", withPolicy({ issuerParameters: { name: "UNKNOWN" } })],
  ["numbers written as text", renewing({ lifetimePercentage: "99" }, { validityInMonths: "24" })],
  ["one day of ten years", renewing({ daysBeforeExpiry: 1 }, { validityInMonths: 120 })],
  [
    "an import whose policy names nobody who could renew it",
    stack({
      certificate: { contents: "c2VjcmV0" },
      certificatePolicy: policy({ issuerParameters: { name: "Unknown" } }),
    }),
  ],
])("%s: broken", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["broken rdp-listener"]);
  expect(await words(rule, declared, { deployed: true })).toEqual(["broken rdp-listener"]);
});

test.each<[string, Declared[]]>([
  ["an action in other letters", withPolicy({ lifetimeActions: [action("autoRenew", { daysBeforeExpiry: 30 })] })],
  [
    "30 days of a validity that is not known yet",
    renewing({ daysBeforeExpiry: 30 }, { validityInMonths: unknownValue }),
  ],
])("%s: holds", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["holds rdp-listener"]);
  expect(await words(rule, declared, { deployed: true })).toEqual(["holds rdp-listener"]);
});

test.each<[string, string, Declared[]]>([
  ["a policy", "certificatePolicy", stack({ certificatePolicy: unknownValue })],
  ["actions", "certificatePolicy.lifetimeActions", withPolicy({ lifetimeActions: unknownValue })],
  [
    "the kind of an action",
    "certificatePolicy.lifetimeActions[0].action.actionType",
    withPolicy({ lifetimeActions: [action(unknownValue, { daysBeforeExpiry: 30 })] }),
  ],
  [
    "a percentage",
    "certificatePolicy.lifetimeActions[0].trigger.lifetimePercentage",
    renewing({ lifetimePercentage: unknownValue }),
  ],
  [
    "a validity that decides",
    "certificatePolicy.x509CertificateProperties.validityInMonths",
    renewing({ lifetimePercentage: 95 }, { validityInMonths: unknownValue }),
  ],
  ["a trigger that says nothing", "certificatePolicy.lifetimeActions[0].trigger", renewing({})],
])("%s that is not known leaves it open", async (_, path, declared) => {
  const [verdict, ...more] = await verdicts(rule, declared);
  expect(more).toEqual([]);
  expect(verdict).toMatch(/^undecided rdp-listener at /);
  expect(verdict).toContain(`at ${path}: `);
});

test("an issuer that cannot renew decides, whatever the actions are", async () => {
  const declared = withPolicy({ issuerParameters: { name: "Unknown" }, lifetimeActions: unknownValue });
  expect(await words(rule, declared)).toEqual(["broken rdp-listener"]);
});

test("an import made from another resource may be renewed by that", async () => {
  const acme: Declared = {
    type: "acme:index/certificate:Certificate",
    name: "acme",
    inputs: {},
    outputs: { pfx: "x" },
  };
  const declared = [acme, ...stack({ certificate: { contents: ref("acme", "pfx") } })];
  expect(await words(rule, declared)).toEqual(["undecided rdp-listener"]);
  expect(await words(rule, declared, { deployed: true })).toEqual(["undecided rdp-listener"]);
});

test("a secret with a certificate in it is never renewed by the vault", async () => {
  const secret: Declared = {
    type: "azure-native:keyvault:Secret",
    name: "pfx",
    inputs: { secretName: "rdp-listener", vaultName: "ops-vault", properties: { value: "not shown" } },
  };
  const declared = [vault("ops"), secret, ...stack({}).slice(2)];
  expect(await verdicts(rule, declared)).toEqual([
    "broken pfx at properties.value: " +
      'the certificate "rdp-listener" is kept as a secret, and Key Vault renews no secret',
  ]);
});

const never = { certificatePolicy: policy({ lifetimeActions: [] }) };

test("a certificate that several hosts observe is told once", async () => {
  const declared = [
    ...stack(never),
    machine("other"),
    extension("other-certificate", "other", { settings: settings([{ url: secretUrl, accounts }]) }),
  ];
  expect(await words(rule, declared)).toEqual(["broken rdp-listener"]);
});

test("in a preview the certificate is found by what the URL is made from", async () => {
  const declared = [
    vault("ops"),
    certificate("listener", "ops", never),
    machine("app"),
    extension("e", "app", { settings: settings([{ url: ref("listener", "versionlessSecretId"), accounts }]) }),
  ];
  expect(await words(rule, declared)).toEqual(["broken listener"]);
});

test("of several that it may be, the one that says RDP is meant", async () => {
  const declared = [
    vault("ops"),
    certificate("site", "ops", {
      certificatePolicy: policy(
        { lifetimeActions: [] },
        { subject: "CN=shop", extendedKeyUsages: ["1.3.6.1.5.5.7.3.1"] },
      ),
    }),
    certificate("rdp", "ops", { certificatePolicy: policy() }),
    machine("app"),
    extension("e", "app", {
      settings: settings([
        { url: ref("rdp", "versionlessSecretId"), accounts },
        { url: ref("site", "versionlessSecretId") },
      ]),
    }),
  ];
  expect(await words(rule, declared)).toEqual(["holds rdp"]);
});

test("where nothing tells which of two it is, and one does not renew, the answer is open", async () => {
  const plain = { subject: "CN=a", extendedKeyUsages: ["1.3.6.1.5.5.7.3.1"] };
  const declared = (second: Inputs): Declared[] => [
    vault("ops"),
    certificate("first", "ops", { certificatePolicy: policy({ lifetimeActions: [] }, plain) }),
    certificate("second", "ops", { certificatePolicy: policy(second, plain) }),
    machine("app"),
    extension("e", "app", {
      settings: settings([
        { url: ref("first", "versionlessSecretId"), accounts },
        { url: ref("second", "versionlessSecretId"), accounts },
      ]),
    }),
  ];
  const [verdict, ...more] = await verdicts(rule, declared({}));
  expect(more).toEqual([]);
  expect(verdict).toMatch(/^undecided e at .*"first" or "second".*"first" has no AutoRenew/);
  expect(await words(rule, declared({ lifetimeActions: [] }))).toEqual(["broken first", "broken second"]);
});

test("a certificate that says RDP and that nobody here observes is worth an advice", async () => {
  const judged = await rule.judge({
    estate: estateOf([vault("ops"), certificate("rdp-listener", "ops", never)]),
    settings: defaultSettings,
  });
  expect(judged).toMatchObject([{ verdict: "broken", level: "advisory", final: false }]);
  const quiet = [vault("ops"), certificate("rdp", "ops", { certificatePolicy: unknownValue })];
  expect(await words(rule, quiet)).toEqual([]);
});

test("a web site's certificate is nobody's business here, except for an advice on an RDP host that has no other", async () => {
  const plain = policy({ lifetimeActions: [] }, { subject: "CN=shop", extendedKeyUsages: ["1.3.6.1.5.5.7.3.1"] });
  const site = certificate("shop-site", "ops", { certificatePolicy: plain });
  const url = "https://ops-vault.vault.azure.net/secrets/shop-site";
  const host = (tags: Inputs): Declared[] => [
    vault("ops"),
    site,
    machine("app", { tags }),
    extension("e", "app", { settings: settings([{ url }]) }),
  ];
  const estate = estateOf(host({ rdp904: "host" }));
  expect(await rule.judge({ estate, settings: defaultSettings })).toMatchObject([{ level: "advisory" }]);
  expect(await words(rule, host({}))).toEqual([]);
  expect(await words(rule, [vault("ops"), site])).toEqual([]);
});

test("who brings the next certificate from elsewhere says so", async () => {
  const asked = { settings: { providedElsewhere: { certificate: ["app"] } } };
  expect(await words(rule, stack({ certificate: { contents: "x" } }), asked)).toEqual([]);
});
