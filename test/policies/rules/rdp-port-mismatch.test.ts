import { guestPackages, guestParameters } from "../../../policies/model/guest-packages";
import { loadBalancerMissesRdp } from "../../../policies/rules/load-balancer-misses-rdp";
import { rdpNotAdmitted } from "../../../policies/rules/rdp-not-admitted";
import { rdpOpenToInternet } from "../../../policies/rules/rdp-open-to-internet";
import { rdpPortMismatch } from "../../../policies/rules/rdp-port-mismatch";
import type { Rule } from "../../../policies/rules/rule";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";
import { assignment, own } from "./guest-configuration-stack";
import { card, clients, facts, from, group, host, machine, network, rule, subnet, verdicts } from "./network-stack";

const listener = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
const moveTo = (port: string): string => `Set-ItemProperty -Path '${listener}' -Name PortNumber -Value ${port}`;
const addPort =
  'reg add "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp" /v PortNumber';

function runCommand(name: string, inputs: Record<string, unknown>, more: Partial<Declared> = {}): Declared {
  return {
    type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    name,
    inputs: { vmName: ref("vm", "name"), resourceGroupName: "rg", runCommandName: name, ...inputs },
    ...more,
  };
}
const script = (text: string, more: Partial<Declared> = {}): Declared =>
  runCommand("move", { source: { script: text } }, more);
const custom = (commandToExecute: string): Declared => ({
  type: "azure-native:compute:VirtualMachineExtension",
  name: "move",
  inputs: {
    vmName: ref("vm", "name"),
    resourceGroupName: "rg",
    publisher: "Microsoft.Compute",
    type: "CustomScriptExtension",
    settings: { commandToExecute },
  },
});
const older = guestPackages.find(({ keeps }) => !keeps.includes("listener-settings"))!;
const readyMade = (parameters: unknown): Declared =>
  runCommand("move", { source: { commandId: "SetRDPPort" }, parameters });

const allow = (port: string, priority = 300): Record<string, unknown> =>
  rule(`allow-${port}`, priority, "Allow", { destinationPortRange: port, ...from("192.0.2.0/24") });
const hostBehind = (...rules: unknown[]): Declared[] => [group("nsg", rules), ...host({ subnetGroup: "nsg" })];
const tagged = { vm: { tags: { rdp904: "host" } } };

function forwardedTo(backendPort: unknown, protocol = "Tcp"): Declared[] {
  const balancer: Declared = {
    type: "azure-native:network:LoadBalancer",
    name: "lb",
    inputs: {
      resourceGroupName: "rg",
      loadBalancerName: "lb",
      sku: { name: "Standard" },
      frontendIPConfigurations: [{ name: "front", publicIPAddress: { id: ref("ip") } }],
    },
  };
  const natRule: Declared = {
    type: "azure-native:network:InboundNatRule",
    name: "nat",
    inputs: {
      ...{ resourceGroupName: "rg", loadBalancerName: ref("lb", "name"), inboundNatRuleName: "nat" },
      ...{ protocol, frontendPort: 50_001, backendPort },
    },
  };
  const ip: Declared = {
    type: "azure-native:network:PublicIPAddress",
    name: "ip",
    inputs: { resourceGroupName: "rg", sku: { name: "Standard" } },
  };
  return [
    ...[group("nsg", [allow("3390")]), network(), subnet("hosts", "10.0.1.0/24", "nsg"), ip, balancer, natRule],
    card("card", { subnet: { id: ref("hosts") }, loadBalancerInboundNatRules: [{ id: ref("nat") }] }),
    machine("vm", "card", { ...machine("vm", "card").inputs, ...tagged.vm }),
  ];
}

function requestable(...ports: unknown[]): Declared {
  return {
    type: "azure-native:security:JitNetworkAccessPolicy",
    name: "jit",
    inputs: {
      resourceGroupName: "rg",
      virtualMachines: [{ id: ref("vm"), ports: ports.map((number) => ({ number, protocol: "*" })) }],
    },
  };
}

function bastion(sku: unknown): Declared[] {
  return [
    subnet("AzureBastionSubnet", "10.0.2.0/26"),
    {
      type: "azure-native:network:BastionHost",
      name: "bastion",
      inputs: {
        resourceGroupName: "rg",
        ...(sku !== undefined && { sku: { name: sku } }),
        ipConfigurations: [{ name: "ip", subnet: { id: ref("AzureBastionSubnet") } }],
      },
    },
  ];
}

async function both(declared: Declared[], settings = defaultSettings, judge: Rule = rdpPortMismatch) {
  const preview = await verdicts(judge, estateOf(declared), settings);
  expect(await verdicts(judge, deployedEstateOf(declared), settings)).toEqual(preview);
  return preview;
}

async function factsOf(declared: Declared[], settings = defaultSettings): Promise<string[]> {
  return facts(rdpPortMismatch, estateOf(declared), settings);
}

test("the fact names line, command, both ports and the rule that stayed behind", async () => {
  expect(await factsOf([...hostBehind(allow("3389")), script(`Write-Host start\n${moveTo("3390")}`)])).toEqual([
    "the script moves the RDP listener to 3390, but allow-3389 (priority 300) of nsg leads to 3389",
  ]);
});

test("all that stayed behind is one finding", async () => {
  const declared = [...hostBehind(allow("3389")), requestable(3389), ...bastion("Basic"), script(moveTo("3390"))];
  expect(await factsOf(declared, clients({ from: ["192.0.2.0/24"], to: "other" }))).toEqual([
    "the script moves the RDP listener to 3390, but a just-in-time policy, allow-3389 (priority 300) of nsg and Bastion bastion (Basic) lead to 3389",
  ]);
});

test.each<[string, Declared[]]>([
  ["a hexadecimal port", [...hostBehind(allow("3389")), script(moveTo("0xD3E"))]],
  ["reg.exe in a command line", [...hostBehind(allow("3389")), custom(`${addPort} /t REG_DWORD /d 3390 /f`)]],
  ["the ready-made Run Command", [...hostBehind(allow("3389")), readyMade([{ name: "RDPPORT", value: "3390" }])]],
  [
    "a versioned token",
    [
      ...hostBehind(allow("3389")),
      script(moveTo("3390"), { type: "azure-native:compute/v20240701:VirtualMachineRunCommandByVirtualMachine" }),
    ],
  ],
  [
    "a local package's token",
    [
      ...hostBehind(allow("3389")),
      script(moveTo("3390"), {
        type: "azure-native_compute_v20240701:compute:VirtualMachineRunCommandByVirtualMachine",
      }),
    ],
  ],
  [
    "a security group on the interface",
    [group("nsg", [allow("3389")]), ...host({ cardGroup: "nsg" }), script(moveTo("3390"))],
  ],
  ["a NAT rule to the old port", [...forwardedTo(3389), script(moveTo("3390"))]],
  ["just-in-time access to the old port", [...host(), requestable(3389), script(moveTo("3390"))]],
  ["a Basic Bastion, which takes 3389 alone", [...host(), ...bastion("Basic"), script(moveTo("3390"))]],
])("%s is broken where the listener is elsewhere", async (_, declared) => {
  expect(await both(declared)).toEqual([expect.stringMatching(/^broken move /)]);
});

test("of two scripts, the one that waits for the other has the finding", async () => {
  const again = runCommand("again", { source: { script: moveTo("3391") } }, { dependencies: ["move"] });
  expect(await both([...hostBehind(allow("3389")), script(moveTo("3390")), again])).toEqual([
    "broken again source.script",
  ]);
});

test("declared clients that name another port are part of it", async () => {
  const declared = [...hostBehind(allow("3390")), script(moveTo("3390"))];
  expect(await factsOf(declared, clients({ from: ["192.0.2.0/24"], to: "vm", port: 3391 }))).toEqual([
    "the script moves the RDP listener to 3390, but clients[0] leads to 3391",
  ]);
});

test("a script that sets 3389 where everything uses another port is broken", async () => {
  const declared = [...hostBehind(allow("3390")), script(moveTo("3389"))];
  expect(await both(declared, clients({ from: ["192.0.2.0/24"], to: "vm", port: 3390 }))).toEqual([
    "broken move source.script",
  ]);
});

test.each<[string, Declared[]]>([
  ["a security group that follows", [...hostBehind(allow("3390")), ...[script(moveTo("3390"))]]],
  ["a security group that allows both", [...hostBehind(allow("3389"), allow("3390", 310)), script(moveTo("3390"))]],
  ["a range around both", [...hostBehind(allow("3380-3400")), script(moveTo("3390"))]],
  ["a script that sets 3389 again", [...hostBehind(allow("3389")), script(moveTo("3389"))]],
  [
    "a script that moves and moves back",
    [...hostBehind(allow("3389")), script(`${moveTo("3390")}\n${moveTo("3389")}`)],
  ],
  ["the ready-made Run Command without a port, which sets 3389", [...hostBehind(allow("3389")), readyMade([])]],
  ["sources that Azure's own rules let through", [...host(tagged), ...bastion("Standard"), script(moveTo("3390"))]],
  ["a Bastion without a SKU", [...host(), ...bastion(undefined), script(moveTo("3390"))]],
  ["a NAT rule to the new port", [...forwardedTo(3390), script(moveTo("3390"))]],
  ["just-in-time access to the new port", [...host(tagged), requestable(3390), script(moveTo("3390"))]],
  [
    "a port of another key",
    [...hostBehind(allow("3389")), script("Set-ItemProperty HKLM:\\SOFTWARE\\A PortNumber 3390")],
  ],
  ["a machine that is no RDP host", [...host({ vm: { tags: { rdp904: "none" } } }), script(moveTo("3390"))]],
])("%s holds", async (_, declared) => {
  expect((await both(declared)).filter((line) => !line.startsWith("holds"))).toEqual([]);
});

test.each<[string, Declared[], string]>([
  [
    "a port that comes from outside",
    [...hostBehind(allow("3389")), script(`param($port)\n${moveTo("$port")}`)],
    "Set-ItemProperty: what it sets PortNumber to is not known: $port comes from outside",
  ],
  [
    "a text that is no port",
    [...hostBehind(allow("3389")), script(moveTo("rdp"))],
    "Set-ItemProperty: it sets PortNumber to rdp, which is no port",
  ],
  [
    "two scripts of which neither waits for the other",
    [...hostBehind(allow("3389")), script(moveTo("3390")), runCommand("back", { source: { script: moveTo("3389") } })],
    "Set-ItemProperty: it sets PortNumber to 3390, back to something else, and neither waits for the other",
  ],
  [
    "a security group with a port that is not known",
    [
      ...hostBehind(allow("3389"), rule("other", 310, "Allow", { destinationPortRange: unknownValue })),
      script(moveTo("3390")),
    ],
    "Set-ItemProperty: it moves the RDP listener to 3390, and whether allow-3389 (priority 300) of nsg leads there is not known",
  ],
])("%s is undecided", async (_, declared, expected) => {
  expect(await verdicts(rdpPortMismatch, estateOf(declared))).toEqual(["undecided move source.script"]);
  expect(await factsOf(declared)).toEqual([expected]);
});

test("a machine that may be an RDP host is undecided", async () => {
  const host = machine("vm", "card", { tags: { rdp904: "host" } });
  const declared = [...hostBehind(allow("3389")).slice(0, -1), host, script(moveTo("3390"))];
  expect(await both(declared)).toEqual(["undecided vm tags"]);
});

test("a Bastion whose SKU is not known is undecided", async () => {
  const declared = [...host(), ...bastion(unknownValue), script(moveTo("3390"))];
  expect(await factsOf(declared)).toEqual([
    "Set-ItemProperty: it moves the RDP listener to 3390, and whether Bastion bastion leads there is not known",
  ]);
});

test("where the listener moved and nothing followed, no other rule tells the same trouble", async () => {
  const declared = [...hostBehind(allow("3389")), script(moveTo("3390"))];
  expect(await both(declared, defaultSettings, rdpNotAdmitted)).toEqual([]);
  const forwarded = [...forwardedTo(3389), script(moveTo("3390"))];
  expect(await both(forwarded, defaultSettings, loadBalancerMissesRdp)).toEqual(["holds nat"]);
});

test("clients without a port use the listener's, also where a script moves it", async () => {
  const declared = [...hostBehind(allow("3390")), script(moveTo("3390"))];
  const settings = clients({ from: ["192.0.2.0/24"], to: "vm" });
  expect(await both(declared, settings)).toEqual(["holds vm"]);
  expect(await both(declared, settings, rdpNotAdmitted)).toEqual(["holds vm"]);
  const others = clients({ from: ["198.51.100.0/24"], to: "vm" });
  expect(await facts(rdpNotAdmitted, estateOf(declared), others)).toEqual([
    "Azure's own DenyAllInBound (priority 65500) of nsg keeps 198.51.100.0/24 of clients[0] from TCP 3390 of vm",
  ]);
});

test("a listener that a script moves is open to the Internet on its new port", async () => {
  const open = rule("open", 300, "Allow", { destinationPortRange: "3390", ...from("Internet") });
  const declared = [group("nsg", [open]), ...host({ subnetGroup: "nsg", publicIp: "ip" })];
  expect(await both(declared, defaultSettings, rdpOpenToInternet)).toEqual(["holds vm"]);
  expect(await both([...declared, script(moveTo("3390"))], defaultSettings, rdpOpenToInternet)).toEqual([
    "broken nsg securityRules[0].sourceAddressPrefix",
  ]);
});

test("a forward to the port that a script gives the listener ends at RDP", async () => {
  const declared = [...forwardedTo(3390), script(moveTo("3390"))];
  expect(await both(declared, defaultSettings, loadBalancerMissesRdp)).toEqual(["holds nat"]);
});

describe("a guest configuration of this project", () => {
  const path = "properties.guestConfiguration.configurationParameter[0].value";
  const parameter = (value: unknown, name = guestParameters.listenerPort as unknown): Record<string, unknown> => ({
    configurationParameter: [{ name, value }],
  });
  const taggedBehind = (...rules: unknown[]): Declared[] => [
    group("nsg", rules),
    ...host({ subnetGroup: "nsg", ...tagged }),
  ];
  const assigned = (...more: Record<string, unknown>[]): Declared =>
    assignment("guest", "vm", Object.assign({ ...own }, ...more) as Record<string, unknown>);

  test("moves the listener by its parameter, and the fact says so", async () => {
    const declared = [...taggedBehind(allow("3389")), assigned(parameter("3390"))];
    expect(await both(declared)).toEqual([`broken guest ${path}`]);
    expect(await factsOf(declared)).toEqual([
      "PortNumber of the guest configuration moves the RDP listener to 3390, but allow-3389 (priority 300) of nsg leads to 3389",
    ]);
  });

  test.each<[string, Declared[]]>([
    ["a port that everything leads to", [...taggedBehind(allow("3390")), assigned(parameter("3390"))]],
    ["no port, which leaves the listener where it is", [...taggedBehind(allow("3389")), assigned(parameter(""))]],
    [
      "another parameter",
      [...taggedBehind(allow("3389")), assigned(parameter("3390", guestParameters.certificateSubject))],
    ],
    [
      "an assignment that only reports",
      [...taggedBehind(allow("3389")), assigned(parameter("3390"), { assignmentType: "Audit" })],
    ],
    [
      "a release that cannot move it",
      [...taggedBehind(allow("3389")), assigned(parameter("3390"), { contentHash: older.contentHash })],
    ],
    [
      "somebody else's package",
      [...taggedBehind(allow("3389")), assigned(parameter("3390"), { name: "Theirs", contentHash: "AB".repeat(32) })],
    ],
    [
      "a script that moved it away and is set right again",
      [...taggedBehind(allow("3390")), script(moveTo("3391")), assigned(parameter("3390"))],
    ],
  ])("%s is left alone", async (_, declared) => {
    expect(await both(declared)).toEqual(["holds vm"]);
  });

  test("has the last word over a script, because it sets the port again and again", async () => {
    const declared = [...taggedBehind(allow("3389")), script(moveTo("3389")), assigned(parameter("3390"))];
    expect(await both(declared)).toEqual([`broken guest ${path}`]);
  });

  test("that applies once and a script do not know of each other", async () => {
    const once = assigned(parameter("3390"), { assignmentType: "ApplyAndMonitor" });
    const declared = [...taggedBehind(allow("3389")), script(moveTo("3389")), once];
    expect(await factsOf(declared)).toEqual([
      "PortNumber of the guest configuration: it sets PortNumber to 3390, move to something else, and neither waits for the other",
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["a port that is not known", parameter(unknownValue), path],
    ["a port that is no number", parameter("high"), path],
    ["a parameter whose name is not known", parameter("3390", unknownValue), path.replace("value", "name")],
    ["an assignment that means nothing", { ...parameter("3390"), assignmentType: "applyandautocorrect" }, path],
  ])("with %s is undecided", async (_, change, at) => {
    expect(await verdicts(rdpPortMismatch, estateOf([...taggedBehind(allow("3389")), assigned(change)]))).toEqual([
      `undecided guest ${at}`,
    ]);
  });

  test("moves the clients that name no port with it", async () => {
    const declared = [...taggedBehind(allow("3390")), assigned(parameter("3390"))];
    const settings = clients({ from: ["192.0.2.0/24"], to: "vm" });
    expect(await both(declared, settings, rdpNotAdmitted)).toEqual(["holds vm"]);
  });
});
