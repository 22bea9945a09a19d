import { RdpNetwork } from "../../components";
import type { RdpNetworkArgs } from "../../components";
import { planNetwork } from "../../components/rdp-network-plan";
import { inputsOf, recordResources, settled } from "./registered";

const healthy: RdpNetworkArgs = { resourceGroupName: "rg", clients: [{ from: ["10.20.0.0/16"] }] };

type Rule = Record<string, unknown>;

function rulesOf(args: Partial<RdpNetworkArgs> = {}): Rule[] {
  return planNetwork("rdp", { ...healthy, ...args }).securityGroup.securityRules as unknown as Rule[];
}

const short = ({ name, priority, protocol, ...rule }: Rule): string =>
  [priority, name, protocol, rule.sourceAddressPrefix ?? rule.sourceAddressPrefixes, rule.destinationPortRange].join(
    " ",
  );

describe("the plan", () => {
  test("clients are let in over TCP and UDP with room before, and everybody else is kept out after them", () => {
    expect(rulesOf().filter(({ direction }) => direction === "Inbound")).toEqual([
      {
        name: "allow-rdp-tcp",
        description: "Lets declared clients reach the RDP listener over TCP.",
        priority: 300,
        direction: "Inbound",
        access: "Allow",
        protocol: "Tcp",
        sourceAddressPrefix: "10.20.0.0/16",
        sourcePortRange: "*",
        destinationAddressPrefix: "10.90.0.0/24",
        destinationPortRange: "3389",
      },
      expect.objectContaining({ name: "allow-rdp-udp", priority: 310, protocol: "Udp", destinationPortRange: "3389" }),
      {
        name: "deny-other-rdp",
        description: "Keeps RDP from everybody else, also from inside the virtual network.",
        priority: 4000,
        direction: "Inbound",
        access: "Deny",
        protocol: "*",
        sourceAddressPrefix: "*",
        sourcePortRange: "*",
        destinationAddressPrefix: "10.90.0.0/24",
        destinationPortRange: "3389",
      },
    ]);
  });

  test("what renewal and Machine Configuration need is let out on 443, and nothing is denied", () => {
    const outbound = rulesOf().filter(({ direction }) => direction === "Outbound");
    expect(outbound.map(({ priority, destinationAddressPrefix }) => [priority, destinationAddressPrefix])).toEqual([
      [300, "AzureKeyVault"],
      [310, "AzureActiveDirectory"],
      [320, "AzureArcInfrastructure"],
      [330, "Storage"],
    ]);
    expect(
      new Set(outbound.map(({ access, protocol, destinationPortRange: port }) => [access, protocol, port].join())),
    ).toEqual(new Set(["Allow,Tcp,443"]));
  });

  test("ranges share a rule, but each service tag has its own and groups go ten to a rule", () => {
    const id = (index: number) =>
      `/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/applicationSecurityGroups/g${index}`;
    const groups = Array.from({ length: 11 }, (_, index) => id(index));
    const rules = rulesOf({
      clients: [
        { from: ["10.1.0.0/16", "VirtualNetwork", ...groups] },
        { from: ["10.2.0.4", "GatewayManager"], port: 3390 },
      ],
    });
    expect(
      rules
        .filter(({ protocol }) => protocol === "Tcp" || protocol === "*")
        .map(short)
        .slice(0, 7),
    ).toEqual([
      "300 allow-rdp-tcp Tcp 10.1.0.0/16 3389",
      "320 allow-rdp-tcp-2 Tcp VirtualNetwork 3389",
      "340 allow-rdp-tcp-3 Tcp  3389",
      "360 allow-rdp-tcp-4 Tcp  3389",
      "380 allow-rdp-tcp-5 Tcp 10.2.0.4 3390",
      "400 allow-rdp-tcp-6 Tcp GatewayManager 3390",
      "4000 deny-other-rdp * * ",
    ]);
    expect(rules.find(({ name }) => name === "allow-rdp-tcp-3")?.sourceApplicationSecurityGroups).toHaveLength(10);
    expect(rules.find(({ name }) => name === "deny-other-rdp")?.destinationPortRanges).toEqual(["3389", "3390"]);
  });

  test("every rule says why in one sentence that ARM takes", () => {
    for (const { description } of rulesOf()) expect(description).toMatch(/^[A-Z].{10,138}\.$/);
  });

  test("a deny of the caller's before the RDP rule is planned as given, because judging it is the policy pack's part", () => {
    const deny = { name: "deny-rdp", priority: 200, access: "Deny" as const, destinationPortRange: "3389" };
    expect(rulesOf({ additionalSecurityRules: [deny] }).at(-1)).toEqual({
      ...deny,
      direction: "Inbound",
      protocol: "*",
      sourceAddressPrefix: "*",
      sourcePortRange: "*",
      destinationAddressPrefix: "*",
    });
  });

  test("the subnet has no default way out and an endpoint for Key Vault", () => {
    expect(planNetwork("rdp", healthy).hostSubnet).toEqual({
      resourceGroupName: "rg",
      addressPrefix: "10.90.0.0/24",
      defaultOutboundAccess: false,
      serviceEndpoints: [{ service: "Microsoft.KeyVault" }],
    });
  });

  test("egress of the caller's own is attached and no other is made", () => {
    const plan = planNetwork("rdp", { ...healthy, egress: "callerProvided", routeTableResourceId: "table" });
    expect(plan.egress).toBeUndefined();
    expect(plan.hostSubnet.routeTable).toEqual({ id: "table" });
  });
});

describe("refused while planning", () => {
  const rule = { name: "r", priority: 500, access: "Allow" };
  test.each<[string, Record<string, unknown>, string]>([
    ["no clients", { clients: undefined }, "rdp: clients is missing. Allowed: a list of {from"],
    ["an empty list of clients", { clients: [] }, "rdp: clients is empty."],
    ["a client that is text", { clients: ["10.0.0.0/8"] }, 'rdp: clients[0] is "10.0.0.0/8".'],
    ["an unknown key", { clients: [{ from: ["10.0.0.0/8"], host: "a" }] }, "rdp: clients[0].host is not a known key."],
    ["a client from nowhere", { clients: [{ from: [] }] }, "rdp: clients[0].from is empty."],
    ["an address that is none", { clients: [{ from: ["10.0.0.300"] }] }, 'rdp: clients[0].from[0] is "10.0.0.300".'],
    ["a range off its boundary", { clients: [{ from: ["10.0.0.1/24"] }] }, 'clients[0].from[0] is "10.0.0.1/24".'],
    ["a port that is text", { clients: [{ from: ["10.0.0.1"], port: "3389" }] }, 'rdp: clients[0].port is "3389".'],
    ["everybody", { clients: [{ from: ["*"] }] }, 'rdp: clients[0].from[0] is "*".'],
    ["the Internet by its tag", { clients: [{ from: ["internet"] }] }, "(RDP904-003)"],
    ["the Internet in halves", { clients: [{ from: ["0.0.0.0/1", "128.0.0.0/1"] }] }, "(RDP904-003)"],
    [
      "a public /15 over two clients",
      { clients: [{ from: ["20.0.0.0/16"] }, { from: ["20.1.0.0/16"] }] },
      "(RDP904-003)",
    ],
    ["IPv6", { clients: [{ from: ["2001:db8::/48"] }] }, 'rdp: clients[0].from[0] is "2001:db8::/48".'],
    ["a port beyond the last", { port: 65536 }, "rdp: port is 65536. Allowed: a whole number from 1 to 65535."],
    [
      "a subnet outside the network",
      { hostSubnetAddressPrefix: "10.91.0.0/24" },
      "Allowed: a range inside 10.90.0.0/22.",
    ],
    ["a subnet of two addresses", { hostSubnetAddressPrefix: "10.90.0.0/31" }, "Allowed: an IPv4 range from /8 to /29"],
    ["an unknown egress", { egress: "none" }, 'rdp: egress is "none". Allowed: "natGateway", "callerProvided".'],
    ["a route table beside a NAT gateway", { routeTableResourceId: "t" }, "rdp: routeTableResourceId is given."],
    [
      "a rule at a taken priority",
      { additionalSecurityRules: [{ ...rule, priority: 300 }] },
      "that allow-rdp-tcp does not have",
    ],
    ["a rule with a taken name", { additionalSecurityRules: [{ ...rule, name: "deny-other-rdp" }] }, "[0].name is"],
    ["two rules at one priority", { additionalSecurityRules: [rule, { ...rule, name: "s" }] }, "[1].priority is 500."],
    ["a rule before the first priority", { additionalSecurityRules: [{ ...rule, priority: 99 }] }, "from 100 to 4096"],
    [
      "access in the wrong case",
      { additionalSecurityRules: [{ ...rule, access: "deny" }] },
      'Allowed: "Allow", "Deny".',
    ],
    [
      "a tag in a list",
      { additionalSecurityRules: [{ ...rule, sourceAddressPrefixes: ["Internet"] }] },
      "Prefixes[0] is",
    ],
    [
      "one range and many",
      { additionalSecurityRules: [{ ...rule, sourceAddressPrefix: "*", sourceAddressPrefixes: ["10.0.0.1"] }] },
      "additionalSecurityRules[0].sourceAddressPrefixes is given. Allowed: either this or sourceAddressPrefix.",
    ],
    [
      "a reversed range of ports",
      { additionalSecurityRules: [{ ...rule, destinationPortRange: "9-1" }] },
      'Range is "9-1".',
    ],
  ])("%s", (_title, change, message) => {
    expect(() => planNetwork("rdp", { ...healthy, ...change } as RdpNetworkArgs)).toThrow(message);
  });
});

describe("the component", () => {
  test("makes a network, its subnet with its security group, and a NAT gateway with an address", async () => {
    await recordResources();
    const { hostSubnetResourceId } = new RdpNetwork("rdp", healthy);
    const resources = await settled(hostSubnetResourceId);
    expect(resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "azure-native:network:NatGateway rdp-egress",
      "azure-native:network:NetworkSecurityGroup rdp-nsg",
      "azure-native:network:PublicIPAddress rdp-egress-address",
      "azure-native:network:Subnet rdp-hosts",
      "azure-native:network:VirtualNetwork rdp-vnet",
      "rdp904:index:RdpNetwork rdp",
    ]);
    expect(inputsOf(resources, "rdp-hosts")).toMatchObject({
      virtualNetworkName: "name of rdp-vnet",
      networkSecurityGroup: { id: "id of rdp-nsg" },
      natGateway: { id: "id of rdp-egress" },
    });
    expect(inputsOf(resources, "rdp-egress")).toMatchObject({
      sku: { name: "Standard" },
      publicIpAddresses: [{ id: "id of rdp-egress-address" }],
    });
  });

  test("makes no way out where the caller provides one", async () => {
    await recordResources();
    const { hostSubnetResourceId } = new RdpNetwork("rdp", { ...healthy, egress: "callerProvided" });
    const resources = await settled(hostSubnetResourceId);
    expect(resources.map(({ name }) => name).sort()).toEqual(["rdp", "rdp-hosts", "rdp-nsg", "rdp-vnet"]);
    expect(inputsOf(resources, "rdp-hosts")).not.toHaveProperty("natGateway");
  });
});
