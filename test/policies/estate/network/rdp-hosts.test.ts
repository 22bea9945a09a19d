import { rdpHosts } from "../../../../policies/estate/network/rdp-hosts";
import type { Settings } from "../../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../../policies/testing/estate-of";
import {
  card,
  clients,
  from,
  group,
  host,
  linux,
  machine,
  network,
  publicAddress,
  rule,
  subnet,
  windows,
} from "../../rules/network-stack";

function hosts(resources: Declared[], settings: Settings = clients(), build = estateOf): string[] {
  return rdpHosts({ estate: build(resources), settings }).map(
    (one) => `${one.machine.resource.name}${one.certain ? "" : " perhaps"}: ${one.why}`,
  );
}

const allowRdp = rule("allow-rdp", 300, "Allow", from("10.1.0.0/16"));

test("a machine towards which nothing opens RDP is no host", () => {
  expect(hosts(host())).toEqual([]);
  const web = [
    rule("web", 200, "Allow", { destinationPortRange: "443" }),
    rule("all", 300, "Allow", { destinationPortRange: "*" }),
  ];
  expect(hosts([group("nsg", [...web, rule("deny-rdp", 100, "Deny")]), ...host({ subnetGroup: "nsg" })])).toEqual([]);
});

test("an allow rule that names the port makes a host, on the subnet as on the interface", () => {
  const expected = ["vm: allow-rdp (priority 300) of nsg names port 3389"];
  expect(hosts([group("nsg", [allowRdp]), ...host({ subnetGroup: "nsg" })])).toEqual(expected);
  expect(hosts([group("nsg", [allowRdp]), ...host({ cardGroup: "nsg" })])).toEqual(expected);
  const small = { ...allowRdp, destinationPortRange: "3380-3399" };
  expect(hosts([group("nsg", [small]), ...host({ cardGroup: "nsg" })])).toEqual(expected);
});

test("an allow that a deny hides still says what was meant", () => {
  const deny = rule("deny-all", 100, "Deny");
  expect(hosts([group("nsg", [deny, allowRdp]), ...host({ subnetGroup: "nsg" })])).toHaveLength(1);
});

test("a rule towards somebody else makes no host", () => {
  const elsewhere = { ...allowRdp, destinationAddressPrefix: "10.0.2.0/24" };
  expect(hosts([group("nsg", [elsewhere]), ...host({ subnetGroup: "nsg" })])).toEqual([]);
  expect(hosts([group("nsg", [{ ...allowRdp, direction: "Outbound" }]), ...host({ subnetGroup: "nsg" })])).toEqual([]);
});

test("a rule towards a part of the subnet leaves open whether the machine lies in it, unless its address is known", () => {
  const part = { ...allowRdp, destinationAddressPrefix: "10.0.1.4" };
  expect(hosts([group("nsg", [part]), ...host({ subnetGroup: "nsg" })])).toEqual([
    "vm perhaps: allow-rdp (priority 300) of nsg may open port 3389",
  ]);
  const fixed = (address: string): Declared[] => [
    ...[group("nsg", [part]), network(), subnet("hosts", "10.0.1.0/24", "nsg"), machine("vm", "card")],
    card("card", { subnet: { id: ref("hosts") }, privateIPAddress: address }),
  ];
  expect(hosts(fixed("10.0.1.4"))).toHaveLength(1);
  expect(hosts(fixed("10.0.1.5"))).toEqual([]);
});

test("a rule towards an application security group makes hosts of its members alone", () => {
  const asg = {
    type: "azure-native:network:ApplicationSecurityGroup",
    name: "jump",
    inputs: { resourceGroupName: "rg" },
  };
  const to = {
    ...allowRdp,
    destinationAddressPrefix: undefined,
    destinationApplicationSecurityGroups: [{ id: ref("jump") }],
  };
  const member = [
    ...[asg, group("nsg", [to]), network(), subnet("hosts", "10.0.1.0/24", "nsg")],
    card("in", { subnet: { id: ref("hosts") }, applicationSecurityGroups: [{ id: ref("jump") }] }),
    card("out", { subnet: { id: ref("hosts") } }),
    ...[machine("member", "in"), machine("other", "out")],
  ];
  expect(hosts(member)).toEqual(["member: allow-rdp (priority 300) of nsg names port 3389"]);
  expect(hosts(member, clients(), deployedEstateOf)).toHaveLength(1);
});

test("the tag decides: host makes one, none unmakes it, another value says nothing", () => {
  const tagged = (rdp904: unknown): Declared[] => [
    group("nsg", [allowRdp]),
    ...host({ subnetGroup: "nsg", vm: { tags: { rdp904 } } }),
  ];
  expect(hosts(host({ vm: { tags: { rdp904: "host" } } }))).toEqual(["vm: tag rdp904 is host"]);
  expect(hosts(tagged("none"))).toEqual([]);
  expect(hosts(tagged("reference"))).toHaveLength(1);
  expect(hosts(host({ vm: { tags: { rdp904: unknownValue } } }))).toEqual(["vm perhaps: tag rdp904 is not known yet"]);
});

test("the settings make hosts by name and by tag", () => {
  expect(hosts(host(), clients({ from: ["10.1.0.0/16"], to: "v*" }))).toEqual(["vm: clients[0].to names it"]);
  expect(hosts(host(), clients({ from: ["10.1.0.0/16"], to: "other" }))).toEqual([]);
  const tagged = host({ vm: { tags: { role: unknownValue } } });
  expect(hosts(tagged, clients({ from: ["10.1.0.0/16"], to: "tag:role=jump" }))).toEqual([
    "vm perhaps: clients[0].to asks for a tag that is not known yet",
  ]);
});

test("a port that declared clients use is looked for as well", () => {
  const moved = [group("nsg", [{ ...allowRdp, destinationPortRange: "33890" }]), ...host({ subnetGroup: "nsg" })];
  expect(hosts(moved)).toEqual([]);
});

test("Linux machines are never hosts, and unknown ones perhaps", () => {
  const nsg = group("nsg", [allowRdp]);
  const of = (inputs: Record<string, unknown>): Declared[] => [
    nsg,
    ...host({ subnetGroup: "nsg" }).slice(0, -1),
    machine("vm", "card", inputs),
  ];
  expect(hosts(of(linux))).toEqual([]);
  expect(hosts(of({}))).toEqual([
    "vm perhaps: allow-rdp (priority 300) of nsg names port 3389, but nothing tells whether vm runs Windows",
  ]);
});

test("a Bastion makes hosts of the Windows machines in its own network", () => {
  const bastion = (of: string): Declared[] => [
    subnet("bastion", "10.0.250.0/26", undefined, {
      subnetName: "AzureBastionSubnet",
      virtualNetworkName: ref(of, "name"),
    }),
    {
      type: "azure-native:network:BastionHost",
      name: "way-in",
      inputs: { resourceGroupName: "rg", ipConfigurations: [{ name: "a", subnet: { id: ref("bastion") } }] },
    },
  ];
  expect(hosts([...host(), ...bastion("vnet")])).toEqual(["vm: Bastion way-in is in its network"]);
  expect(hosts([...host(), network("other", ["10.9.0.0/16"]), ...bastion("other")])).toEqual([]);
  const developer = {
    type: "azure-native:network:BastionHost",
    name: "dev",
    inputs: { virtualNetwork: { id: ref("vnet") } },
  };
  expect(hosts([...host(), developer])).toEqual(["vm: Bastion dev is in its network"]);
});

test("a just-in-time policy makes hosts of the machines whose port it opens", () => {
  const policy = (...ports: unknown[]): Declared => ({
    type: "azure-native:security:JitNetworkAccessPolicy",
    name: "jit",
    inputs: { virtualMachines: [{ id: ref("vm"), ports: ports.map((number) => ({ number })) }] },
  });
  expect(hosts([...host(), policy(22, 3389)])).toEqual(["vm: a just-in-time policy opens port 3389"]);
  expect(hosts([...host(), policy(22)])).toEqual([]);
  expect(hosts([...host(), policy(unknownValue)])).toEqual(["vm perhaps: a just-in-time policy opens port 3389"]);
});

describe("load balancers", () => {
  const balancer = (inputs: object): Declared => ({
    type: "azure-native:network:LoadBalancer",
    name: "lb",
    inputs: { frontendIPConfigurations: [{ name: "public", publicIPAddress: { id: ref("pip") } }], ...inputs },
  });
  const base = [network(), subnet("hosts", "10.0.1.0/24"), publicAddress("pip"), machine("vm", "card")];
  const natRule = (name: string, backendPort: number): object => ({
    name,
    protocol: "Tcp",
    frontendPort: 50001,
    backendPort,
  });
  const natCard = card("card", {
    subnet: { id: ref("hosts") },
    loadBalancerInboundNatRules: [{ id: ref("lb", "id", (id) => `${id}/inboundNatRules/rdp`) }],
  });

  test("a NAT rule for the port makes a host, whichever of them the interface has", () => {
    const one = [...base, natCard, balancer({ inboundNatRules: [natRule("rdp", 3389)] })];
    expect(hosts(one)).toEqual(["vm: inbound NAT rule rdp of lb ends at its port 3389"]);
    const two = [...base, natCard, balancer({ inboundNatRules: [natRule("rdp", 3389), natRule("rdp2", 3389)] })];
    expect(hosts(two)).toHaveLength(1);
  });

  test("where rules for other ports are among them, an unknown id leaves it open and a known one does not", () => {
    const mixed = [...base, natCard, balancer({ inboundNatRules: [natRule("ssh", 22), natRule("rdp", 3389)] })];
    expect(hosts(mixed)).toEqual(["vm perhaps: inbound NAT rule rdp of lb may end at its port 3389"]);
    expect(hosts(mixed, clients(), deployedEstateOf)).toEqual(["vm: inbound NAT rule rdp of lb ends at its port 3389"]);
    const other = [...base, natCard, balancer({ inboundNatRules: [natRule("rdp", 22)] })];
    expect(hosts(other)).toEqual([]);
  });

  test("a stand-alone NAT rule is found from the interface", () => {
    const resources = [
      ...[...base, balancer({})],
      {
        type: "azure-native:network:InboundNatRule",
        name: "rule",
        inputs: { loadBalancerName: ref("lb", "name"), ...natRule("rdp", 3389) },
      },
      card("card", { subnet: { id: ref("hosts") }, loadBalancerInboundNatRules: [{ id: ref("rule") }] }),
    ];
    expect(hosts(resources)).toEqual(["vm: inbound NAT rule rule of lb ends at its port 3389"]);
  });

  test("a rule for a pool makes hosts of the machines in that pool", () => {
    const pool = (name: string): object => ({ id: `/x/backendAddressPools/${name}` });
    const pools = { backendAddressPools: [{ name: "farm" }, { name: "other" }] };
    const rules = (name: string): object => ({
      loadBalancingRules: [{ name: "rdp", frontendPort: 3389, backendPort: 3389, backendAddressPool: pool(name) }],
    });
    const inPool = card("card", {
      subnet: { id: ref("hosts") },
      loadBalancerBackendAddressPools: [{ id: ref("lb", "id", (id) => `${id}/backendAddressPools/farm`) }],
    });
    const farm = [...base, inPool, balancer({ ...pools, ...rules("farm") })];
    expect(hosts(farm)).toEqual(["vm perhaps: load balancing rule rdp of lb may end at its port 3389"]);
    expect(hosts(farm, clients(), deployedEstateOf)).toEqual([
      "vm: load balancing rule rdp of lb ends at its port 3389",
    ]);
    const other = [...base, inPool, balancer({ ...pools, ...rules("other") })];
    expect(hosts(other, clients(), deployedEstateOf)).toEqual([]);
  });
});

describe("an interface whose subnet is one of several", () => {
  const inline = (name: string, cardName: string): Declared[] => [
    group("open", [allowRdp]),
    network("vnet", ["10.0.0.0/16"], {
      subnets: [
        { name: "jump", addressPrefix: "10.0.1.0/24", networkSecurityGroup: { id: ref("open") } },
        { name: "web", addressPrefix: "10.0.2.0/24" },
        { name: "GatewaySubnet", addressPrefix: "10.0.3.0/24" },
      ],
    }),
    card(cardName, { name, subnet: { id: ref("vnet", "id", (id) => `${id}/subnets/jump`) } }),
    machine("vm", cardName),
  ];

  test("is a host's where it bears the name of the subnet that opens RDP", () => {
    expect(hosts(inline("primary", "jump-card"))).toEqual(["vm: allow-rdp (priority 300) of open names port 3389"]);
    expect(hosts(inline("web", "card"))).toEqual([]);
  });

  test("is perhaps a host's where its name tells nothing, and surely once its id is known", () => {
    expect(hosts(inline("primary", "card"))).toEqual(["vm perhaps: allow-rdp (priority 300) of open names port 3389"]);
    expect(hosts(inline("primary", "card"), clients(), deployedEstateOf)).toEqual([
      "vm: allow-rdp (priority 300) of open names port 3389",
    ]);
  });
});

test("rules that are not known at all leave every Windows machine behind them open", () => {
  const nsg = { ...group("nsg", []), inputs: { securityRules: unknownValue } };
  expect(hosts([nsg, ...host({ subnetGroup: "nsg" })])).toEqual([
    "vm perhaps: securityRules (priority not known yet) of nsg may open port 3389: securityRules is not known yet",
  ]);
});

test("a scale set without a model of its own holds no machines, and one with a model is one", () => {
  const scaleSet = (inputs: object): Declared => ({
    type: "azure-native:compute:VirtualMachineScaleSet",
    name: "farm",
    inputs: { tags: { rdp904: "host" }, ...inputs },
  });
  expect(hosts([scaleSet({ orchestrationMode: "Flexible" })])).toEqual([]);
  expect(hosts([scaleSet({ virtualMachineProfile: windows })])).toEqual(["farm: tag rdp904 is host"]);
});
