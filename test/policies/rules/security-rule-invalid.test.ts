import { securityRuleInvalid } from "../../../policies/rules/security-rule-invalid";
import { unknownValue, type Declared } from "../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";
import { facts, findings, from, group, rule, standAlone, verdicts } from "./network-stack";

type Inputs = Record<string, unknown>;

const allow = (priority: unknown, parts: Inputs = {}): Inputs => rule("allow-rdp", priority, "Allow", parts);
const judge = (...rules: unknown[]): Promise<string[]> =>
  verdicts(securityRuleInvalid, estateOf([group("nsg", rules)]));

test("the message names the rule, the group, the field and what stands there", async () => {
  expect(await facts(securityRuleInvalid, estateOf([group("nsg", [allow(300, from("10.20.0.5/16"))])]))).toEqual([
    "Azure refuses allow-rdp of nsg, whose sourceAddressPrefix is 10.20.0.5/16",
  ]);
  const twins = [allow(300), rule("deny-rdp", 300, "Deny")];
  expect(await facts(securityRuleInvalid, estateOf([group("nsg", twins)]))).toEqual([
    "Azure refuses nsg: allow-rdp (priority 300) and deny-rdp (priority 300) are both inbound and have the same priority",
  ]);
});

test.each([
  [allow(99), "priority", "99", "Write a priority from 100 to 4096."],
  [allow(undefined), "priority", undefined, "Write a priority from 100 to 4096."],
  [allow(300, { protocol: "Sctp" }), "protocol", "Sctp", "Write Tcp, Udp, Icmp, Esp, Ah or *."],
  [
    allow(300, from("10.0.0.0/16", "10.20.0.5/16")),
    "sourceAddressPrefixes[1]",
    "10.20.0.5/16",
    "Write an address, a range without host bits (10.1.0.0/16) or a service tag.",
  ],
])("what stands in a refused field, and what Azure takes there, is said: %#", async (one, field, value, fix) => {
  const [found] = await findings(securityRuleInvalid, estateOf([group("nsg", [one])]));
  expect(found).toMatchObject({ path: `securityRules[0].${field}`, ...(value !== undefined && { value }), fix });
  expect(found && "value" in found).toBe(value !== undefined);
});

test.each([
  ["a reversed range", allow(300, { destinationPortRange: "3400-3380" }), "destinationPortRange"],
  ["a port beyond 65535", allow(300, { destinationPortRange: "70000" }), "destinationPortRange"],
  ["a mask beyond 32", allow(300, from("10.0.0.0/33")), "sourceAddressPrefix"],
  ["a priority below 100", allow(99), "priority"],
  ["a priority above 4096", allow(5000), "priority"],
  ["no priority", allow(undefined), "priority"],
  ["a protocol of its own", allow(300, { protocol: "Sctp" }), "protocol"],
])("%s is refused", async (_, one, field) => {
  expect(await judge(one)).toEqual([`broken nsg securityRules[0].${field}`]);
  const separate = [group("nsg", []), standAlone("nsg", one)];
  expect(await verdicts(securityRuleInvalid, estateOf(separate))).toEqual([`broken allow-rdp ${field}`]);
  expect(await verdicts(securityRuleInvalid, deployedEstateOf(separate))).toEqual([`broken allow-rdp ${field}`]);
});

test.each([
  ["AzureKeyVaults", "AzureKeyVault"],
  ["azurekeyvault1.WestEurope", "AzureKeyVault.WestEurope"],
  ["Intrenet", "Internet"],
  ["VirtualNetwrk", "VirtualNetwork"],
  ["AzureLoadbalancor", "AzureLoadBalancer"],
])("the tag %s is one slip away from %s, so it is none", async (written, meant) => {
  const one = {
    ...allow(300),
    destinationAddressPrefixes: ["10.0.0.0/8", written],
    destinationAddressPrefix: undefined,
  };
  const path = "destinationAddressPrefixes[1]";
  expect(await judge(one)).toEqual([`broken nsg securityRules[0].${path}`]);
  const separate = [group("nsg", []), standAlone("nsg", one)];
  expect(await verdicts(securityRuleInvalid, deployedEstateOf(separate))).toEqual([`broken allow-rdp ${path}`]);
  expect(await facts(securityRuleInvalid, estateOf([group("nsg", [allow(300, from(written))])]))).toEqual([
    `Azure refuses allow-rdp of nsg: securityRules[0].sourceAddressPrefix is ${written}, which is no service tag, but ${meant} is`,
  ]);
});

test("a tag that resembles none of the list may be a new one, which leaves it undecided", async () => {
  expect(await judge(allow(300, from("ContosoCloud")))).toEqual(["undecided nsg securityRules[0].sourceAddressPrefix"]);
  expect(await facts(securityRuleInvalid, estateOf([group("nsg", [allow(300, from("Sq"))])]))).toEqual([
    "whether Sq of allow-rdp of nsg is a service tag cannot be said: the list of June 2026 has none of that name",
  ]);
});

test("a tag in whatever case, with its region, is none that is unknown", async () => {
  for (const tag of ["azurekeyvault.westeurope", "STORAGE", "Sql.West Europe", "Any", "*", "AzurePlatformDNS"]) {
    expect(await judge(allow(300, from(tag)))).toEqual(["holds nsg"]);
  }
});

test("what is not known and one priority in both directions are no fault", async () => {
  expect(await judge(allow(unknownValue, from(unknownValue)))).toEqual(["holds nsg"]);
  expect(await judge(allow(300), rule("out", 300, "Deny", { direction: "Outbound" }))).toEqual(["holds nsg"]);
});

test("a thousand rules are taken and one more is not, and every other group is judged all the same", async () => {
  const many = (count: number): Inputs[] =>
    Array.from({ length: count }, (_, at) => rule(`r${at}`, 100 + at, "Allow", { destinationPortRange: "443" }));
  expect(await judge(...many(1000))).toEqual(["holds nsg"]);
  const estate = estateOf([group("nsg", many(1001)), group("other", [allow(300)])]);
  expect(await verdicts(securityRuleInvalid, estate)).toEqual(["broken nsg securityRules", "holds other"]);
});

describe("a group that lists rules inline", () => {
  const web = rule("allow-web", 200, "Allow", { destinationPortRange: "443" });
  const extra = (name: string, priority: number): Declared => standAlone("nsg", rule(name, priority, "Allow"));

  test.each([
    [
      [extra("allow-rdp", 300)],
      "allow-rdp (priority 300) is a resource of its own, so the next update of nsg deletes it",
    ],
    [
      [extra("allow-rdp", 300), extra("allow-more", 310)],
      "allow-rdp (priority 300) and allow-more (priority 310) are resources of their own, so the next update of nsg deletes them",
    ],
  ])("loses those that are resources of their own, which is told once and only advises", async (own, lost) => {
    const resources = [group("nsg", [web]), ...own];
    expect(await verdicts(securityRuleInvalid, estateOf(resources))).toEqual(["broken nsg securityRules (advisory)"]);
    expect(await facts(securityRuleInvalid, deployedEstateOf(resources))).toEqual([
      `nsg lists rules inline and ${lost}`,
    ]);
  });

  test("keeps one that stands in the list as well", async () => {
    const listed = [web, { ...rule("ALLOW-RDP", 300, "Allow") }];
    expect(await verdicts(securityRuleInvalid, estateOf([group("nsg", listed), extra("allow-rdp", 300)]))).toEqual([
      "holds nsg",
    ]);
  });

  test("loses none of another group, and a list that is empty or not there loses none at all", async () => {
    const own = extra("allow-rdp", 300);
    const empty = [
      [group("nsg", [])],
      [group("nsg", [], { securityRules: undefined })],
      [group("nsg", []), group("other", [web])],
    ];
    for (const groups of empty) {
      const said = await verdicts(securityRuleInvalid, estateOf([...groups, own]));
      expect(said.filter((line) => !line.startsWith("holds"))).toEqual([]);
    }
  });
});
