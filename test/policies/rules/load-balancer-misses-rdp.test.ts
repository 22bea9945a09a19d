import { loadBalancerMissesRdp } from "../../../policies/rules/load-balancer-misses-rdp";
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
  linux,
  machine,
  network,
  publicAddress,
  rule,
  subnet,
  verdicts,
  windows,
} from "./network-stack";

type Inputs = Record<string, unknown>;

const id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/loadBalancers/lb";
const front = { frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/front` } };

const nat = (name: string, frontendPort: unknown, backendPort: unknown, parts: Inputs = {}): Inputs => ({
  ...{ name, protocol: "Tcp", frontendPort, backendPort, ...front },
  ...parts,
});

function balancer(inputs: Inputs, frontends = ["front"]): Declared[] {
  const frontendIPConfigurations = frontends.map((name) => ({ name, publicIPAddress: { id: ref("lb-ip") } }));
  return [
    publicAddress("lb-ip"),
    {
      type: "azure-native:network:LoadBalancer",
      name: "lb",
      inputs: { resourceGroupName: "rg", loadBalancerName: "lb", frontendIPConfigurations, ...inputs },
    },
  ];
}

function ownRule(name: string, inputs: Inputs): Declared {
  return {
    type: "azure-native:network:InboundNatRule",
    name,
    inputs: { resourceGroupName: "rg", loadBalancerName: ref("lb", "name"), inboundNatRuleName: name, ...inputs },
  };
}

/** A machine behind these parts of lb. */
function behind(ip: Inputs, vm: Inputs = windows): Declared[] {
  return [
    network(),
    subnet("hosts", "10.0.1.0/24"),
    card("card", { subnet: { id: ref("hosts") }, ...ip }),
    machine("vm", "card", vm),
  ];
}

const partsOf = (list: string, kind: string, names: string[]): Inputs => ({
  [list]: names.map((name) => ({ id: ref("lb", "id", (lb) => `${lb}/${kind}/${name}`) })),
});
const rulesOf = (...names: string[]): Inputs => partsOf("loadBalancerInboundNatRules", "inboundNatRules", names);
const poolOf = (name: string): Inputs => partsOf("loadBalancerBackendAddressPools", "backendAddressPools", [name]);
const inPool = { backendAddressPool: { id: `${id}/backendAddressPools/hosts` } };
const pools = { backendAddressPools: [{ name: "hosts" }] };

const judge = (...resources: Declared[]): Promise<string[]> => verdicts(loadBalancerMissesRdp, estateOf(resources));
const said = (...resources: Declared[]): Promise<string[]> => facts(loadBalancerMissesRdp, estateOf(resources));

describe("the port", () => {
  test("a NAT rule to 3389 of a Windows host holds, whatever its frontend port", async () => {
    const resources = [...balancer({ inboundNatRules: [nat("rdp", 50001, 3389)] }), ...behind(rulesOf("rdp"))];
    expect(await judge(...resources)).toEqual(["holds lb"]);
    expect(await verdicts(loadBalancerMissesRdp, deployedEstateOf(resources))).toEqual(["holds lb"]);
  });

  test("frontend port 3389 that ends at another port is broken, and the message names both", async () => {
    const estate = estateOf([...balancer({ inboundNatRules: [nat("rdp", 3389, 22)] }), ...behind(rulesOf("rdp"))]);
    expect(await findings(loadBalancerMissesRdp, estate)).toMatchObject([
      {
        verdict: "broken",
        path: "inboundNatRules[0].backendPort",
        value: "22",
        final: true,
        fact: "inbound NAT rule rdp (TCP 3389) of lb ends at port 22 of vm, whose RDP is on 3389",
        fix: "Let rdp end at port 3389; where the listener has port 22, declare clients with that port.",
      },
    ]);
  });

  test("where clients are declared for another port, that is where RDP is", async () => {
    const resources = [...balancer({ inboundNatRules: [nat("rdp", 3389, 33890)] }), ...behind(rulesOf("rdp"))];
    const moved = clients({ from: ["81.2.69.0/24"], to: "vm", port: 33890 });
    expect(await verdicts(loadBalancerMissesRdp, estateOf(resources), moved)).toEqual(["holds lb"]);
    expect(await judge(...resources)).toEqual(["broken lb inboundNatRules[0].backendPort"]);
  });

  test("a port that is not known yet leaves it undecided", async () => {
    const estate = [...balancer({ inboundNatRules: [nat("rdp", 3389, unknownValue)] }), ...behind(rulesOf("rdp"))];
    expect(await judge(...estate)).toEqual(["undecided lb inboundNatRules[0].backendPort"]);
    expect(await said(...estate)).toEqual([
      "whether inbound NAT rule rdp (TCP 3389) of lb ends at port 3389 of vm, where RDP is, cannot be said: " +
        "inboundNatRules[0].backendPort is not known yet",
    ]);
  });

  test.each([
    ["a NAT rule for a web site", nat("web", 443, 443)],
    ["a NAT rule for SSH", nat("ssh", 50022, 22)],
    ["a NAT rule without any port", { name: "odd", protocol: "Tcp", ...front }],
  ])("%s is none of the rule's business", async (_title, one) => {
    expect(await judge(...balancer({ inboundNatRules: [one] }), ...behind(rulesOf(String(one["name"]))))).toEqual([]);
  });

  test("a rule for all ports forwards RDP unchanged and is for nothing in particular", async () => {
    const all = { ...nat("all", 0, 0, { protocol: "All" }), ...inPool };
    expect(await judge(...balancer({ loadBalancingRules: [all], ...pools }), ...behind(poolOf("hosts")))).toEqual([]);
  });
});

describe("the end", () => {
  test("a NAT rule that no interface names ends at no machine", async () => {
    const resources = [...balancer({ inboundNatRules: [nat("rdp", 50001, 3389)] }), ...behind({})];
    expect(await judge(...resources)).toEqual(["broken lb inboundNatRules[0]"]);
    expect(await said(...resources)).toEqual([
      "inbound NAT rule rdp (TCP 50001) of lb ends at no machine: no network interface names it",
    ]);
  });

  test("a NAT rule for RDP that ends at Linux only is broken", async () => {
    const resources = [...balancer({ inboundNatRules: [nat("rdp", 3389, 3389)] }), ...behind(rulesOf("rdp"), linux)];
    expect(await said(...resources)).toEqual(["inbound NAT rule rdp (TCP 3389) of lb ends at Linux only: vm"]);
  });

  test("a pool of Linux and Windows machines has a Windows host in it", async () => {
    const rdp = nat("rdp", 3389, 3389, inPool);
    expect(
      await judge(
        ...balancer({ loadBalancingRules: [rdp], ...pools }),
        ...behind(poolOf("hosts")),
        card("second", { subnet: { id: ref("hosts") }, ...poolOf("hosts") }),
        machine("penguin", "second", linux),
      ),
    ).toEqual(["holds lb"]);
  });

  test("a NAT rule to a pool, with a range of frontend ports, is a NAT rule", async () => {
    const range = { frontendPort: undefined, frontendPortRangeStart: 50000, frontendPortRangeEnd: 50099 };
    const rdp = nat("rdp", undefined, 3389, { ...range, ...inPool });
    expect(await judge(...balancer({ inboundNatRules: [rdp], ...pools }), ...behind(poolOf("hosts")))).toEqual([
      "holds lb",
    ]);
    expect(await said(...balancer({ inboundNatRules: [rdp], ...pools }), ...behind({}))).toEqual([
      "inbound NAT rule rdp (TCP 50000-50099) of lb ends at no machine: no network interface names it",
    ]);
  });

  test("a NAT pool ends at a scale set that names it, and at nothing where none does", async () => {
    const pool = {
      ...{
        name: "rdp",
        protocol: "Tcp",
        frontendPortRangeStart: 50000,
        frontendPortRangeEnd: 50099,
        backendPort: 3389,
      },
      ...front,
    };
    const ipConfigurations = [
      {
        name: "ip",
        subnet: { id: ref("hosts") },
        ...partsOf("loadBalancerInboundNatPools", "inboundNatPools", ["rdp"]),
      },
    ];
    const set: Declared = {
      type: "azure-native:compute:VirtualMachineScaleSet",
      name: "set",
      inputs: {
        resourceGroupName: "rg",
        virtualMachineProfile: {
          ...windows,
          networkProfile: { networkInterfaceConfigurations: [{ name: "nic", ipConfigurations }] },
        },
      },
    };
    const base = [...balancer({ inboundNatPools: [pool] }), network(), subnet("hosts", "10.0.1.0/24")];
    expect(await judge(...base, set)).toEqual(["holds lb"]);
    expect(await judge(...base, ...behind({}).slice(2))).toEqual(["broken lb inboundNatPools[0]"]);
  });

  test.each([
    ["a stack without machines", [], "there is no machine in this stack"],
    [
      "an interface without a machine",
      [...behind(rulesOf("rdp")).slice(0, 3), card("other", { subnet: { id: ref("hosts") } }), machine("vm", "other")],
      "no machine of this stack has network interface card",
    ],
    [
      "a machine whose interface is elsewhere",
      [machine("vm", "lb", { ...windows, networkProfile: { networkInterfaces: [{ id: unknownValue }] } })],
      "a network interface of vm is not known here",
    ],
  ])("%s leaves the end undecided", async (_title, resources, why) => {
    const all = [...balancer({ inboundNatRules: [nat("rdp", 50001, 3389)] }), ...resources];
    expect(await judge(...all)).toEqual(["undecided lb inboundNatRules[0]"]);
    expect(await said(...all)).toEqual([
      `whether inbound NAT rule rdp (TCP 50001) of lb ends at a Windows host cannot be said: ${why}`,
    ]);
  });

  test("a pool that lists addresses leaves the end undecided", async () => {
    const byAddress = {
      backendAddressPools: [{ name: "hosts", loadBalancerBackendAddresses: [{ ipAddress: "10.0.1.4" }] }],
    };
    const rdp = nat("rdp", 3389, 3389, inPool);
    expect(await judge(...balancer({ loadBalancingRules: [rdp], ...byAddress }), ...behind({}))).toEqual([
      "undecided lb loadBalancingRules[0]",
    ]);
  });
});

describe("rules of their own", () => {
  test.each(["azure-native:network", "azure-native:network/v20230901", "azure-native_network_v20230901:network"])(
    "count like inline ones, as %s too",
    async (token) => {
      const spelled = (resources: Declared[]): Declared[] =>
        resources.map((one) => ({ ...one, type: one.type.replace("azure-native:network", token) }));
      const base = [...balancer({}), ...behind({ loadBalancerInboundNatRules: [{ id: ref("rdp") }] })];
      const good = spelled([...base, ownRule("rdp", nat("rdp", 3389, 3389))]);
      const bad = spelled([...base, ownRule("rdp", nat("rdp", 3389, 33890))]);
      expect(await judge(...good)).toEqual(["holds rdp"]);
      expect(await judge(...bad)).toEqual(["broken rdp backendPort"]);
      expect(await verdicts(loadBalancerMissesRdp, deployedEstateOf(bad))).toEqual(["broken rdp backendPort"]);
    },
  );

  test("a deployed load balancer that lists its own rules does not share ports with itself", async () => {
    const own = ownRule("rdp", nat("rdp", 3389, 3389));
    const listed = balancer({ inboundNatRules: [nat("rdp", 3389, 3389)] });
    const resources = [...listed, ...behind({ loadBalancerInboundNatRules: [{ id: ref("rdp") }] }), own];
    expect(await verdicts(loadBalancerMissesRdp, deployedEstateOf(resources))).toEqual(["holds rdp"]);
  });
});

describe("the frontend port", () => {
  const two = (second: Inputs, frontends?: string[]): Declared[] => [
    ...balancer({ inboundNatRules: [nat("one", 50001, 3389), second] }, frontends),
    ...behind(rulesOf("one", String(second["name"]))),
  ];

  test("two rules cannot share it", async () => {
    const resources = two(nat("two", 50001, 3389));
    expect(await judge(...resources)).toEqual(["holds lb", "holds lb", "broken lb inboundNatRules[1].frontendPort"]);
    expect(await said(...resources)).toEqual([
      "inbound NAT rule one (TCP 50001) of lb and inbound NAT rule two share TCP 50001 of frontend front",
    ]);
  });

  test.each([
    ["another port", nat("two", 50002, 3389)],
    ["UDP beside TCP", nat("two", 50001, 3389, { protocol: "Udp" })],
    [
      "another frontend",
      nat("two", 50001, 3389, { frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/second` } }),
    ],
  ])("%s is not shared", async (_title, second) => {
    expect(await judge(...two(second, ["front", "second"]))).toEqual(["holds lb", "holds lb"]);
  });

  test("two rules for web sites that share one are somebody else's business", async () => {
    const web = [nat("a", 443, 443), nat("b", 443, 8443)];
    expect(await judge(...balancer({ inboundNatRules: web }), ...behind(rulesOf("a", "b")))).toEqual([]);
  });

  test("a frontend that is not known yet is the only one, or one of several", async () => {
    const second = nat("two", 50001, 3389, { frontendIPConfiguration: { id: unknownValue } });
    expect(await judge(...two(second))).toContain("broken lb inboundNatRules[1].frontendPort");
    expect(await judge(...two(second, ["front", "second"]))).toEqual([
      "holds lb",
      "holds lb",
      "undecided lb inboundNatRules[1].frontendIPConfiguration",
    ]);
  });
});

test("where a NAT rule leads clients astray, RDP904-001 does not blame the security group as well", async () => {
  const stack = (backendPort: number): Declared[] => [
    ...balancer({ inboundNatRules: [nat("rdp", 3389, backendPort)] }),
    group("nsg", [rule("allow", 300, "Allow", { ...from("81.2.69.0/24"), destinationPortRange: "33890" })]),
    ...host({ subnetGroup: "nsg", vm: { tags: { rdp904: "host" } } }).map((one) =>
      one.name === "card" ? card("card", { subnet: { id: ref("hosts") }, ...rulesOf("rdp") }) : one,
    ),
  ];
  const office = clients({ from: ["81.2.69.0/24"], to: "*" });
  expect(await verdicts(rdpNotAdmitted, estateOf(stack(33890)), office)).toEqual(["holds vm"]);
  expect(await verdicts(loadBalancerMissesRdp, estateOf(stack(33890)), office)).toEqual([
    "broken lb inboundNatRules[0].backendPort",
  ]);
  expect(await verdicts(rdpNotAdmitted, estateOf(stack(3389)), office)).toEqual(["broken nsg securityRules"]);
});
