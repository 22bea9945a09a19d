import { certificatePolledTooSlowly as rule } from "../../../policies/rules/certificate-polled-too-slowly";
import { unknownValue, type Declared } from "../../../policies/testing";
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
const observed = { url: secretUrl, accounts: ["Network Service"] };
const at = "settings.secretsManagementSettings.pollingIntervalInS";
const days = (count: number): string => String(count * 86_400);
const trigger = (when: Inputs): Inputs => ({
  lifetimeActions: [{ action: { actionType: "AutoRenew" }, trigger: when }],
});

function stack(pollingIntervalInS: unknown, certificatePolicy: unknown = policy(), inputs: Inputs = {}): Declared[] {
  return [
    vault("ops"),
    certificate("rdp-listener", "ops", { certificatePolicy }),
    machine("app"),
    extension("app-certificate", "app", {
      settings: settings([observed], undefined, { pollingIntervalInS }),
      ...inputs,
    }),
  ];
}

test("a look every 73 days misses a renewal 73 days before expiry, and the message says the numbers", async () => {
  expect(await verdicts(rule, stack(days(73)))).toEqual([
    `broken app-certificate at ${at}: the certificate "rdp-listener" is renewed 73 days before expiry and reaches the listener within 73 days, ` +
      "15 minutes too late, because app-certificate looks for it every 73 days",
  ]);
});

test.each<[string, Declared[]]>([
  ["as a number", stack(73 * 86_400)],
  ["five days for a month's certificate", stack(days(5), policy({}, { validityInMonths: 1 }))],
  [
    "two weeks, whatever the validity",
    stack(days(14), policy(trigger({ daysBeforeExpiry: 14 }), { validityInMonths: unknownValue })),
  ],
  ["blanks around the number", stack(` ${days(80)} `)],
])("%s: too slow", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["broken app-certificate"]);
  expect(await words(rule, declared, { deployed: true })).toEqual(["broken app-certificate"]);
});

test.each<[string, Declared[]]>([["as a number, of which another rule speaks", stack(3600)]])(
  "%s: in time",
  async (_, declared) => {
    expect(await words(rule, declared)).toEqual(["holds app-certificate"]);
  },
);

test.each<[string, Declared[]]>([
  ["that renews too late for any interval", stack(days(400), policy(trigger({ daysBeforeExpiry: 1 })))],
  ["of which it is not known when it renews", stack(days(400), policy({ lifetimeActions: unknownValue }))],
  ["that was made elsewhere", stack(days(400)).slice(2)],
])("of a certificate %s another rule speaks, or none", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["holds app-certificate"]);
});

test.each<[string, unknown]>([
  ["zero", "0"],
  ["a list", ["3600"]],
])("an interval that is %s leaves it open", async (_, interval) => {
  const [verdict, ...more] = await verdicts(rule, stack(interval));
  expect(more).toEqual([]);
  expect(verdict).toContain(`undecided app-certificate at ${at}: how often app-certificate looks for a renewed`);
});

test("an interval that nobody knows is no matter for a certificate that was made elsewhere", async () => {
  expect(await words(rule, stack(unknownValue).slice(2))).toEqual(["holds app-certificate"]);
});

test("a web site's certificate may be looked for as seldom as its owner likes", async () => {
  const declared = [
    vault("ops"),
    certificate("shop", "ops", {
      certificatePolicy: policy({}, { subject: "CN=shop", extendedKeyUsages: ["1.3.6.1.5.5.7.3.1"] }),
    }),
    machine("app", { tags: {} }),
    extension("e", "app", {
      settings: settings([{ url: "https://ops-vault.vault.azure.net/secrets/shop" }], undefined, {
        pollingIntervalInS: days(400),
      }),
    }),
  ];
  expect(await words(rule, declared)).toEqual([]);
});
