import { machineConfigurationUnreachable } from "../../../policies/rules/machine-configuration-unreachable";
import { defaultSettings } from "../../../policies/settings/settings";
import { unknownValue, type Declared } from "../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";
import { configuration, out } from "./departure-stack";
import { facts, group, host, rule, standAlone, subnet, verdicts, windows } from "./network-stack";

type Inputs = Record<string, unknown>;

const denyInternet = out("deny-internet", 4000, "Deny", "Internet");
const allow = (tag: string, priority: number): Inputs => out(`allow-${priority}`, priority, "Allow", tag);

const configured = (rules: unknown[] = [], parts: { subnet?: Inputs; vm?: Inputs } = {}): Declared[] => [
  group("nsg", rules),
  ...host({ subnetGroup: "nsg", vm: { ...windows, location: "West Europe", ...parts.vm } }).map((one) =>
    one.name === "hosts" ? subnet("hosts", "10.0.1.0/24", "nsg", parts.subnet) : one,
  ),
  ...configuration(),
];
const judge = (resources: Declared[], settings = defaultSettings): Promise<string[]> =>
  verdicts(machineConfigurationUnreachable, estateOf(resources), settings);

test("each of the two services that is denied has a sentence of its own", async () => {
  expect(await facts(machineConfigurationUnreachable, estateOf(configured([denyInternet])))).toEqual([
    "deny-internet (priority 4000) of nsg denies AzureArcInfrastructure on TCP 443, so vm cannot reach Machine Configuration's service",
    "deny-internet (priority 4000) of nsg denies Storage on TCP 443, so vm cannot reach Machine Configuration's packages",
  ]);
});

test.each([
  ["both tags", [allow("AzureArcInfrastructure", 200), allow("Storage", 210), denyInternet]],
  [
    "Storage of the host's own region",
    [allow("AzureArcInfrastructure", 200), allow("Storage.WestEurope", 210), denyInternet],
  ],
  ["AzureCloud", [allow("AzureCloud", 200), denyInternet]],
  ["nothing, where nothing is denied", []],
])("%s is enough", async (_, rules) => {
  expect(await judge(configured(rules))).toEqual(["holds vm"]);
});

test.each([
  ["no Storage", [allow("AzureArcInfrastructure", 200), denyInternet], "broken nsg securityRules[1].access"],
  ["no service", [allow("Storage", 200), denyInternet], "broken nsg securityRules[1].access"],
  [
    "the older tag instead",
    [allow("GuestAndHybridManagement", 200), allow("Storage", 210), denyInternet],
    "broken nsg securityRules[2].access",
  ],
])("%s is not", async (_, rules, verdict) => {
  expect(await judge(configured(rules))).toEqual([verdict]);
});

test("Storage of another region may or may not hold the packages", async () => {
  const rules = [allow("AzureArcInfrastructure", 200), allow("Storage.northeurope", 210), denyInternet];
  expect(await judge(configured(rules))).toEqual(["undecided nsg securityRules[1].destinationAddressPrefix"]);
});

test.each(["azure-native:network/v20230901:", "azure-native_network_v20230901:network:"])(
  "a deny is found as a resource of its own, as %s too",
  async (prefix) => {
    const deny = out("deny-storage", 200, "Deny", "Storage");
    const resources = [...configured(), standAlone("nsg", deny)].map((one) => ({
      ...one,
      type: one.type.replace("azure-native:network:", prefix),
    }));
    expect(await judge(resources)).toEqual(["broken deny-storage access"]);
    expect(await verdicts(machineConfigurationUnreachable, deployedEstateOf(resources))).toEqual([
      "broken deny-storage access",
    ]);
  },
);

test("a private subnet without a way out is one finding, and the settings may provide the way", async () => {
  const resources = configured([], { subnet: { defaultOutboundAccess: false } });
  expect(await judge(resources)).toEqual(["broken hosts defaultOutboundAccess"]);
  expect(await judge(resources, { ...defaultSettings, providedElsewhere: { egress: ["vm"] } })).toEqual(["holds vm"]);
  const byTag = { ...defaultSettings, providedElsewhere: { egress: ["tag:network=hub"] } };
  const tagged = configured([], { subnet: { defaultOutboundAccess: false }, vm: { tags: { network: unknownValue } } });
  expect(await judge(tagged, byTag)).toEqual(["undecided hosts defaultOutboundAccess"]);
  const open = configured([], { subnet: { defaultOutboundAccess: unknownValue } });
  expect(await judge(open)).toEqual(["undecided hosts defaultOutboundAccess"]);
});

test("a host with the tag for private link goes another way", async () => {
  expect(await judge(configured([denyInternet], { vm: { tags: { enablePrivateNetworkGC: "TRUE" } } }))).toEqual([
    "holds vm",
  ]);
});

test("an RDP host needs the service for its extension alone, another machine only for keys", async () => {
  const [agent] = configuration();
  const bare = configured([denyInternet]).filter(({ name }) => name !== "keys" && name !== "agent");
  expect(await judge([...bare, agent!])).toEqual([]);
  const rdp = configured([rule("allow-rdp", 300, "Allow"), denyInternet]).filter(({ name }) => name !== "keys");
  expect(await judge(rdp)).toEqual(["broken nsg securityRules[1].access", "broken nsg securityRules[1].access"]);
});
