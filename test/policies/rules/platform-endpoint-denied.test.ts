import { platformEndpointDenied } from "../../../policies/rules/platform-endpoint-denied";
import { unknownValue, type Declared } from "../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";
import { settings as extensionSettings } from "./certificate-stack";
import { configuration, out, vaultExtension } from "./departure-stack";
import {
  card,
  facts,
  findings,
  group,
  host,
  linux,
  machine,
  network,
  rule,
  standAlone,
  subnet,
  verdicts,
} from "./network-stack";

const denyMetadata = out("deny-imds", 200, "Deny", "AzurePlatformIMDS");

const reading = (...rules: unknown[]): Declared[] => [
  group("nsg", rules),
  ...host({ subnetGroup: "nsg" }),
  vaultExtension(),
];
const judge = (...resources: Declared[]): Promise<string[]> => verdicts(platformEndpointDenied, estateOf(resources));

test("the message names the rule, the host, the endpoint and what it gives", async () => {
  expect(await facts(platformEndpointDenied, estateOf(reading(denyMetadata)))).toEqual([
    "deny-imds (priority 200) of nsg keeps vm from AzurePlatformIMDS, which gives its identity a token",
  ]);
  expect(await findings(platformEndpointDenied, estateOf(reading(denyMetadata)))).toMatchObject([
    { fix: "Remove deny-imds, or allow AzurePlatformIMDS by a rule with a priority number below 200." },
  ]);
});

test.each([
  ["azure-native:network:NetworkSecurityGroup", "azure-native:network:SecurityRule"],
  ["azure-native:network/v20230901:NetworkSecurityGroup", "azure-native:network/v20230901:SecurityRule"],
  [
    "azure-native_network_v20230901:network:NetworkSecurityGroup",
    "azure-native_network_v20230901:network:SecurityRule",
  ],
])("a deny is found inline and as a resource of its own, as %s too", async (groupToken, ruleToken) => {
  const withToken = (resources: Declared[]): Declared[] =>
    resources.map((one) => (one.name === "nsg" ? { ...one, type: groupToken } : one));
  expect(await judge(...withToken(reading(denyMetadata)))).toEqual(["broken nsg securityRules[0].access"]);
  const separate = [...withToken(reading()), { ...standAlone("nsg", denyMetadata), type: ruleToken }];
  expect(await judge(...separate)).toEqual(["broken deny-imds access"]);
  expect(await verdicts(platformEndpointDenied, deployedEstateOf(separate))).toEqual(["broken deny-imds access"]);
});

test("a deny on the interface counts like one on the subnet", async () => {
  const resources = [group("nsg", [denyMetadata]), ...host({ cardGroup: "nsg" }), vaultExtension()];
  expect(await judge(...resources)).toEqual(["broken nsg securityRules[0].access"]);
});

test.each([
  ["for another port", out("deny-imds", 200, "Deny", "AzurePlatformIMDS", { destinationPortRange: "443" })],
  ["for UDP", out("deny-imds", 200, "Deny", "AzurePlatformIMDS", { protocol: "Udp" })],
  ["inbound", rule("deny-imds", 200, "Deny", { sourceAddressPrefix: "AzurePlatformIMDS" })],
  ["of the address instead of the tag", out("deny-imds", 200, "Deny", "169.254.169.254")],
  [
    "of another host's address",
    out("deny-imds", 200, "Deny", "AzurePlatformIMDS", { sourceAddressPrefix: "10.9.0.4" }),
  ],
  ["of everything", out("deny-all", 200, "Deny", "*")],
])("a deny %s takes nothing away", async (_, deny) => {
  expect(await judge(...reading(deny))).toEqual(["holds vm"]);
});

test("an allow of the tag before the deny keeps the endpoint", async () => {
  expect(await judge(...reading(out("allow-imds", 100, "Allow", "AzurePlatformIMDS"), denyMetadata))).toEqual([
    "holds vm",
  ]);
});

test("the tag may stand in any case and among others", async () => {
  const listed = out("deny-imds", 200, "Deny", "", {
    destinationAddressPrefixes: ["10.9.0.0/16", "azureplatformimds"],
  });
  expect(await judge(...reading(listed))).toEqual(["broken nsg securityRules[0].access"]);
});

test("names that the network's own servers resolve need no name server of Azure's", async () => {
  const denyDns = out("deny-dns", 200, "Deny", "AzurePlatformDNS");
  expect(await judge(...reading(denyDns))).toEqual(["broken nsg securityRules[0].access"]);
  const own = network("vnet", ["10.0.0.0/16"], { dhcpOptions: { dnsServers: ["10.0.0.53"] } });
  const resources = reading(denyDns).map((one) => (one.name === "vnet" ? own : one));
  expect(await judge(...resources)).toEqual(["holds vm"]);
  const back = network("vnet", ["10.0.0.0/16"], { dhcpOptions: { dnsServers: ["10.0.0.53", "168.63.129.16"] } });
  expect(await judge(...resources.map((one) => (one.name === "vnet" ? back : one)))).toEqual([
    "broken nsg securityRules[0].access",
  ]);
});

test("a licence server that is denied costs Windows its activation and RDP nothing", async () => {
  expect(await judge(...reading(out("deny-lkm", 200, "Deny", "AzurePlatformLKM")))).toEqual([
    "broken nsg securityRules[0].access (advisory)",
  ]);
});

test("Machine Configuration needs a token as well", async () => {
  const resources = [group("nsg", [denyMetadata]), ...host({ subnetGroup: "nsg" }), ...configuration()];
  expect(await facts(platformEndpointDenied, estateOf(resources))).toEqual([
    "deny-imds (priority 200) of nsg keeps vm from AzurePlatformIMDS, which gives its identity a token",
  ]);
});

test("a machine without extension, a Linux machine and a machine that is no RDP host by its tag are not judged", async () => {
  expect(await judge(group("nsg", [denyMetadata]), ...host({ subnetGroup: "nsg" }))).toEqual([]);
  const tagged = [group("nsg", [denyMetadata]), ...host({ subnetGroup: "nsg", vm: { tags: { rdp904: "none" } } })];
  expect(await judge(...tagged, ...configuration())).toEqual([]);
  const unix = tagged.map((one) => (one.name === "vm" ? machine("vm", "card", linux) : one));
  expect(await judge(...unix, ...configuration())).toEqual([]);
});

test("certificates that nothing marks as RDP's make it advisory", async () => {
  const web = extensionSettings([{ url: "https://ops.vault.azure.net/secrets/site", certificateStoreName: "MY" }]);
  const resources = [
    group("nsg", [rule("allow-rdp", 300, "Allow"), denyMetadata]),
    ...host({ subnetGroup: "nsg" }),
    vaultExtension({ settings: web }),
  ];
  expect(await judge(...resources)).toEqual(["broken nsg securityRules[1].access (advisory)"]);
});

test("of two interfaces the primary one is the way to the platform", async () => {
  const two = (primary: number): Declared[] => [
    group("nsg", [denyMetadata]),
    network(),
    subnet("hosts", "10.0.1.0/24"),
    subnet("closed", "10.0.2.0/24", "nsg"),
    card("first", { subnet: { id: "/s/1" } }),
    card("second", { subnet: { id: "/s/2" } }),
    {
      ...machine("vm", "first"),
      inputs: {
        ...machine("vm", "first").inputs,
        networkProfile: {
          networkInterfaces: ["first", "second"].map((name, at) => ({
            id: unknownValue,
            primary: at === primary,
            name,
          })),
        },
      },
      propertyDependencies: { networkProfile: ["first", "second"] },
    },
    vaultExtension(),
  ];
  const placed = (primary: number): Declared[] =>
    two(primary).map((one) => {
      if (one.name !== "first" && one.name !== "second") return one;
      const at = one.name === "first" ? "hosts" : "closed";
      const inputs = { ...one.inputs, ipConfigurations: [{ subnet: { id: unknownValue } }] };
      return { ...one, inputs, propertyDependencies: { ipConfigurations: [at] } };
    });
  expect(await judge(...placed(0))).toEqual(["holds vm"]);
  expect(await judge(...placed(1))).toEqual(["broken nsg securityRules[0].access"]);
});

test("what is not known of a rule that names the tag leaves it undecided", async () => {
  expect(await judge(...reading({ ...denyMetadata, access: unknownValue }))).toEqual([
    "undecided nsg securityRules[0].access",
  ]);
  expect(await judge(...reading({ ...denyMetadata, destinationPortRange: unknownValue }))).toEqual([
    "undecided nsg securityRules[0].destinationPortRange",
  ]);
});
