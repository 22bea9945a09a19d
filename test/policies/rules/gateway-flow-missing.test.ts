import { gatewayFlowMissing } from "../../../policies/rules/gateway-flow-missing";
import { rdpNotAdmitted } from "../../../policies/rules/rdp-not-admitted";
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

const web = rule("allow-web", 300, "Allow", { ...from("Internet"), destinationPortRange: "443" });
const rdp = rule("allow-gateway", 300, "Allow", from("10.0.8.0/24"));
const rest = rule("deny-rest", 4000, "Deny", { protocol: "*", destinationPortRange: "*" });
const out = (parts: Inputs): Inputs => rule("deny-out", 200, "Deny", { direction: "Outbound", ...parts });

/** A gateway in 10.0.8.0/24 behind gateway-nsg, with a public address. */
function gateway(rules: readonly unknown[], tag: unknown = "gateway"): Declared[] {
  return [
    group("gateway-nsg", rules),
    publicAddress("gateway-ip"),
    subnet("perimeter", "10.0.8.0/24", "gateway-nsg"),
    card("gateway-card", { subnet: { id: ref("perimeter") }, publicIPAddress: { id: ref("gateway-ip") } }),
    machine("gw", "gateway-card", { ...windows, tags: { rdp904: tag } }),
  ];
}

const hosts = (rules: readonly unknown[], vm: Inputs = {}): Declared[] => [
  group("nsg", rules),
  ...host({ subnetGroup: "nsg", vm }),
];

const judge = (...resources: Declared[]): Promise<string[]> => verdicts(gatewayFlowMissing, estateOf(resources));

test.each([
  ["its clients from anywhere, its hosts by its subnet", [web, rest], [rdp, rest]],
  ["its clients from one range only", [{ ...web, ...from("81.2.69.0/24") }, rest], [rdp, rest]],
  ["its hosts by the rules that Azure adds", [web], []],
  ["a deny of UDP", [web, rule("deny-udp", 200, "Deny", { protocol: "Udp", destinationPortRange: "*" })], [rdp]],
  ["an outbound deny of other ports", [web, out({ destinationPortRange: "445" })], [rdp]],
])("healthy: a gateway that admits %s", async (_title, own, theirs) => {
  expect(await judge(...gateway(own), ...hosts(theirs))).toEqual(["holds gw"]);
  expect(await verdicts(gatewayFlowMissing, deployedEstateOf([...gateway(own), ...hosts(theirs)]))).toEqual([
    "holds gw",
  ]);
});

test("a gateway is asked for the port to which a script moves a host's listener", async () => {
  const move: Declared = {
    type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    name: "move",
    inputs: {
      ...{ vmName: ref("vm", "name"), resourceGroupName: "rg", runCommandName: "move" },
      source: { commandId: "SetRDPPort" },
      parameters: [{ name: "RDPPort", value: "33890" }],
    },
  };
  const moved = { ...rdp, destinationPortRange: "33890" };
  expect(await judge(...gateway([web]), ...hosts([moved, rest]), move)).toEqual(["holds gw"]);
  expect(await judge(...gateway([web]), ...hosts([rdp, rest]), move)).toEqual(["broken nsg securityRules[1].access"]);
  expect(await facts(gatewayFlowMissing, estateOf([...gateway([web]), ...hosts([rdp, rest]), move]))).toEqual([
    "deny-rest (priority 4000) of nsg keeps RD Gateway gw from TCP 33890 of vm",
  ]);
});

test("a gateway that nobody of the Internet reaches serves nobody, and the rule that decides is named", async () => {
  const estate = estateOf([...gateway([rest]), ...hosts([rdp])]);
  expect(await findings(gatewayFlowMissing, estate)).toMatchObject([
    {
      verdict: "broken",
      path: "securityRules[0].access",
      value: "Deny",
      final: true,
      fact: "deny-rest (priority 4000) of gateway-nsg keeps every client from TCP 443 of RD Gateway gw",
    },
  ]);
});

test.each([
  ["Azure's own deny, where no rule names 443", [], "broken gateway-nsg securityRules"],
  ["an allow of another port", [{ ...web, destinationPortRange: "80" }], "broken gateway-nsg securityRules"],
  [
    "an allow that is hidden",
    [rule("deny-all", 100, "Deny", { destinationPortRange: "*" }), web],
    "broken gateway-nsg securityRules[0].access",
  ],
  ["an allow of UDP", [{ ...web, protocol: "Udp" }], "broken gateway-nsg securityRules"],
])("broken: clients meet %s", async (_title, rules, line) => {
  expect(await judge(...gateway(rules), ...hosts([rdp]))).toEqual([line]);
});

test("hosts that do not admit the gateway are named with the rule that keeps it out", async () => {
  const estate = estateOf([...gateway([web]), ...hosts([rest])]);
  expect(await verdicts(gatewayFlowMissing, estate)).toEqual(["broken nsg securityRules[0].access"]);
  expect(await facts(gatewayFlowMissing, estate)).toEqual([
    "deny-rest (priority 4000) of nsg keeps RD Gateway gw from TCP 3389 of vm",
  ]);
});

test("a gateway that its own group does not let out reaches no host", async () => {
  const estate = estateOf([...gateway([web, out({})]), ...hosts([rdp])]);
  expect(await facts(gatewayFlowMissing, estate)).toEqual([
    "deny-out (priority 200) of gateway-nsg keeps RD Gateway gw from TCP 3389 of vm",
  ]);
});

test("one host that the gateway reaches is enough, because nobody says which hosts it is for", async () => {
  const second = [card("other", { subnet: { id: ref("perimeter") } }), machine("db", "other")];
  expect(await judge(...gateway([web]), ...hosts([rest]), ...second)).toEqual(["holds gw"]);
});

test("hosts of a network that is not connected, Linux, and machines that are no hosts are not asked for", async () => {
  expect(await judge(...gateway([web]), network())).toEqual(["holds gw"]);
  expect(await judge(...gateway([web]), ...hosts([rest], { tags: { rdp904: "none" } }))).toEqual(["holds gw"]);
  const apart = [
    network("apart", ["10.9.0.0/16"]),
    subnet("far", "10.9.0.0/24", "nsg", { virtualNetworkName: ref("apart", "name") }),
    card("far-card", { subnet: { id: ref("far") } }),
    machine("far-vm", "far-card"),
  ];
  expect(await judge(...gateway([web]), network(), group("nsg", [rest]), ...apart)).toEqual(["holds gw"]);
});

test("a machine without the tag, or with a tag that is not known yet, is no gateway", async () => {
  expect(await judge(...gateway([rest], "host"), ...hosts([rest]))).toEqual([]);
  expect(await judge(...gateway([rest], unknownValue), ...hosts([rest]))).toEqual([]);
  expect(await judge(...gateway([rest], "Gateway "), ...hosts([rdp]))).toHaveLength(1);
});

test.each(["azure-native:network", "azure-native:network/v20230901", "azure-native_network_v20230901:network"])(
  "stand-alone rules count like inline ones, as %s too",
  async (token) => {
    const spelled = (resources: Declared[]): Declared[] =>
      resources.map((one) => ({ ...one, type: one.type.replace("azure-native:network", token) }));
    const base = [...gateway([]), ...hosts([rdp])];
    expect(await judge(...spelled([...base, standAlone("gateway-nsg", web)]))).toEqual(["holds gw"]);
    expect(await judge(...spelled([...base, standAlone("gateway-nsg", rest)]))).toEqual(["broken deny-rest access"]);
  },
);

test("a source that is not known yet leaves the clients undecided", async () => {
  const estate = estateOf([...gateway([{ ...web, ...from(unknownValue) }]), ...hosts([rdp])]);
  expect(await facts(gatewayFlowMissing, estate)).toEqual([
    "whether every client can reach TCP 443 of RD Gateway gw cannot be said: " +
      "securityRules[0].sourceAddressPrefix of allow-web is not known yet",
  ]);
});

test("an access that is not known yet leaves the hosts undecided", async () => {
  expect(await judge(...gateway([web]), ...hosts([{ ...rest, access: unknownValue }]))).toEqual([
    "undecided nsg securityRules[0].access",
  ]);
});

test("where a gateway reaches no host, RDP904-001 does not say so again for clients from its subnet", async () => {
  const stack = [...gateway([web]), ...hosts([rest])];
  const declared = clients({ from: ["10.0.8.0/24"], to: "vm" });
  expect(await verdicts(rdpNotAdmitted, estateOf(stack), declared)).toEqual(["holds vm"]);
  const office = clients({ from: ["10.20.0.0/16"], to: "vm" });
  expect(await verdicts(rdpNotAdmitted, estateOf(stack), office)).toEqual(["broken nsg securityRules[0].access"]);
});
