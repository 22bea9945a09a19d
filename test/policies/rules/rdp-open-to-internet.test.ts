import { rdpOpenToInternet } from "../../../policies/rules/rdp-open-to-internet";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";
import {
  card,
  clients,
  facts,
  findings,
  from,
  group,
  host,
  linux,
  machine,
  network,
  publicAddress,
  rule,
  standAlone,
  subnet,
  verdicts,
  windows,
} from "./network-stack";

const judge = (resources: Declared[], settings = clients()): Promise<string[]> =>
  verdicts(rdpOpenToInternet, estateOf(resources), settings);
const open = (parts: object = {}): Record<string, unknown> =>
  rule("allow-rdp", 300, "Allow", { ...from("Internet"), ...parts });
const behind = (securityRules: unknown[], parts: Parameters<typeof host>[0] = {}): Declared[] => [
  group("nsg", securityRules),
  ...host({ subnetGroup: "nsg", publicIp: "pip", ...parts }),
];

test("the message names the rule, the source, the host and the way in", async () => {
  const estate = estateOf(behind([open({ protocol: "*" })]));
  expect(await verdicts(rdpOpenToInternet, estate)).toEqual(["broken nsg securityRules[0].sourceAddressPrefix"]);
  expect(await facts(rdpOpenToInternet, estate)).toEqual([
    "allow-rdp (priority 300) of nsg lets Internet reach TCP and UDP 3389 of vm through public address pip",
  ]);
  expect(await findings(rdpOpenToInternet, estate)).toMatchObject([{ value: "Internet", final: true }]);
});

const exposed: [string, object][] = [
  ["*", from("*")],
  ["Any", from("Any")],
  ["Internet in any case", from("INTERNET")],
  ["0.0.0.0/0", from("0.0.0.0/0")],
  ["two halves in a list", from("0.0.0.0/1", "128.0.0.0/1")],
  ["a list of one tag", { sourceAddressPrefix: "", sourceAddressPrefixes: ["Internet"] }],
  ["AzureCloud", from("AzureCloud")],
  ["a /8 of somebody", from("20.0.0.0/8")],
  ["two /16", from("20.1.0.0/16", "20.7.0.0/16")],
  ["UDP alone", { protocol: "Udp" }],
  ["every protocol and port", { protocol: "*", destinationPortRange: "*" }],
  ["a range that holds the port", { destinationPortRange: "3000-4000" }],
  ["a list that holds the port", { destinationPortRange: "", destinationPortRanges: ["22", "3389"] }],
  ["a source port of the attacker's choice", { sourcePortRange: "3389" }],
  ["the host's own range as destination", { destinationAddressPrefix: "10.0.1.0/24" }],
];
test.each(exposed)("%s is the Internet", async (_, parts) => {
  expect((await judge(behind([open(parts)])))[0]).toMatch(/^broken nsg securityRules\[0\]\.sourceAddressPrefix(es)?$/);
});

const closed: [string, object][] = [
  ["a client's own /24", from("203.0.113.0/24")],
  ["one /16", from("20.1.0.0/16")],
  ["private ranges, however wide", from("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")],
  ["VirtualNetwork", from("VirtualNetwork")],
  ["AzureLoadBalancer", from("AzureLoadBalancer")],
  ["a tag of which nobody knows the size", from("AzureDevOps")],
  ["another port", { destinationPortRanges: ["443", "80"], destinationPortRange: "" }],
  ["ICMP", { protocol: "Icmp" }],
  ["outbound", { direction: "Outbound" }],
  ["another destination", { destinationAddressPrefix: "10.0.2.0/24" }],
];
test.each(closed)("%s is not the Internet", async (_, parts) => {
  expect(await judge(behind([open(parts)]))).toEqual(["holds vm"]);
});

test("halves in two rules are two findings, because each is to be closed", async () => {
  const rules = [open(from("0.0.0.0/1")), { ...open(from("128.0.0.0/1")), name: "second", priority: 310 }];
  expect(await judge(behind(rules))).toEqual([
    "broken nsg securityRules[0].sourceAddressPrefix",
    "broken nsg securityRules[1].sourceAddressPrefix",
  ]);
});

test("an earlier deny closes what a later allow would open", async () => {
  const deny = rule("deny-all", 100, "Deny", { protocol: "*", destinationPortRange: "*" });
  expect(await judge(behind([deny, open()]))).toEqual(["holds vm"]);
});

test("a deny for a service tag takes a part of the Internet at most", async () => {
  expect(await judge(behind([rule("deny-cloud", 100, "Deny", from("AzureCloud")), open()]))).toEqual([
    "broken nsg securityRules[1].sourceAddressPrefix",
  ]);
});

test("both levels must open it", async () => {
  const inner = group("inner", [rule("allow-office", 300, "Allow", from("10.0.0.0/8"))]);
  expect(await judge([inner, ...behind([open()], { cardGroup: "inner" })])).toEqual(["holds vm"]);
  const both = group("inner", [open()]);
  expect(await judge([both, ...behind([open()], { cardGroup: "inner" })])).toEqual([
    "broken nsg securityRules[0].sourceAddressPrefix",
  ]);
});

test("declared clients excuse their own addresses and no others", async () => {
  const wide = behind([open(from("20.0.0.0/8"))]);
  expect(await judge(wide, clients({ from: ["20.0.0.0/8"], to: "vm" }))).toEqual(["holds vm"]);
  expect(await judge(wide, clients({ from: ["20.0.0.0/9"], to: "vm" }))).toEqual([
    "broken nsg securityRules[0].sourceAddressPrefix",
  ]);
  expect(await judge(wide, clients({ from: ["20.0.0.0/8"], to: "other" }))).toEqual([
    "broken nsg securityRules[0].sourceAddressPrefix",
  ]);
  expect(await judge(behind([open()]), clients({ from: ["Internet"], to: "*" }))).toEqual(["holds vm"]);
});

test("without a public path it is advisory", async () => {
  const estate = estateOf(
    behind([open()], {})
      .filter(({ name }) => name !== "pip" && name !== "card")
      .concat(card("card", { subnet: { id: ref("hosts") } })),
  );
  expect(await verdicts(rdpOpenToInternet, estate)).toEqual([
    "broken nsg securityRules[0].sourceAddressPrefix (advisory)",
  ]);
  expect(await facts(rdpOpenToInternet, estate)).toEqual([
    "allow-rdp (priority 300) of nsg lets Internet reach TCP 3389 of vm, which has no public path in this stack",
  ]);
});

test("a group that is attached to nothing is advisory", async () => {
  const estate = estateOf([group("nsg", [open({ destinationAddressPrefix: "10.0.1.4" })])]);
  expect(await verdicts(rdpOpenToInternet, estate)).toEqual([
    "broken nsg securityRules[0].sourceAddressPrefix (advisory)",
  ]);
  expect(await facts(rdpOpenToInternet, estate)).toEqual([
    "allow-rdp (priority 300) of nsg lets Internet reach TCP 3389 of whatever it protects; no machine of this stack is behind it",
  ]);
});

test("a group on a subnet without machines is asked about rules that name the port only", async () => {
  const gateway = [network(), subnet("gateway", "10.0.3.0/24", "nsg")];
  expect(await judge([group("nsg", [open({ destinationPortRange: "*" })]), ...gateway])).toEqual([]);
  expect(await judge([group("nsg", [open()]), ...gateway])).toEqual([
    "broken nsg securityRules[0].sourceAddressPrefix (advisory)",
  ]);
});

test("Linux machines are nobody's RDP hosts, unknown ones may be, and no tag excuses exposure", async () => {
  const vm = (inputs: Record<string, unknown>): Declared[] => [
    ...behind([open()]).filter(({ name }) => name !== "vm"),
    machine("vm", "card", inputs),
  ];
  expect(await judge(vm(linux))).toEqual([]);
  expect(await judge(vm({}))).toEqual(["broken nsg securityRules[0].sourceAddressPrefix"]);
  expect(await judge(vm({ ...windows, tags: { rdp904: "none" } }))).toEqual([
    "broken nsg securityRules[0].sourceAddressPrefix",
  ]);
});

test("hosts behind one group are one finding", async () => {
  const second = [
    publicAddress("pip2"),
    card("card2", { subnet: { id: ref("hosts") }, publicIPAddress: { id: ref("pip2") } }),
    machine("vm2", "card2"),
  ];
  expect(await facts(rdpOpenToInternet, estateOf([...behind([open()]), ...second]))).toEqual([
    "allow-rdp (priority 300) of nsg lets Internet reach TCP 3389 of vm and vm2 through public address pip and public address pip2",
  ]);
});

test("a load balancer's rule is a public path for the port that it ends at", async () => {
  const balanced = (backendPort: number): Declared[] => [
    ...[network(), subnet("hosts", "10.0.1.0/24", "nsg"), publicAddress("pip"), group("nsg", [open()])],
    {
      type: "azure-native:network:LoadBalancer",
      name: "lb",
      inputs: {
        resourceGroupName: "rg",
        sku: { name: "Standard" },
        frontendIPConfigurations: [{ name: "public", publicIPAddress: { id: ref("pip") } }],
        backendAddressPools: [{ name: "farm" }],
        loadBalancingRules: [
          { name: "lbr", protocol: "Tcp", frontendPort: 443, backendPort, backendAddressPool: { id: unknownValue } },
        ],
      },
    },
    card("card", { subnet: { id: ref("hosts") }, loadBalancerBackendAddressPools: [{ id: ref("lb") }] }),
    machine("vm", "card"),
  ];
  expect(await judge(balanced(3389))).toEqual(["broken nsg securityRules[0].sourceAddressPrefix"]);
  expect(await judge(balanced(443))).toEqual(["broken nsg securityRules[0].sourceAddressPrefix (advisory)"]);
});

test("without a security group a Standard address is closed and a Basic one open", async () => {
  const bare = (sku: string): Declared[] => [
    ...host({ publicIp: "pip" }).filter(({ name }) => name !== "pip"),
    publicAddress("pip", sku),
  ];
  expect(await judge(bare("Standard"))).toEqual(["holds vm"]);
  expect(await facts(rdpOpenToInternet, estateOf(bare("Basic")))).toContain(
    "no network security group stands before vm, and public address pip is Basic, so the Internet reaches port 3389",
  );
});

test("an unknown source of an allow is undecided where the host has a public path, and nobody's business else", async () => {
  const unknown = open({ sourceAddressPrefix: unknownValue });
  expect(await judge(behind([unknown]))).toEqual(["undecided nsg securityRules[0].sourceAddressPrefix"]);
  expect(await facts(rdpOpenToInternet, estateOf(behind([unknown])))).toEqual([
    "whether the Internet can reach port 3389 of vm cannot be said: securityRules[0].sourceAddressPrefix of allow-rdp is not known yet",
  ]);
  expect(await judge([group("nsg", [unknown]), ...host({ subnetGroup: "nsg" })])).toEqual(["holds vm"]);
});

test.each([
  ["azure-native:network:NetworkSecurityGroup", "azure-native:network:SecurityRule"],
  ["azure-native:network/v20230901:NetworkSecurityGroup", "azure-native:network/v20230901:SecurityRule"],
  [
    "azure-native_network_v20230901:network:NetworkSecurityGroup",
    "azure-native_network_v20230901:network:SecurityRule",
  ],
])("a stand-alone rule opens as well as an inline one, as %s too", async (groupToken, ruleToken) => {
  const resources = [
    { ...group("nsg", []), type: groupToken },
    { ...standAlone("nsg", open()), type: ruleToken },
    ...host({ cardGroup: "nsg", publicIp: "pip" }),
  ];
  expect(await judge(resources)).toEqual(["broken allow-rdp sourceAddressPrefix"]);
  expect(await verdicts(rdpOpenToInternet, deployedEstateOf(resources))).toEqual([
    "broken allow-rdp sourceAddressPrefix",
  ]);
});

test("IPv6 is open where the host has an IPv6 address", async () => {
  const six = (parts: object): Declared[] => [
    ...[network("vnet", ["10.0.0.0/16", "fd00:db8::/48"]), publicAddress("pip"), group("nsg", [open(from("::/0"))])],
    subnet("hosts", "10.0.1.0/24", "nsg", { addressPrefix: "", addressPrefixes: ["10.0.1.0/24", "fd00:db8:0:1::/64"] }),
    card("card", { subnet: { id: ref("hosts") }, publicIPAddress: { id: ref("pip") }, ...parts }),
    machine("vm", "card"),
  ];
  expect(await judge(six({ privateIPAddressVersion: "IPv6" }))).toEqual([
    "broken nsg securityRules[0].sourceAddressPrefix",
  ]);
  expect(await judge(six({}))).toEqual(["holds vm"]);
});

test("what stands on a subnet of another stack is not known", async () => {
  const id = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets/app";
  const resources = (securityRules: unknown[]): Declared[] => [
    group("nsg", securityRules),
    publicAddress("pip"),
    card("card", { subnet: { id }, publicIPAddress: { id: ref("pip") } }, { networkSecurityGroup: { id: ref("nsg") } }),
    machine("vm", "card"),
  ];
  expect(await judge(resources([open()]))).toEqual(["undecided card ipConfigurations[0].subnet.id"]);
  expect(await judge(resources([open(from("203.0.113.0/24"))]))).toEqual(["holds vm"]);
});
