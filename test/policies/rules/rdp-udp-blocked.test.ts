import { rdpUdpBlocked } from "../../../policies/rules/rdp-udp-blocked";
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
  machine,
  network,
  publicAddress,
  rule,
  standAlone,
  subnet,
  verdicts,
  windows,
} from "./network-stack";

type Inputs = Record<string, unknown>;

const office = from("10.1.0.0/16");
const tcp = rule("allow-rdp", 300, "Allow", office);
const udp = rule("allow-rdp-udp", 310, "Allow", { ...office, protocol: "Udp" });
const both = { ...tcp, protocol: "*" };
const denyRest = rule("deny-rest", 4000, "Deny", { protocol: "*", destinationPortRange: "*" });
const denyUdp = rule("deny-udp", 200, "Deny", { protocol: "Udp", destinationPortRange: "*" });

const one = (rules: readonly unknown[], vm: Inputs = {}): Declared[] => [
  group("nsg", rules),
  ...host({ subnetGroup: "nsg", vm }),
];
const judge = (resources: Declared[], settings = clients()): Promise<string[]> =>
  verdicts(rdpUdpBlocked, estateOf(resources), settings);
const token = (type: string): string => `azure-native:network:${type}`;
const retyped = (resources: Declared[], to: (type: string) => string): Declared[] =>
  resources.map((resource) => ({ ...resource, type: to(resource.type) }));

test.each<[string, Declared[]]>([
  ["an inline rule for TCP", one([tcp])],
  ["a rule for TCP before a deny of everything", one([tcp, denyRest])],
  [
    "versioned tokens",
    retyped(one([tcp]), (type) => type.replace("azure-native:network:", "azure-native:network/v20230901:")),
  ],
  [
    "tokens of a local package",
    retyped(one([tcp]), (type) => type.replace("azure-native:network:", "azure-native_network_v20240501:network:")),
  ],
  ["the ranges of a whole company", one([{ ...tcp, ...from("10.128.0.0/9", "172.16.0.0/12") }, denyRest])],
  ["UDP for somebody else", one([tcp, { ...udp, ...from("10.2.0.0/16") }])],
  ["UDP at another port", one([tcp, { ...udp, destinationPortRange: "3390" }])],
])("broken: the rule that admits TCP alone is where to change, with %s", async (_, all) => {
  expect(await judge(all)).toEqual(["broken nsg securityRules[0].protocol"]);
  expect(await verdicts(rdpUdpBlocked, deployedEstateOf(all))).toEqual(["broken nsg securityRules[0].protocol"]);
});

test("broken: a rule that is a resource of its own is where to change", async () => {
  expect(await judge([...one([]), standAlone("nsg", tcp)])).toEqual(["broken allow-rdp protocol"]);
});

test("the fact names what keeps UDP out, whose, and that TCP gets through; the finding only advises", async () => {
  const estate = estateOf(one([tcp]));
  expect(await facts(rdpUdpBlocked, estate)).toEqual([
    "Azure's own DenyAllInBound (priority 65500) of nsg keeps the sources of allow-rdp (priority 300) of nsg from UDP 3389 of vm, where they may use TCP 3389",
  ]);
  expect(rdpUdpBlocked.level).toBe("advisory");
  expect(await findings(rdpUdpBlocked, estate)).toMatchObject([{ value: "Tcp" }]);
});

test("broken: a deny of UDP that names no port is where to change", async () => {
  expect(await judge(one([denyUdp, both]))).toEqual(["broken nsg securityRules[0].access"]);
});

test("broken: of declared clients the part without UDP is named, at the port that they use", async () => {
  const at = { destinationPortRange: "33890" };
  const half = { ...udp, ...from("10.1.0.0/17"), ...at };
  const declared = clients({ from: ["10.1.0.0/16"], to: "vm", port: 33890 });
  expect(await facts(rdpUdpBlocked, estateOf(one([{ ...tcp, ...at }, half])), declared)).toEqual([
    "Azure's own DenyAllInBound (priority 65500) of nsg keeps 10.1.128.0/17, part of 10.1.0.0/16 of clients[0], from UDP 33890 of vm, where they may use TCP 33890",
  ]);
});

test("one finding is enough for all hosts and clients that one rule admits", async () => {
  const more = [card("card-2", { subnet: { id: ref("hosts") } }), machine("vm-2", "card-2")];
  const declared = clients({ from: ["10.1.0.0/17", "10.1.128.0/17"], to: "*" });
  expect(await judge([...one([tcp]), ...more], declared)).toEqual(["broken nsg securityRules[0].protocol"]);
});

test.each<[string, Declared[]]>([
  ["a rule for every protocol", one([both])],
  ["a rule for each protocol", one([tcp, udp, denyRest])],
  ["clients inside the network, by the rule that Azure adds", one([{ ...tcp, ...from("10.0.7.0/24") }])],
  ["no security group", host({ vm: { tags: { rdp904: "host" } } })],
  [
    "a deny of UDP that names the port, because somebody wants it so",
    one([{ ...denyUdp, destinationPortRange: "3389" }, both]),
  ],
  ["a rule for a Bastion of another stack", one([{ ...tcp, name: "AllowBastionInbound" }, denyRest])],
  ["a rule that implied clients use in part", one([tcp, { ...udp, ...from("10.1.0.0/24") }])],
  [
    "a rule that lets the Internet in, of which less is to be open and not more",
    one([{ ...tcp, ...from("Internet") }]),
  ],
  ["nobody over TCP either", one([denyRest], { tags: { rdp904: "host" } })],
])("healthy: %s", async (_title, resources) => {
  expect(await judge(resources)).toEqual(["holds vm"]);
  expect(await verdicts(rdpUdpBlocked, deployedEstateOf(resources))).toEqual(["holds vm"]);
});

test("broken: where the host may lie in one of two subnets, the one whose rule admits its clients counts", async () => {
  const vnet: Declared = {
    type: token("VirtualNetwork"),
    name: "vnet",
    inputs: {
      resourceGroupName: "rg",
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      subnets: [
        { name: "desks", addressPrefix: "10.0.1.0/24", networkSecurityGroup: { id: ref("nsg") } },
        { name: "data", addressPrefix: "10.0.2.0/24" },
      ],
    },
  };
  const subnetId = ref("vnet", "subnets", () => "/unused");
  const resources = [
    group("nsg", [tcp, denyRest]),
    vnet,
    card("desks-card", { subnet: { id: subnetId } }),
    machine("vm", "desks-card"),
  ];
  expect(await judge(resources, { ...clients(), clients: undefined })).toEqual([
    "broken nsg securityRules[0].protocol",
  ]);
});

test("healthy: a UDP rule that earlier denies hide is another rule's finding", async () => {
  expect(await judge(one([tcp, { ...denyRest, priority: 305 }, udp]))).toEqual(["holds vm"]);
});

test("healthy: the addresses of a Bastion's subnet need TCP alone, also where a rule or the settings name them", async () => {
  const bastion = subnet("bastion", "10.0.250.0/26", undefined, { subnetName: "AzureBastionSubnet" });
  const resources = [...one([{ ...tcp, ...from("10.0.250.0/26") }, denyRest]), bastion];
  expect(await judge(resources)).toEqual(["holds vm"]);
  expect(await judge(resources, clients({ from: ["10.0.250.0/26"], to: "*" }))).toEqual(["holds vm"]);
});

test("healthy: what a just-in-time policy opens on request is not asked about", async () => {
  const policy: Declared = {
    type: "azure-native:security:JitNetworkAccessPolicy",
    name: "jit",
    inputs: { virtualMachines: [{ id: ref("vm"), ports: [{ number: 3389 }] }] },
  };
  expect(await judge([...one([tcp]), policy])).toEqual(["holds vm"]);
});

describe("a script that sets SelectTransport", () => {
  const policies = "HKLM:\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services";
  const listener = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
  const script = (text: string): Declared => ({
    type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    name: "transport",
    inputs: { vmName: ref("vm", "name"), resourceGroupName: "rg", source: { script: text } },
  });

  test.each([policies, listener])("to TCP alone at %s says that UDP is off on purpose", async (key) => {
    expect(await judge([...one([tcp]), script(`Set-ItemProperty '${key}' SelectTransport 1`)])).toEqual(["holds vm"]);
  });

  test("to both protocols changes nothing", async () => {
    expect(await judge([...one([tcp]), script(`Set-ItemProperty '${policies}' SelectTransport 0`)])).toEqual([
      "broken nsg securityRules[0].protocol",
    ]);
  });

  test("under a condition leaves it open", async () => {
    const text = `if (Test-Path C:\\tcp) { Set-ItemProperty '${policies}' SelectTransport 1 } else { Set-ItemProperty '${policies}' SelectTransport 0 }`;
    expect(await judge([...one([tcp]), script(text)])).toEqual(["undecided transport source.script"]);
  });
});

describe("what is not known", () => {
  test("undecided: whom the rule for UDP admits", async () => {
    const resources = one([tcp, { ...udp, sourceAddressPrefix: unknownValue }]);
    expect(await judge(resources)).toEqual(["undecided nsg securityRules[1].sourceAddressPrefix"]);
    expect(await facts(rdpUdpBlocked, estateOf(resources))).toEqual([
      "whether the sources of allow-rdp (priority 300) of nsg can reach UDP 3389 of vm cannot be said: securityRules[1].sourceAddressPrefix of allow-rdp-udp is not known yet",
    ]);
  });

  test("undecided: whether RDP is meant for the machine", async () => {
    const declared = clients({ from: ["10.1.0.0/16"], to: "tag:role=desk" });
    const web = { ...tcp, destinationPortRange: "3000-4000" };
    expect(await judge(one([web], { tags: { role: unknownValue } }), declared)).toEqual(["undecided vm tags"]);
  });

  test("a rule for TCP that is not known itself is 001's business", async () => {
    const declared = clients({ from: ["10.1.0.0/16"], to: "*" });
    expect(await judge(one([{ ...tcp, access: unknownValue }]), declared)).toEqual(["holds vm"]);
  });
});

describe("an RD Gateway", () => {
  const web = rule("allow-web", 300, "Allow", { ...from("Internet"), destinationPortRange: "443" });
  const gateway = (rules: readonly unknown[]): Declared[] => [
    group("gateway-nsg", rules),
    network(),
    publicAddress("gateway-ip"),
    subnet("perimeter", "10.0.8.0/24", "gateway-nsg"),
    card("gateway-card", { subnet: { id: ref("perimeter") }, publicIPAddress: { id: ref("gateway-ip") } }),
    machine("gw", "gateway-card", { ...windows, tags: { rdp904: "gateway" } }),
  ];

  test("broken: clients that reach TCP 443 do not reach UDP 3391", async () => {
    expect(await judge(gateway([web]))).toEqual(["broken gateway-nsg securityRules[0].protocol"]);
    expect(await facts(rdpUdpBlocked, estateOf(gateway([web])))).toEqual([
      "Azure's own DenyAllInBound (priority 65500) of gateway-nsg keeps every client from UDP 3391 of gw, where they may use TCP 443",
    ]);
  });

  test("healthy: a rule admits UDP 3391", async () => {
    const udp3391 = rule("allow-udp", 310, "Allow", {
      ...{ ...from("Internet"), protocol: "Udp", destinationPortRange: "3391" },
    });
    expect(await judge(gateway([web, udp3391]))).toEqual(["holds gw"]);
  });

  test("healthy: a deny that names UDP 3391 says that it is off on purpose", async () => {
    expect(await judge(gateway([web, { ...denyUdp, destinationPortRange: "3391" }]))).toEqual(["holds gw"]);
  });
});

test("a machine that nobody means to reach by RDP is not judged", async () => {
  const web = { ...tcp, destinationPortRange: "443" };
  expect(await judge(one([web]))).toEqual([]);
  expect(await judge([{ type: token("SecurityRule"), name: "alone", inputs: {} }])).toEqual([]);
});
