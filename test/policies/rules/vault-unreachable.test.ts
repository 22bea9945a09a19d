import { vaultUnreachable } from "../../../policies/rules/vault-unreachable";
import { defaultSettings, type Settings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";
import { ops, out, vaultExtension } from "./departure-stack";
import { card, facts, group, host, machine, network, standAlone, subnet, verdicts } from "./network-stack";

type Inputs = Record<string, unknown>;

const denyInternet = out("deny-internet", 4000, "Deny", "Internet");
const allow = (tag: string, parts: Inputs = {}): Inputs => out("allow-out", 200, "Allow", tag, parts);

const reading = (parts: { rules?: unknown[]; subnet?: Inputs; vault?: Inputs; network?: Inputs } = {}): Declared[] => [
  group("nsg", parts.rules ?? []),
  ...host({ subnetGroup: "nsg" }).map((one) => {
    if (one.name === "vnet") return network("vnet", ["10.0.0.0/16"], parts.network);
    return one.name === "hosts" ? subnet("hosts", "10.0.1.0/24", "nsg", parts.subnet) : one;
  }),
  vaultExtension(),
  ops(parts.vault),
];
const judge = (resources: Declared[], settings = defaultSettings): Promise<string[]> =>
  verdicts(vaultUnreachable, estateOf(resources), settings);
const elsewhere = (kind: "egress" | "privateDns"): Settings => ({
  ...defaultSettings,
  providedElsewhere: { [kind]: ["*"] },
});

test("the message names the rule, the tag with the vault's region, the host and the vault", async () => {
  expect(await facts(vaultUnreachable, estateOf(reading({ rules: [denyInternet] })))).toEqual([
    "deny-internet (priority 4000) of nsg denies AzureKeyVault.westeurope on TCP 443, so vm cannot reach the vault ops",
  ]);
  expect(await facts(vaultUnreachable, estateOf(reading({ subnet: { defaultOutboundAccess: false } })))).toEqual([
    "subnet hosts is private, and it has no NAT gateway, public address, outbound rule or route to a firewall, so vm cannot reach the vault ops",
  ]);
});

test.each([
  ["the vault's own tag", allow("AzureKeyVault")],
  ["the tag of its region", allow("azurekeyvault.WestEurope")],
  ["AzureCloud", allow("AzureCloud")],
  ["AzureCloud of its region", allow("AzureCloud.westeurope")],
  ["every address on 443", allow("*", { protocol: "Tcp", destinationPortRange: "443" })],
])("an allow of %s before the deny is enough", async (_, rule) => {
  expect(await judge(reading({ rules: [rule, denyInternet] }))).toEqual(["holds vm"]);
});

test.each([
  ["another region", allow("AzureKeyVault.northeurope")],
  ["AzureCloud of another region", allow("AzureCloud.northeurope")],
  ["another service", allow("AzureActiveDirectory")],
  ["another port", allow("AzureKeyVault", { destinationPortRange: "80" })],
  ["UDP", allow("AzureKeyVault", { protocol: "Udp" })],
  ["another host", allow("AzureKeyVault", { sourceAddressPrefix: "10.9.0.0/16" })],
])("an allow of %s is not", async (_, rule) => {
  const [verdict] = await judge(reading({ rules: [rule, denyInternet] }));
  expect(verdict).toMatch(/^(broken|undecided) nsg /);
  if (!String(rule["destinationAddressPrefix"]).startsWith("AzureCloud.")) expect(verdict).toMatch(/^broken/);
});

test("a deny of a small range of the Internet is not meant for the vault, one of half of it may be", async () => {
  expect(await judge(reading({ rules: [out("bad", 200, "Deny", "203.0.113.0/24")] }))).toEqual(["holds vm"]);
  expect(await judge(reading({ rules: [out("half", 200, "Deny", "0.0.0.0/1")] }))).toEqual([
    "undecided nsg securityRules",
  ]);
});

test.each(["azure-native:network/v20230901:", "azure-native_network_v20230901:network:"])(
  "a deny is found as a resource of its own, as %s too",
  async (prefix) => {
    const resources = [...reading(), standAlone("nsg", denyInternet)].map((one) => ({
      ...one,
      type: one.type.replace("azure-native:network:", prefix),
    }));
    expect(await judge(resources)).toEqual(["broken deny-internet access"]);
    expect(await verdicts(vaultUnreachable, deployedEstateOf(resources))).toEqual(["broken deny-internet access"]);
  },
);

test("an unknown destination leaves it undecided", async () => {
  expect(await judge(reading({ rules: [out("deny", 200, "Deny", unknownValue)] }))).toEqual([
    "undecided nsg securityRules[0].destinationAddressPrefix",
  ]);
});

test("a network of an API version after March 2026 has private subnets unless they say otherwise", async () => {
  const late = (parts: Inputs = {}): Declared[] =>
    reading({ subnet: parts }).map((one) => ({
      ...one,
      type: one.type.replace("azure-native:network:VirtualNetwork", "azure-native:network/v20260701:VirtualNetwork"),
    }));
  expect(await judge(late())).toEqual(["broken hosts defaultOutboundAccess"]);
  expect(await judge(late({ defaultOutboundAccess: true }))).toEqual(["holds vm"]);
  expect(await judge(late(), elsewhere("egress"))).toEqual(["holds vm"]);
});

test("a private subnet behind a gateway may have a way out that nobody sees here", async () => {
  const peering = {
    type: "azure-native:network:VirtualNetworkPeering",
    name: "to-hub",
    inputs: { virtualNetworkName: ref("vnet", "name"), useRemoteGateways: true, remoteVirtualNetwork: { id: "/hub" } },
  };
  expect(await judge([...reading({ subnet: { defaultOutboundAccess: false } }), peering])).toEqual([
    "undecided hosts defaultOutboundAccess",
  ]);
});

test("a service endpoint is a way out of a private subnet, and past a route to nowhere", async () => {
  const parts = { defaultOutboundAccess: false, serviceEndpoints: [{ service: "Microsoft.KeyVault" }] };
  expect(await judge(reading({ subnet: parts }))).toEqual(["holds vm"]);
});

test("halves of everything that an appliance takes are a way out, and the tag of the vault sent to None is not", async () => {
  const table = (routes: Inputs[]): Declared => ({
    type: "azure-native:network:RouteTable",
    name: "table",
    inputs: { resourceGroupName: "rg", routes },
  });
  const routed = (routes: Inputs[]): Declared[] => [
    table(routes),
    ...reading({ subnet: { defaultOutboundAccess: false, routeTable: { id: ref("table") } } }),
  ];
  const hop = { nextHopType: "VirtualAppliance", nextHopIpAddress: "10.0.9.4" };
  const halves = [
    { name: "low", addressPrefix: "0.0.0.0/1", ...hop },
    { name: "high", addressPrefix: "128.0.0.0/1", ...hop },
  ];
  expect(await judge(routed(halves))).toEqual(["holds vm"]);
  const none = { name: "no-vault", addressPrefix: "AzureKeyVault", nextHopType: "None" };
  expect(await judge(routed([...halves, none]))).toEqual(["broken table routes[2].nextHopType"]);
});

test("a subnet of another stack is known by its id: a firewall that names it lets its host in, whatever the case", async () => {
  const id = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets/desktops";
  const inHub = (virtualNetworkRules: Inputs[]) => [
    card("card", { subnet: { id } }),
    machine("vm", "card"),
    vaultExtension(),
    ops({ networkAcls: { defaultAction: "Deny", virtualNetworkRules } }),
  ];
  const provided = elsewhere("egress");
  expect(await judge(inHub([{ id: id.toLowerCase() }]), provided)).toEqual(["holds vm"]);
  expect(await judge(inHub([{ id: `${id}-2` }]), provided)).toEqual([
    "undecided ops properties.networkAcls.defaultAction",
  ]);
});

test("a firewall with address rules may know the host's address", async () => {
  const networkAcls = { defaultAction: "Deny", ipRules: [{ value: "203.0.113.4" }] };
  expect(await judge(reading({ vault: { networkAcls } }))).toEqual([
    "undecided ops properties.networkAcls.defaultAction",
  ]);
  expect(await judge(reading({ vault: { networkAcls: { defaultAction: "Deny" } } }))).toEqual([
    "broken ops properties.networkAcls.defaultAction",
  ]);
  expect(await judge(reading({ vault: { publicNetworkAccess: unknownValue } }))).toEqual([
    "undecided ops properties.publicNetworkAccess",
  ]);
});

test("a vault of the classic provider is judged by its own words", async () => {
  const classic = (inputs: Inputs): Declared[] =>
    reading().map((one) =>
      one.name === "ops"
        ? { type: "azure:keyvault/keyVault:KeyVault", name: "ops", inputs: { name: "ops", ...inputs } }
        : one,
    );
  expect(await judge(classic({ publicNetworkAccessEnabled: false }))).toEqual([
    "broken ops publicNetworkAccessEnabled",
  ]);
  expect(await judge(classic({ networkAcls: { defaultAction: "Deny", bypass: "AzureServices" } }))).toEqual([
    "broken ops networkAcls.defaultAction",
  ]);
});

test("a private endpoint in a network with name servers of its own is undecided, unless the settings vouch for it", async () => {
  const endpoint: Declared = {
    type: "azure-native:network:PrivateEndpoint",
    name: "endpoint",
    inputs: {
      resourceGroupName: "rg",
      subnet: { id: ref("hosts") },
      privateLinkServiceConnections: [{ privateLinkServiceId: ref("ops"), groupIds: ["vault"] }],
    },
  };
  const own = { dhcpOptions: { dnsServers: ["10.0.0.53"] } };
  const resources = [...reading({ network: own, vault: { publicNetworkAccess: "Disabled" } }), endpoint];
  expect(await judge(resources)).toEqual(["undecided endpoint "]);
  expect(await judge(resources, elsewhere("privateDns"))).toEqual(["holds vm"]);
});

test("a vault of another stack may have a private endpoint there", async () => {
  const resources = reading({ rules: [denyInternet] }).filter(({ name }) => name !== "ops");
  expect(await judge(resources)).toEqual(["undecided nsg securityRules[0].access"]);
});

test("a tag that is not known yet leaves open whether egress comes from elsewhere, and what it does not heal is broken", async () => {
  const settings: Settings = { ...defaultSettings, providedElsewhere: { egress: ["tag:network=hub"] } };
  const tagged = (tag: string, parts: Parameters<typeof reading>[0]): Declared[] =>
    reading(parts).map((one) =>
      one.name === "vm" ? { ...one, inputs: { ...one.inputs, tags: { network: tag } } } : one,
    );
  const isPrivate = { subnet: { defaultOutboundAccess: false } };
  expect(await judge(tagged("hub", isPrivate), settings)).toEqual(["holds vm"]);
  expect(await judge(tagged("spoke", isPrivate), settings)).toEqual(["broken hosts defaultOutboundAccess"]);
  expect(await judge(tagged(unknownValue, isPrivate), settings)).toEqual(["undecided hosts defaultOutboundAccess"]);
  expect(await judge(tagged(unknownValue, { rules: [denyInternet] }), settings)).toEqual([
    "broken nsg securityRules[0].access",
  ]);
  const afar = tagged(unknownValue, isPrivate).filter(({ name }) => name !== "ops");
  expect(await judge(afar, settings)).toEqual(["undecided hosts defaultOutboundAccess"]);
});
