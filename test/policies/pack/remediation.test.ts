import type { Policies } from "@pulumi/policy";
import { policyOf } from "../../../policies/pack/policy";
import { Session } from "../../../policies/pack/session";
import { rules } from "../../../policies/rules/catalog";
import { remediate, unknownValue } from "../../../policies/testing";

/** The pack's policies with the level `remediate` for one rule, as it is set from outside, and the others as they are. */
function remediating(name: string): Policies {
  const session = new Session({ stackConfiguration: {}, occasion: "preview", today: "2026-11-21", rules });
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
const listener = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
const runCommand = (script: string, more: Record<string, unknown> = {}) => ({
  type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
  name: "hardening",
  inputs: { vmName: unknownValue, source: { script }, ...more },
});
const hardening = `Set-ItemProperty -Path '${listener}' -Name SecurityLayer -Value 2`;
const allowTcp = {
  name: "rdp",
  priority: 300,
  direction: "Inbound",
  access: "Allow",
  protocol: "Tcp",
  sourceAddressPrefix: "10.20.0.0/16",
  sourcePortRange: "*",
  destinationAddressPrefix: "*",
  destinationPortRange: "3389",
};
const allowOnSeveral = {
  ...Object.fromEntries(Object.entries(allowTcp).filter(([key]) => key !== "destinationPortRange")),
  destinationPortRanges: ["3389", "443"],
};
const allowWeb = { ...allowTcp, name: "web", priority: 301, destinationPortRange: "443" };
const group = (...securityRules: readonly unknown[]) => ({
  type: "azure-native:network:NetworkSecurityGroup",
  name: "hosts",
  inputs: { location: "westeurope", securityRules },
});
const twin = {
  ...allowTcp,
  name: "rdp-udp",
  description: "UDP transport of RDP for those whom rdp admits over TCP.",
  protocol: "Udp",
  priority: 301,
};
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
  ["rdp-udp-blocked", "an inline rule gets a twin for UDP", group(allowTcp), { securityRules: [allowTcp, twin] }],
  [
    "rdp-udp-blocked",
    "the twin takes the next free priority and opens the RDP port alone",
    group(allowOnSeveral, allowWeb),
    { securityRules: [allowOnSeveral, allowWeb, { ...twin, priority: 302 }] },
  ],
  [
    "script-failure-hidden",
    "the failure of a Run Command that sets up the listener fails the deployment",
    runCommand(hardening),
    { treatFailureAsDeploymentFailure: true },
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
  ["rdp-udp-blocked", "a rule that lets the Internet in", group({ ...allowTcp, sourceAddressPrefix: "Internet" })],
  ["rdp-udp-blocked", "half of all addresses", group({ ...allowTcp, sourceAddressPrefix: "0.0.0.0/1" })],
  ["rdp-udp-blocked", "a Bastion's rule", group({ ...allowTcp, name: "from-bastion" })],
  [
    "rdp-udp-blocked",
    "UDP that is denied on purpose",
    group(allowTcp, { ...allowTcp, name: "no-udp", priority: 310, access: "Deny", protocol: "Udp" }),
  ],
  ["rdp-udp-blocked", "UDP that is open already", group(allowTcp, { ...twin, sourceAddressPrefix: "10.0.0.0/8" })],
  [
    "rdp-udp-blocked",
    "a rule with a source that is not known",
    group({ ...allowTcp, sourceAddressPrefix: unknownValue }),
  ],
  ["rdp-udp-blocked", "a rule beside one that is not known", group(allowTcp, unknownValue)],
  [
    "rdp-udp-blocked",
    "a twin that a denial would hide",
    group(allowTcp, {
      ...allowTcp,
      name: "deny",
      priority: 301,
      access: "Deny",
      protocol: "*",
      destinationPortRange: "*",
    }),
  ],
  ["rdp-udp-blocked", "the last priority", group({ ...allowTcp, priority: 4096 })],
  ["rdp-udp-blocked", "rules that are not known", { ...group(), inputs: { securityRules: unknownValue } }],
  ["script-failure-hidden", "a script that RDP does not depend on", runCommand("Get-Date")],
  ["script-failure-hidden", "a script that is not known", runCommand(unknownValue as never)],
  [
    "script-failure-hidden",
    "an answer that is not known",
    runCommand(hardening, { treatFailureAsDeploymentFailure: unknownValue }),
  ],
])("%s leaves %s as it is", async (name, _what, declared) => {
  expect(await remediate(remediating(name), declared)).toEqual([]);
});

test("no rule remediates unless its level says so", async () => {
  const session = new Session({ stackConfiguration: {}, occasion: "preview", today: "2026-11-21", rules });
  const policies = rules.map((rule, index) => policyOf(rule, index + 1, session));
  expect(await remediate(policies, extension({ url: `${vault}/certificates/rdp` }))).toEqual([]);
});

test.each([
  ["certificate-version-pinned", extension({ url: `${vault}/certificates/rdp/0123456789abcdef0123456789abcdef` })],
  ["rdp-udp-blocked", group(allowTcp)],
  ["script-failure-hidden", runCommand(hardening)],
])("%s: what its remedy has healed it leaves alone", async (name, declared) => {
  const [first] = await remediate(remediating(name), declared);
  expect(await remediate(remediating(name), { ...declared, inputs: first!.inputs })).toEqual([]);
});
