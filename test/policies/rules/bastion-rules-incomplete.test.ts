import { bastionRulesIncomplete } from "../../../policies/rules/bastion-rules-incomplete";
import { rdpPortMismatch } from "../../../policies/rules/rdp-port-mismatch";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";
import {
  clients,
  facts,
  findings,
  from,
  group,
  host,
  network,
  rule,
  standAlone,
  subnet,
  verdicts,
} from "./network-stack";

const to = (destinationAddressPrefix: string) => ({ destinationAddressPrefix });
const ports = (...destinationPortRanges: string[]) => ({ destinationPortRange: "", destinationPortRanges });
const out = { direction: "Outbound" };
const any = { protocol: "*" };

/** The eight flows, by name. */
const eight: Record<string, Record<string, unknown>> = {
  clients: rule("clients", 200, "Allow", { ...from("Internet"), ...ports("443") }),
  control: rule("control", 210, "Allow", { ...from("GatewayManager"), ...ports("443") }),
  probes: rule("probes", 220, "Allow", { ...from("AzureLoadBalancer"), ...ports("443") }),
  parts: rule("parts", 230, "Allow", {
    ...{ ...any, ...from("VirtualNetwork"), ...to("VirtualNetwork"), ...ports("8080", "5701") },
  }),
  hosts: rule("hosts", 200, "Allow", { ...out, ...any, ...to("VirtualNetwork"), ...ports("22", "3389") }),
  azure: rule("azure", 210, "Allow", { ...out, ...to("AzureCloud"), ...ports("443") }),
  partsOut: rule("parts-out", 220, "Allow", {
    ...{ ...out, ...any, ...from("VirtualNetwork"), ...to("VirtualNetwork"), ...ports("8080", "5701") },
  }),
  sessions: rule("sessions", 230, "Allow", { ...out, ...any, ...to("Internet"), ...ports("80") }),
};
const all = Object.values(eight);
const changed = (name: string, parts: Record<string, unknown>): unknown[] =>
  Object.values({ ...eight, [name]: { ...eight[name], ...parts } });

const bastionSubnet = (group?: string): Declared =>
  subnet("bastion", "10.0.255.0/26", group, { subnetName: "AzureBastionSubnet" });
const guarded = (rules: readonly unknown[]): Declared[] => [network(), group("nsg", rules), bastionSubnet("nsg")];
const judge = (...resources: Declared[]): Promise<string[]> => verdicts(bastionRulesIncomplete, estateOf(resources));

test("a group with all eight flows holds, in preview and once deployed", async () => {
  expect(await judge(...guarded(all))).toEqual(["holds nsg"]);
  expect(await verdicts(bastionRulesIncomplete, deployedEstateOf(guarded(all)))).toEqual(["holds nsg"]);
});

test("one finding names every flow that is lacking", async () => {
  const estate = estateOf(guarded(all.filter((one) => !["control", "hosts"].includes(String(one["name"])))));
  expect(await verdicts(bastionRulesIncomplete, estate)).toEqual(["broken nsg securityRules"]);
  expect(await facts(bastionRulesIncomplete, estate)).toEqual([
    "nsg of the Bastion's subnet has no rule of its own for TCP 443 from GatewayManager; 22, 3389 to VirtualNetwork",
  ]);
});

test("of a flow of two ports, the one that is lacking is named", async () => {
  const estate = estateOf(guarded(changed("hosts", ports("3389"))));
  expect(await facts(bastionRulesIncomplete, estate)).toEqual([
    "nsg of the Bastion's subnet has no rule of its own for TCP 22 to VirtualNetwork (the hosts)",
  ]);
});

test("a deny before a flow is where to change, and the verdict is final", async () => {
  const deny = rule("deny-out", 100, "Deny", { ...out, ...any, destinationPortRange: "*" });
  const estate = estateOf(guarded([...all, deny]));
  expect(await findings(bastionRulesIncomplete, estate)).toMatchObject([
    {
      verdict: "broken",
      path: "securityRules[8].access",
      value: "Deny",
      final: true,
      fix: "Move deny-out behind the rules that allow them, to higher priority numbers, 4096 at most.",
      fact:
        "deny-out (priority 100) of nsg hides what the Bastion needs: TCP 22, 3389 to VirtualNetwork; 443 to AzureCloud; " +
        "8080, 5701 from VirtualNetwork to VirtualNetwork; 80 to Internet",
    },
  ]);
});

test.each([
  ["the flow's own tag in other letters", changed("control", from("GATEWAYMANAGER"))],
  ["everybody instead of a tag", changed("control", from("*"))],
  ["all protocols instead of TCP", changed("control", any)],
  ["a range of ports around the flow's", changed("parts", ports("5000-9000"))],
  ["all ports", changed("sessions", { destinationPortRanges: undefined, destinationPortRange: "*" })],
  ["the network's own range instead of its tag", changed("partsOut", to("10.0.0.0/16"))],
  ["the Bastion's own range as the near end", changed("clients", to("10.0.255.0/26"))],
  ["clients of a company, in two ranges", changed("clients", from("81.2.69.0/24", "10.20.0.0/16"))],
  ["clients of the network, where the Bastion is private", changed("clients", from("VirtualNetwork"))],
  ["an earlier deny of other ports", [...all, rule("deny", 100, "Deny", { destinationPortRange: "3389" })]],
  [
    "an earlier deny of some of the clients",
    [...all, rule("deny", 100, "Deny", { ...from("81.2.69.0/24"), ...ports("443") })],
  ],
])("healthy: %s", async (_title, rules) => {
  expect(await judge(...guarded(rules))).toEqual(["holds nsg"]);
});

test.each([
  ["no rule at all", []],
  ["the tag of another service", changed("control", from("AzureLoadBalancer"))],
  ["Internet in place of GatewayManager", changed("control", from("Internet"))],
  ["GatewayManager in place of clients", changed("clients", from("GatewayManager"))],
  ["UDP", changed("parts", { protocol: "Udp" })],
  ["a deny in place of an allow", changed("azure", { access: "Deny" })],
  ["the wrong direction", changed("hosts", { direction: "Inbound", priority: 240 })],
  ["another destination than the Bastion's subnet", changed("probes", to("10.0.1.0/24"))],
  ["half of the network", changed("partsOut", to("10.0.0.0/17"))],
])("broken: %s", async (_title, rules) => {
  expect(await judge(...guarded(rules))).toEqual(["broken nsg securityRules"]);
});

test.each(["azure-native:network", "azure-native:network/v20230901", "azure-native_network_v20230901:network"])(
  "stand-alone rules count like inline ones, as %s too",
  async (token) => {
    const spelled = (resources: Declared[]): Declared[] =>
      resources.map((one) => ({ ...one, type: one.type.replace("azure-native:network", token) }));
    const rules = all.map((one) => standAlone("nsg", one));
    const base = [network(), group("nsg", []), bastionSubnet("nsg")];
    expect(await judge(...spelled([...base, ...rules]))).toEqual(["holds nsg"]);
    expect(await judge(...spelled([...base, ...rules.slice(1)]))).toEqual(["broken nsg securityRules"]);
    expect(await verdicts(bastionRulesIncomplete, deployedEstateOf(spelled([...base, ...rules.slice(1)])))).toEqual([
      "broken nsg securityRules",
    ]);
  },
);

test("an inline subnet is a subnet, in whatever letters its name is written", async () => {
  const inline = (rules: readonly unknown[]): Declared[] => [
    group("nsg", rules),
    network("vnet", ["10.0.0.0/16"], {
      subnets: [
        { name: "azurebastionsubnet", addressPrefix: "10.0.255.0/26", networkSecurityGroup: { id: ref("nsg") } },
      ],
    }),
  ];
  expect(await judge(...inline(all))).toEqual(["holds nsg"]);
  expect(await judge(...inline([]))).toEqual(["broken nsg securityRules"]);
});

test("no group on the Bastion's subnet, and groups elsewhere, are none of the rule's business", async () => {
  expect(await judge(network(), bastionSubnet())).toEqual([]);
  expect(await judge(network(), group("nsg", []), subnet("hosts", "10.0.1.0/24", "nsg"))).toEqual([]);
  const elsewhere = {
    networkSecurityGroup: {
      id: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/other",
    },
  };
  expect(
    await judge(
      network(),
      subnet("bastion", "10.0.255.0/26", undefined, { subnetName: "AzureBastionSubnet", ...elsewhere }),
    ),
  ).toEqual([]);
});

test("a source that is not known yet may be what is lacking", async () => {
  const estate = estateOf(guarded(changed("control", from(unknownValue))));
  expect(await verdicts(bastionRulesIncomplete, estate)).toEqual([
    "undecided nsg securityRules[1].sourceAddressPrefix",
  ]);
  expect(await facts(bastionRulesIncomplete, estate)).toEqual([
    "whether nsg allows what the Bastion needs, TCP 443 from GatewayManager (its control plane), cannot be said: " +
      "securityRules[1].sourceAddressPrefix of control is not known yet",
  ]);
});

test("of a rule that Azure refuses nothing is said here, and not that all flows are allowed", async () => {
  expect(await judge(...guarded(changed("control", { priority: 99 })))).toEqual([]);
  const both = changed("control", { priority: 99, ...from(unknownValue) });
  expect(await findings(bastionRulesIncomplete, estateOf(guarded(both)))).toMatchObject([
    {
      verdict: "undecided",
      path: "securityRules[1].priority",
      value: "99",
      fact:
        "whether nsg allows what the Bastion needs, TCP 443 from GatewayManager (its control plane), cannot be said: " +
        "securityRules[1].priority of control is 99, which Azure refuses",
      settle: "write a priority from 100 to 4096 there",
    },
  ]);
});

test("an earlier deny that Azure refuses does not hide another that is not known yet", async () => {
  const refused = rule("refused", 99, "Deny", { ...from("*"), ...ports("443") });
  const deny = rule("deny", 100, "Deny", { ...from(unknownValue), ...ports("443") });
  expect(await judge(...guarded([refused, ...all]))).toEqual([]);
  expect(await judge(...guarded([refused, ...all, deny]))).toEqual([
    "undecided nsg securityRules[9].sourceAddressPrefix",
  ]);
});

test("an earlier deny whose source is not known yet may hide flows", async () => {
  const deny = rule("deny", 100, "Deny", { ...from(unknownValue), ...ports("443") });
  expect(await judge(...guarded([...all, deny]))).toEqual(["undecided nsg securityRules[8].sourceAddressPrefix"]);
});

test("a list of rules that is not known yet leaves all flows open", async () => {
  const estate = estateOf([network(), group("nsg", [], { securityRules: unknownValue }), bastionSubnet("nsg")]);
  expect(await verdicts(bastionRulesIncomplete, estate)).toEqual(["undecided nsg securityRules"]);
});

test("which of two groups stands on an inline subnet is said where one of them lacks flows, and only there", async () => {
  const inline = (name: string, prefix: string, group: string) => ({
    ...{ name, addressPrefix: prefix, networkSecurityGroup: { id: ref(group) } },
  });
  const stack = (hosts: readonly unknown[]): Declared[] => [
    group("bastion-nsg", all),
    group("hosts-nsg", hosts),
    network("vnet", ["10.0.0.0/16"], {
      subnets: [
        inline("AzureBastionSubnet", "10.0.255.0/26", "bastion-nsg"),
        inline("hosts", "10.0.1.0/24", "hosts-nsg"),
      ],
    }),
  ];
  expect(await judge(...stack([]))).toEqual(["undecided vnet subnets[0].networkSecurityGroup"]);
  expect(await judge(...stack(all))).toEqual(["holds bastion-nsg", "holds hosts-nsg"]);
  expect(await verdicts(bastionRulesIncomplete, deployedEstateOf(stack([])))).toEqual(["holds bastion-nsg"]);
});

describe("at a port that RDP was moved to", () => {
  const listener = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
  const move = (port: string): Declared => ({
    type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    name: "move",
    inputs: {
      resourceGroupName: "rg",
      vmName: ref("vm", "name"),
      source: { script: `param($port)\nSet-ItemProperty '${listener}' PortNumber ${port}` },
    },
  });
  const bastionHost = (sku: unknown): Declared => ({
    type: "azure-native:network:BastionHost",
    name: "bastion-host",
    inputs: { resourceGroupName: "rg", sku: { name: sku }, ipConfigurations: [{ subnet: { id: ref("bastion") } }] },
  });
  const denyRest = rule("deny-rest", 4096, "Deny", { ...out, ...any, destinationPortRange: "*" });
  const stack = (rules: readonly unknown[], sku: unknown, ...more: Declared[]): Declared[] => [
    ...host(),
    group("nsg", rules),
    bastionSubnet("nsg"),
    bastionHost(sku),
    ...more,
  ];
  const byBastion = clients({ from: ["10.0.255.0/26"], to: "vm", port: 3390 });

  test("the deny that stands in the way, the port and the host are named, and no rule but the eight is asked otherwise", async () => {
    const estate = estateOf(stack([...all, denyRest], "Standard", move("3390")));
    expect(await findings(bastionRulesIncomplete, estate)).toEqual([
      expect.objectContaining({
        verdict: "broken",
        path: "securityRules[8].access",
        value: "Deny",
        fact: "deny-rest (priority 4096) of nsg keeps the Bastion from TCP 3390 of vm, where RDP is",
        fix: "Allow TCP 3390 to VirtualNetwork by an outbound rule of nsg with a priority number below 4096.",
      }),
    ]);
    expect(await judge(...stack(all, "Standard", move("3390")))).toEqual(["holds nsg"]);
    expect(await judge(...stack([...all, denyRest], "Standard", move("3389")))).toEqual(["holds nsg"]);
  });

  test("flows that are lacking are told beside it", async () => {
    expect(await judge(...stack([...all.slice(1), denyRest], "Standard", move("3390")))).toEqual([
      "broken nsg securityRules",
      "broken nsg securityRules[7].access",
    ]);
  });

  test.each(["Basic", "Developer"])("a declared Bastion of the SKU %s is told to become Standard", async (sku) => {
    const estate = estateOf(stack([...all, denyRest], sku));
    expect(await findings(bastionRulesIncomplete, estate, byBastion)).toMatchObject([
      {
        verdict: "broken",
        path: "sku.name",
        value: sku,
        fact: `Bastion bastion-host (${sku}) goes to 3389 only, not to TCP 3390 of vm, where RDP is`,
        fix: "Set sku.name to Standard, or leave RDP at 3389.",
      },
    ]);
  });

  test("a SKU that is not known leaves it open, which the rule about the moved listener says where a script moves it", async () => {
    const declared = estateOf(stack(all, unknownValue));
    expect(await facts(bastionRulesIncomplete, declared, byBastion)).toEqual([
      "whether the Bastion can reach TCP 3390 of vm cannot be said: whether Bastion bastion-host takes another port " +
        "than 3389 depends on its SKU, which is not known yet",
    ]);
    const scripted = estateOf(stack([...all, denyRest], unknownValue, move("3390")));
    expect(await verdicts(bastionRulesIncomplete, scripted)).toEqual(["holds nsg"]);
    expect(await verdicts(rdpPortMismatch, scripted)).toEqual(["undecided move source.script"]);
  });

  test("a port that comes from outside the script may be one that the deny takes", async () => {
    const estate = estateOf(stack([...all, denyRest], "Standard", move("$port")));
    expect(await findings(bastionRulesIncomplete, estate)).toMatchObject([
      {
        verdict: "undecided",
        fact: "deny-rest (priority 4096) of nsg keeps the Bastion from a port of vm, and whether RDP is there is not known",
        settle: "write the port of RDP on vm as a plain number, under no condition",
      },
    ]);
    const everyPort = changed("hosts", { destinationPortRanges: undefined, destinationPortRange: "*" });
    expect(await judge(...stack([...everyPort, denyRest], "Standard", move("$port")))).toEqual(["holds nsg"]);
  });

  test("a deny whose destination is not known yet may stand in the way", async () => {
    const deny = rule("deny-some", 150, "Deny", { ...out, ...to(unknownValue as never), destinationPortRange: "3390" });
    const estate = estateOf(stack([...all, deny], "Standard", move("3390")));
    expect(await facts(bastionRulesIncomplete, estate)).toEqual([
      "whether the Bastion can reach TCP 3390 of vm cannot be said: securityRules[8].destinationAddressPrefix of " +
        "deny-some is not known yet",
    ]);
  });
});
