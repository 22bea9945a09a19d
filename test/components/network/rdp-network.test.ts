import { RdpNetwork } from "../../../components";
import type { RdpNetworkArgs } from "../../../components";
import { planNetwork } from "../../../components/network/rdp-network-plan";
import { inputsOf, recordResources, settled, valueOf } from "../registered";

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
    expect(planNetwork("rdp", healthy).made?.hostSubnet).toEqual({
      resourceGroupName: "rg",
      addressPrefix: "10.90.0.0/24",
      defaultOutboundAccess: false,
      serviceEndpoints: [{ service: "Microsoft.KeyVault" }],
    });
  });

  test("egress of the caller's own is attached and no other is made", () => {
    const plan = planNetwork("rdp", { ...healthy, egress: "callerProvided", routeTableResourceId: "table" });
    expect(plan.made?.egress).toBeUndefined();
    expect(plan.made?.callersEgress).toEqual({ routeTable: { id: "table" } });
  });
});

const bastion = { access: "bastion", clients: undefined };
const gateway: Partial<RdpNetworkArgs> = { access: "gateway", gateway: { from: ["Internet"] } };
const endpoint: Partial<RdpNetworkArgs> = { vaultAccess: "privateEndpoint" };
const existing = { hostSubnetResourceId: "subnet" };

function plan(change: object) {
  return planNetwork("rdp", { ...healthy, ...change } as RdpNetworkArgs);
}

const named = (rules: unknown): string[] =>
  (rules as Rule[]).map(({ priority, name }) => `${String(priority)} ${String(name)}`);

describe("the plan of a Bastion", () => {
  test("the hosts admit the Bastion's subnet over TCP, and nobody else where no clients are declared", () => {
    const rules = plan(bastion).securityGroup.securityRules;
    expect(named(rules).slice(0, 2)).toEqual(["300 allow-bastion-tcp", "4000 deny-other-rdp"]);
    expect(rules[0]).toMatchObject({ sourceAddressPrefix: "10.90.1.0/26", destinationPortRange: "3389" });
  });

  test("declared clients come in beside it", () => {
    const rules = plan({ ...bastion, clients: healthy.clients }).securityGroup.securityRules;
    expect(named(rules).slice(0, 3)).toEqual(["300 allow-bastion-tcp", "310 allow-rdp-tcp", "320 allow-rdp-udp"]);
  });

  test("its own group spells out the eight flows of the service", () => {
    const rules = plan(bastion).made?.bastion?.securityGroup.securityRules as unknown as Rule[];
    const flows = rules.map((rule) =>
      [
        rule.priority,
        rule.protocol,
        rule.sourceAddressPrefix,
        "to",
        rule.destinationAddressPrefix,
        rule.destinationPortRange ?? rule.destinationPortRanges,
      ].join(" "),
    );
    expect(flows).toEqual([
      "300 Tcp Internet to * 443",
      "310 Tcp GatewayManager to * 443",
      "320 * VirtualNetwork to VirtualNetwork 8080,5701",
      "330 Tcp AzureLoadBalancer to * 443",
      "300 * * to VirtualNetwork 22,3389",
      "310 Tcp * to AzureCloud 443",
      "320 * VirtualNetwork to VirtualNetwork 8080,5701",
      "330 * * to Internet 80",
    ]);
    for (const { description } of rules) expect(description).toMatch(/^[A-Z].{10,138}\.$/);
  });

  test("another port is opened from it to the hosts, and people may be narrowed down to ranges", () => {
    const from = ["203.0.113.0/24", "198.51.100.7"];
    const made = plan({ ...bastion, port: 3390, bastion: { sku: "Standard", from } }).made;
    const rules = made?.bastion?.securityGroup.securityRules as unknown as Rule[];
    expect(rules[0]?.sourceAddressPrefixes).toEqual(from);
    expect(rules.map((rule) => rule.destinationPortRanges)).toContainEqual(["22", "3389", "3390"]);
  });

  test("it stands in the subnet that Azure asks for, with a Standard address", () => {
    expect(plan(bastion).made?.bastion).toMatchObject({
      subnet: { subnetName: "AzureBastionSubnet", addressPrefix: "10.90.1.0/26" },
      address: { sku: { name: "Standard" }, publicIPAllocationMethod: "Static" },
      host: { sku: { name: "Basic" }, scaleUnits: 2, enableTunneling: false },
    });
  });
});

describe("the plan of an RD Gateway", () => {
  test("people reach it by HTTPS and UDP, it reaches the hosts by both transports, and so do its own machines", () => {
    const rules = plan({ ...gateway, clients: undefined }).made?.gateway?.securityGroup
      .securityRules as unknown as Rule[];
    expect(rules.map(short)).toEqual([
      "300 allow-https Tcp Internet 443",
      "310 allow-udp-transport Udp Internet 3391",
      "320 allow-gateway-tcp Tcp 10.90.1.64/27 3389",
      "330 allow-gateway-udp Udp 10.90.1.64/27 3389",
      "4000 deny-other-rdp * * 3389",
      "300 allow-hosts-tcp Tcp 10.90.1.64/27 3389",
      "310 allow-hosts-udp Udp 10.90.1.64/27 3389",
    ]);
  });

  test("its machines have the same way to the vault as the hosts", () => {
    const viaService = { serviceEndpoints: [{ service: "Microsoft.KeyVault" }] };
    expect(plan(gateway).made?.gateway?.subnet).toMatchObject(viaService);
    expect(plan({ ...gateway, ...endpoint }).made?.gateway?.subnet).not.toHaveProperty("serviceEndpoints");
  });

  test("hosts admit it on their own port, over TCP and UDP", () => {
    const rules = plan({ ...gateway, clients: undefined, port: 3390 }).securityGroup.securityRules as unknown as Rule[];
    expect(rules.map(short).slice(0, 3)).toEqual([
      "300 allow-gateway-tcp Tcp 10.90.1.64/27 3390",
      "310 allow-gateway-udp Udp 10.90.1.64/27 3390",
      "4000 deny-other-rdp * * 3390",
    ]);
  });
});

test("for a subnet that exists only the group is planned, and it speaks of whichever interface it is on", () => {
  const { made, securityGroup } = plan(existing);
  expect(made).toBeUndefined();
  expect(securityGroup.securityRules[0]).toMatchObject({ name: "allow-rdp-tcp", destinationAddressPrefix: "*" });
  expect(securityGroup.securityRules.at(-1)).toMatchObject({ name: "allow-storage", sourceAddressPrefix: "*" });
});

test("hosts reach a private endpoint in its own subnet, and need no public way to the vault", () => {
  const { made, securityGroup } = plan(endpoint);
  expect(made?.hostSubnet).not.toHaveProperty("serviceEndpoints");
  expect(made?.vaultEndpoints).toMatchObject({
    subnet: { addressPrefix: "10.90.1.96/28" },
    zone: { privateZoneName: "privatelink.vaultcore.azure.net", location: "Global" },
    link: { registrationEnabled: false },
  });
  expect(securityGroup.securityRules).toContainEqual(
    expect.objectContaining({ name: "allow-key-vault", destinationAddressPrefix: "10.90.1.96/28" }),
  );
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
    [
      "a range off its boundary",
      { clients: [{ from: ["10.0.0.1/24"] }] },
      'clients[0].from[0] is "10.0.0.1/24". Allowed: an address range that begins at its first address (10.20.0.0/16)',
    ],
    ["a port that is text", { clients: [{ from: ["10.0.0.1"], port: "3389" }] }, 'rdp: clients[0].port is "3389".'],
    [
      "everybody",
      { clients: [{ from: ["*"] }] },
      'rdp: clients[0].from[0] is "*". Allowed: at most 65536 public IPv4 addresses',
    ],
    ["the Internet by its tag", { clients: [{ from: ["internet"] }] }, "(RDP904-003)"],
    ["the Internet in halves", { clients: [{ from: ["0.0.0.0/1", "128.0.0.0/1"] }] }, "(RDP904-003)"],
    [
      "a public /15 over two clients",
      { clients: [{ from: ["20.0.0.0/16"] }, { from: ["20.1.0.0/16"] }] },
      "(RDP904-003)",
    ],
    ["IPv6", { clients: [{ from: ["2001:db8::/48"] }] }, 'rdp: clients[0].from[0] is "2001:db8::/48".'],
    ["a port that Windows gives away", { port: 49152 }, "rdp: port is 49152. Allowed: a whole number from 1 to 49151."],
    ["the port of SMB", { port: 445 }, "rdp: port is 445. Allowed: a port on which Windows does not listen itself"],
    [
      "a client on the port of WinRM",
      { clients: [{ from: ["10.0.0.1"], port: 5985 }] },
      "rdp: clients[0].port is 5985.",
    ],
    [
      "a subnet outside the network",
      { hostSubnetAddressPrefix: "10.91.0.0/24" },
      "Allowed: a range inside 10.90.0.0/22.",
    ],
    ["a subnet of two addresses", { hostSubnetAddressPrefix: "10.90.0.0/31" }, "Allowed: an IPv4 range from /8 to /29"],
    ["a way in of no kind", { access: "vpn" }, 'rdp: access is "vpn". Allowed: "private", "bastion", "gateway".'],
    [
      "a Bastion beside private access",
      { bastion: {} },
      'rdp: bastion is given. Allowed: nothing, unless access is "bastion".',
    ],
    ["a gateway that nobody may reach", { ...gateway, gateway: { from: [] } }, "rdp: gateway.from is empty."],
    [
      "access by gateway without one",
      { ...gateway, gateway: undefined },
      "rdp: gateway is missing. Allowed: {from, subnet",
    ],
    [
      "two tags for a Bastion",
      { ...bastion, bastion: { from: ["Internet", "AzureCloud"] } },
      "rdp: bastion.from[0] is",
    ],
    ["a Bastion in a /27", { ...bastion, bastion: { subnetAddressPrefix: "10.90.1.0/27" } }, "from /8 to /26"],
    [
      "a Bastion in the subnet of the hosts",
      { ...bastion, bastion: { subnetAddressPrefix: "10.90.0.64/26" } },
      'rdp: bastion.subnetAddressPrefix is "10.90.0.64/26". Allowed: a range that does not overlap 10.90.0.0/24 of rdp: host',
    ],
    ["another port by a Basic Bastion", { ...bastion, port: 3390 }, "(RDP904-005)"],
    [
      "the native client by a Basic Bastion",
      { ...bastion, bastion: { admitsNativeClient: true } },
      "for the native client.",
    ],
    [
      "a Bastion of 51 instances",
      { ...bastion, bastion: { sku: "Standard", instanceCount: 51 } },
      "instances from 2 to 50.",
    ],
    ["an unknown key of a Bastion", { ...bastion, bastion: { name: "b" } }, "rdp: bastion.name is not a known key."],
    ["a gateway outside the network", { ...gateway, gateway: { from: ["*"] } }, 'rdp: gateway.from[0] is "*".'],
    ["a range for endpoints that are not wanted", { vaultEndpointSubnetAddressPrefix: "10.90.2.0/28" }, "is given."],
    [
      "a Bastion in a network that exists",
      { ...existing, access: "bastion" },
      'rdp: access is "bastion". Allowed: "private".',
    ],
    ["a NAT gateway for a subnet that exists", { ...existing, egress: "natGateway" }, 'Allowed: "callerProvided".'],
    ["a range for a subnet that exists", { ...existing, addressPrefix: "10.0.0.0/16" }, "rdp: addressPrefix is given."],
    [
      "a group of clients of no kind",
      { makesClientGroup: "yes" },
      'rdp: makesClientGroup is "yes". Allowed: true, false.',
    ],
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

  test("makes a Bastion with its subnet, group and address", async () => {
    await recordResources();
    const { bastionResourceId } = new RdpNetwork("rdp", { resourceGroupName: "rg", access: "bastion" });
    const resources = await settled(bastionResourceId!);
    expect(inputsOf(resources, "rdp-bastion")).toMatchObject({
      ipConfigurations: [
        { subnet: { id: "id of rdp-bastion-subnet" }, publicIPAddress: { id: "id of rdp-bastion-address" } },
      ],
    });
    expect(inputsOf(resources, "rdp-bastion-subnet")).toMatchObject({
      networkSecurityGroup: { id: "id of rdp-bastion-nsg" },
    });
    expect(inputsOf(resources, "rdp-bastion-subnet")).not.toHaveProperty("natGateway");
  });

  test("makes the subnets one after the other, because ARM refuses two changes of a network at once", async () => {
    await recordResources();
    const { vaultDnsZoneResourceId } = new RdpNetwork("rdp", { ...healthy, ...gateway, ...endpoint });
    const resources = await settled(vaultDnsZoneResourceId!);
    const subnets = resources.filter(({ type }) => type === "azure-native:network:Subnet").map(({ name }) => name);
    expect(subnets).toEqual(["rdp-hosts", "rdp-gateway-subnet", "rdp-vault-endpoints"]);
    expect(inputsOf(resources, "rdp-gateway-subnet")).toMatchObject({ natGateway: { id: "id of rdp-egress" } });
    expect(inputsOf(resources, "rdp-vault-zone-link")).toMatchObject({
      privateZoneName: "name of rdp-vault-zone",
      virtualNetwork: { id: "id of rdp-vnet" },
    });
  });

  test("for a subnet that exists makes the group alone, and says whose network it is", async () => {
    await recordResources();
    const hostSubnetResourceId = "/subscriptions/s/virtualNetworks/hub/subnets/hosts";
    const component = new RdpNetwork("rdp", { ...healthy, hostSubnetResourceId });
    const resources = await settled(component.securityGroupResourceId);
    expect(resources.map(({ name }) => name).sort()).toEqual(["rdp", "rdp-nsg"]);
    expect(await valueOf(component.virtualNetworkResourceId)).toBe("/subscriptions/s/virtualNetworks/hub");
    expect(await valueOf(component.networkInterfaceSecurityGroupResourceId!)).toBe("id of rdp-nsg");
  });

  test("members of the clients' group are let in by their group, in rules of their own", async () => {
    await recordResources();
    const { securityGroupResourceId, hostGroupResourceIds } = new RdpNetwork("rdp", {
      resourceGroupName: "rg",
      makesClientGroup: true,
      makesHostGroup: true,
    });
    const resources = await settled(securityGroupResourceId);
    expect(await valueOf(hostGroupResourceIds)).toEqual(["id of rdp-host-group"]);
    expect((inputsOf(resources, "rdp-nsg").securityRules as Rule[]).slice(0, 2)).toEqual([
      expect.objectContaining({
        name: "allow-client-group-tcp",
        sourceApplicationSecurityGroups: [{ id: "id of rdp-client-group" }],
      }),
      expect.objectContaining({ name: "allow-client-group-udp", protocol: "Udp" }),
    ]);
  });

  test("makes no way out where the caller provides one", async () => {
    await recordResources();
    const { hostSubnetResourceId } = new RdpNetwork("rdp", { ...healthy, egress: "callerProvided" });
    const resources = await settled(hostSubnetResourceId);
    expect(resources.map(({ name }) => name).sort()).toEqual(["rdp", "rdp-hosts", "rdp-nsg", "rdp-vnet"]);
    expect(inputsOf(resources, "rdp-hosts")).not.toHaveProperty("natGateway");
  });
});
