import type { Policies } from "@pulumi/policy";
import { policyOf } from "../../../policies/pack/policy";
import { Session } from "../../../policies/pack/session";
import { rules } from "../../../policies/rules/catalog";
import { remediate, unknownValue } from "../../../policies/testing";

/** The pack's policies with the level `remediate` for one rule, as it is set from outside, and the others as they are. */
function remediating(name: string): Policies {
  const session = new Session({ stackConfiguration: {}, isPreview: () => true, today: "2026-11-21", rules });
  const position = rules.findIndex((rule) => rule.name === name);
  return [{ ...policyOf(rules[position]!, position, session), enforcementLevel: "remediate" }];
}

const vault = "https://corp.vault.azure.net";
const extension = (observed: unknown, more: Record<string, unknown> = {}) => ({
  type: "azure-native:compute:VirtualMachineExtension",
  name: "key-vault",
  inputs: {
    publisher: "Microsoft.Azure.KeyVault",
    type: "KeyVaultForWindows",
    typeHandlerVersion: "3.0",
    vmName: unknownValue,
    settings: { secretsManagementSettings: { observedCertificates: [observed] } },
    ...more,
  },
});
const assignment = (guestConfiguration: Record<string, unknown>) => ({
  type: "azure-native:guestconfiguration:GuestConfigurationAssignment",
  name: "keys",
  inputs: { vmName: unknownValue, properties: { guestConfiguration } },
});
const observedIn = (observed: unknown) => extension(observed).inputs.settings;

test.each([
  [
    "certificate-version-pinned",
    "a version is taken off the URL",
    extension({ url: `${vault}/secrets/rdp/0123456789abcdef0123456789abcdef`, accounts: ["Network Service"] }),
    { settings: observedIn({ url: `${vault}/secrets/rdp`, accounts: ["Network Service"] }) },
  ],
  [
    "certificate-version-pinned",
    "/certificates becomes /secrets",
    extension({ url: `${vault}/certificates/rdp` }),
    { settings: observedIn({ url: `${vault}/secrets/rdp` }) },
  ],
  [
    "key-not-granted-to-network-service",
    "Network Service joins the accounts of a certificate that is RDP's",
    extension({ url: `${vault}/secrets/rdp`, accounts: ["Local Service"] }),
    { settings: observedIn({ url: `${vault}/secrets/rdp`, accounts: ["Local Service", "Network Service"] }) },
  ],
  [
    "key-not-granted-to-network-service",
    "accounts are added where there were none",
    extension({ url: `${vault}/secrets/rdp` }),
    { settings: observedIn({ url: `${vault}/secrets/rdp`, accounts: ["Network Service"] }) },
  ],
  [
    "extension-unfit",
    "minor upgrades are switched on",
    extension({ url: `${vault}/secrets/rdp` }, { autoUpgradeMinorVersion: false }),
    { autoUpgradeMinorVersion: true },
  ],
  [
    "machine-keys-audit-only",
    "an assignment that only reports corrects",
    assignment({ name: "Rdp904", assignmentType: "Audit" }),
    { properties: { guestConfiguration: { name: "Rdp904", assignmentType: "ApplyAndAutoCorrect" } } },
  ],
])("%s: %s, and nothing else changes", async (name, _what, declared, changed) => {
  expect(await remediate(remediating(name), declared)).toEqual([
    { policyName: name, inputs: { ...declared.inputs, ...changed } },
  ]);
});

test.each([
  ["key-not-granted-to-network-service", "a web site's certificate", extension({ url: `${vault}/secrets/www` })],
  ["key-not-granted-to-network-service", "a plain URL of the 1.x line", extension(`${vault}/secrets/rdp`)],
  [
    "key-not-granted-to-network-service",
    "accounts that are not known",
    extension({ url: `${vault}/secrets/rdp`, accounts: unknownValue }),
  ],
  ["certificate-version-pinned", "a URL that is not known", extension({ url: unknownValue })],
  ["certificate-version-pinned", "settings that are not known", extension({}, { settings: unknownValue })],
  ["extension-unfit", "upgrades that are not known", extension({}, { autoUpgradeMinorVersion: unknownValue })],
  ["extension-unfit", "an extension that is not Key Vault's", extension({}, { publisher: "Contoso", type: "Agent" })],
  ["machine-keys-audit-only", "somebody else's package", assignment({ name: "Contoso", assignmentType: "Audit" })],
  ["machine-keys-audit-only", "a type that is not known", assignment({ name: "Rdp904", assignmentType: unknownValue })],
])("%s leaves %s as it is", async (name, _what, declared) => {
  expect(await remediate(remediating(name), declared)).toEqual([]);
});

test("no rule remediates unless its level says so", async () => {
  const session = new Session({ stackConfiguration: {}, isPreview: () => true, today: "2026-11-21", rules });
  const policies = rules.map((rule, index) => policyOf(rule, index + 1, session));
  expect(await remediate(policies, extension({ url: `${vault}/certificates/rdp` }))).toEqual([]);
});

test("a remedy is idempotent: what it has healed it leaves alone", async () => {
  const declared = extension({ url: `${vault}/certificates/rdp/0123456789abcdef0123456789abcdef` });
  const [first] = await remediate(remediating("certificate-version-pinned"), declared);
  expect(await remediate(remediating("certificate-version-pinned"), { ...declared, inputs: first!.inputs })).toEqual(
    [],
  );
});
