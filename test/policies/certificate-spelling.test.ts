import fc from "fast-check";
import { rules } from "../../policies/rules/catalog";
import type { Rule } from "../../policies/rules/rule";
import { ref, type Declared } from "../../policies/testing";
import { guidOf } from "../../policies/testing/azure-outputs";
import {
  certificate,
  extension,
  identity,
  machine,
  policy,
  role,
  roleId,
  secretsUser,
  settings,
  vault,
  verdicts,
} from "./rules/certificate-stack";
import { agent, assignment, own } from "./rules/guest-configuration-stack";

const refs = ["040", "041", "042", "043", "044", "045", "046", "047", "048", "049", "060", "061", "062"];
const judged = rules.filter(({ ref: rule }) => refs.includes(rule.slice(-3)));

/** What may be spelled differently without a difference. */
interface Spelling {
  readonly identityName: string;
  readonly account: string;
  readonly url: (text: string) => string;
  readonly handler: (text: string) => string;
  readonly role: string;
  readonly asText: boolean;
}

const plain: Spelling = {
  identityName: "reader",
  account: "Network Service",
  url: (text) => text,
  handler: (text) => text,
  role: roleId(secretsUser),
  asText: false,
};

/** A stack with one thing wrong, or nothing. */
type Defect =
  "none" | "pinned" | "store" | "accounts" | "polling" | "renewal" | "purpose" | "access" | "audit" | "agent";
const defects: readonly Defect[] = [
  "none",
  "pinned",
  "store",
  "accounts",
  "polling",
  "renewal",
  "purpose",
  "access",
  "audit",
  "agent",
];

function stack(defect: Defect, spelling: Spelling): Declared[] {
  const { identityName, account, url, handler } = spelling;
  const version = defect === "pinned" ? `/${"0a".repeat(16)}` : "";
  const observed = {
    url: url(`https://ops-vault.vault.azure.net/secrets/rdp-listener${version}`),
    certificateStoreName: defect === "store" ? "Root" : "MY",
    accounts: [defect === "accounts" ? "Local Service" : account],
  };
  const seconds = defect === "polling" ? 80 * 86_400 : 3600;
  const given = settings([observed], ref(identityName, "clientId"), { pollingIntervalInS: String(seconds) });
  const usages = defect === "purpose" ? ["1.3.6.1.5.5.7.3.2"] : ["1.3.6.1.4.1.311.54.1.2"];
  const parts = defect === "renewal" ? { lifetimeActions: [] } : {};
  return [
    identity(identityName),
    vault("ops"),
    certificate("rdp-listener", "ops", { certificatePolicy: policy(parts, { extendedKeyUsages: usages }) }),
    ...(defect === "access"
      ? []
      : [
          role("reads", {
            scope: ref("ops"),
            principalId: ref(identityName, "principalId"),
            roleDefinitionId: spelling.role,
          }),
        ]),
    machine("app", { identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [ref(identityName)] } }),
    extension("app-certificate", "app", {
      publisher: handler("Microsoft.Azure.KeyVault"),
      type: handler("KeyVaultForWindows"),
      autoUpgradeMinorVersion: spelling.asText ? "true" : true,
      settings: given,
    }),
    ...(defect === "agent" ? [] : [agent("agent", "app", { type: handler("ConfigurationforWindows") })]),
    assignment("keys", "app", { ...own, assignmentType: defect === "audit" ? "Audit" : "ApplyAndAutoCorrect" }),
  ];
}

/** Verdict words of every rule, without the names that a spelling changes. */
async function words(declared: readonly Declared[], deployed: boolean): Promise<string[]> {
  const found = await Promise.all(
    judged.map(async (rule: Rule) =>
      (await verdicts(rule, declared, { deployed })).map(
        (line) => `${rule.ref} ${line.split(" ").slice(0, 2).join(" ")}`,
      ),
    ),
  );
  return found.flat().sort();
}

const letterCase = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => [...text].map((letter, at) => (at % 2 ? letter.toUpperCase() : letter.toLowerCase())).join(""),
);
const spellings: fc.Arbitrary<Spelling> = fc.record({
  identityName: fc
    .stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
    .filter((name) => !stack("none", plain).some((one) => one.name === name)),
  account: fc.constantFrom(
    "NETWORK SERVICE",
    "NetworkService",
    "NT AUTHORITY\\NetworkService",
    "nt authority\\network service",
    "S-1-5-20",
    "s-1-5-20",
    "NT-AUTORITÄT\\NETZWERKDIENST",
    "AUTORITE NT\\SERVICE RÉSEAU",
  ),
  url: letterCase,
  handler: letterCase,
  role: fc.constantFrom(roleId(secretsUser), roleId(secretsUser).toUpperCase(), secretsUser, secretsUser.toUpperCase()),
  asText: fc.boolean(),
});

test("a stack with one thing wrong has one finding for it, and a healthy one has none", async () => {
  const wanted: Record<Defect, string> = {
    none: "",
    pinned: "RDP904-041",
    store: "RDP904-042",
    accounts: "RDP904-043",
    polling: "RDP904-044",
    renewal: "RDP904-046",
    purpose: "RDP904-047",
    access: "RDP904-049",
    audit: "RDP904-061",
    agent: "RDP904-062",
  };
  for (const defect of defects) {
    const found = (await words(stack(defect, plain), false)).filter((line) => !line.includes(" holds "));
    expect(found.map((line) => line.slice(0, 10))).toEqual(wanted[defect] ? [wanted[defect]] : []);
  }
});

test("renaming an identity, or changing case or quoting, never changes a verdict", async () => {
  const expected = new Map<string, string[]>();
  for (const defect of defects) {
    for (const deployed of [false, true])
      expected.set(`${defect} ${deployed}`, await words(stack(defect, plain), deployed));
  }
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...defects), fc.boolean(), spellings, async (defect, deployed, spelling) => {
      expect(await words(stack(defect, spelling), deployed)).toEqual(expected.get(`${defect} ${deployed}`));
    }),
    { numRuns: 150 },
  );
});

test("an identity is known by its client id in any case", async () => {
  const declared = (clientId: string): Declared[] =>
    stack("none", plain).map((one) =>
      one.name === "app-certificate"
        ? extension("app-certificate", "app", {
            autoUpgradeMinorVersion: true,
            settings: settings(
              [{ url: "https://ops-vault.vault.azure.net/secrets/rdp-listener", accounts: ["S-1-5-20"] }],
              clientId,
            ),
          })
        : one,
    );
  const id = guidOf("client of reader");
  expect(await words(declared(id.toUpperCase()), true)).toEqual(await words(declared(id), true));
});
