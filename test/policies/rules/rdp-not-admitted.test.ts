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
  standAlone,
  subnet,
  verdicts,
  windows,
} from "./network-stack";

const office = clients({ from: ["10.1.0.0/16"], to: "*" });
const allowRdp = rule("allow-rdp", 300, "Allow", from("10.1.0.0/16"));
const denyRest = rule("deny-rest", 4000, "Deny", { protocol: "*", destinationPortRange: "*" });

const listener = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
const switchOff: Declared = {
  type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
  name: "tcp-alone",
  inputs: {
    resourceGroupName: "rg",
    vmName: ref("vm", "name"),
    source: { script: `Set-ItemProperty '${listener}' SelectTransport 1` },
  },
};

const declared = (resources: Declared[], settings = office): Promise<string[]> =>
  verdicts(rdpNotAdmitted, estateOf(resources), settings);
const implied = (resources: Declared[]): Promise<string[]> => verdicts(rdpNotAdmitted, estateOf(resources));

describe("declared clients", () => {
  test("every address that an allow admits gets through", async () => {
    const resources = [group("nsg", [allowRdp, denyRest]), ...host({ subnetGroup: "nsg" })];
    expect(await declared(resources)).toEqual(["holds vm"]);
    expect(await verdicts(rdpNotAdmitted, deployedEstateOf(resources), office)).toEqual(["holds vm"]);
  });

  test("the part that Azure's own deny keeps out is named, and the group is where to add a rule", async () => {
    const half = { ...allowRdp, ...from("10.1.0.0/17") };
    const estate = estateOf([group("nsg", [half]), ...host({ subnetGroup: "nsg" })]);
    expect(await verdicts(rdpNotAdmitted, estate, office)).toEqual(["broken nsg securityRules"]);
    expect(await facts(rdpNotAdmitted, estate, office)).toEqual([
      "Azure's own DenyAllInBound (priority 65500) of nsg keeps 10.1.128.0/17, part of 10.1.0.0/16 of clients[0], from TCP 3389 of vm",
    ]);
    expect(await findings(rdpNotAdmitted, estate, office)).not.toMatchObject([{ final: true }]);
    expect(await findings(rdpNotAdmitted, estate, office)).toMatchObject([
      {
        value: "1 inbound rule, which does not allow it",
        fix: "Add a rule to nsg that allows 10.1.128.0/17 to reach TCP and UDP 3389.",
      },
    ]);
  });

  test("a list of rules that all do something else is not called unset", async () => {
    const outbound = rule("out", 300, "Allow", { direction: "Outbound" });
    const web = [443, 8443].map((port) => rule(`web-${port}`, port, "Allow", { destinationPortRange: String(port) }));
    const valueOf = async (...rules: unknown[]): Promise<unknown> => {
      const estate = estateOf([group("nsg", rules), ...host({ subnetGroup: "nsg" })]);
      return (await findings(rdpNotAdmitted, estate, office)).map((one) => "value" in one && one.value);
    };
    expect(await valueOf(...web, outbound)).toEqual(["2 inbound rules, none allows it"]);
    expect(await valueOf(outbound)).toEqual(["no inbound rule"]);
  });

  test.each<[string, unknown[], Declared[]]>([
    ["a rule denies it at the port on purpose", [rule("no-udp", 200, "Deny", { protocol: "Udp" })], []],
    ["a script switches it off", [], [switchOff]],
  ])("the fix asks for TCP alone where UDP is not wanted, because %s", async (_, rules, more) => {
    const estate = estateOf([group("nsg", rules), ...host({ subnetGroup: "nsg" }), ...more]);
    expect(await findings(rdpNotAdmitted, estate, office)).toMatchObject([
      { fix: "Add a rule to nsg that allows 10.1.0.0/16 to reach TCP 3389." },
    ]);
  });

  test("a deny that the program wrote is where to change, and the verdict is final", async () => {
    const estate = estateOf([group("nsg", [denyRest]), ...host({ cardGroup: "nsg" })]);
    expect(await facts(rdpNotAdmitted, estate, office)).toEqual([
      "deny-rest (priority 4000) of nsg keeps 10.1.0.0/16 of clients[0] from TCP 3389 of vm",
    ]);
    expect(await findings(rdpNotAdmitted, estate, office)).toMatchObject([
      { verdict: "broken", path: "securityRules[0].access", value: "Deny", final: true },
    ]);
  });

  test("both levels must let the client through", async () => {
    const groups = [group("outer", [allowRdp]), group("inner", [])];
    expect(await declared([...groups, ...host({ subnetGroup: "outer", cardGroup: "inner" })])).toEqual([
      "broken inner securityRules",
    ]);
    expect(await declared([...groups, ...host({ subnetGroup: "inner", cardGroup: "outer" })])).toEqual([
      "broken inner securityRules",
    ]);
  });

  test("without any security group everything inside gets through", async () => {
    expect(await declared(host())).toEqual(["holds vm"]);
  });

  test("a client for another host, or for another port, is not asked about", async () => {
    const resources = [group("nsg", [denyRest]), ...host({ subnetGroup: "nsg" })];
    expect(await declared(resources, clients({ from: ["10.1.0.0/16"], to: "other-*" }))).toEqual([]);
    const moved = clients({ from: ["10.1.0.0/16"], to: "vm", port: 33890 });
    const open = group("nsg", [{ ...allowRdp, destinationPortRange: "33890" }, denyRest]);
    expect(await declared([open, ...host({ subnetGroup: "nsg" })], moved)).toEqual(["holds vm"]);
  });

  test("a client inside the network gets through by Azure's own rule, and one in a peered network too", async () => {
    const inside = clients({ from: ["10.0.7.0/24", "10.9.0.0/24"], to: "*" });
    const peering = {
      type: "azure-native:network:VirtualNetworkPeering",
      name: "to-hub",
      inputs: {
        resourceGroupName: "rg",
        virtualNetworkName: ref("vnet", "name"),
        remoteVirtualNetwork: { id: ref("hub") },
      },
    };
    const resources = [group("nsg", []), ...host({ subnetGroup: "nsg" }), network("hub", ["10.9.0.0/16"])];
    expect(await declared([...resources, peering], inside)).toEqual(["holds vm"]);
    expect(await declared(resources, inside)).toEqual(["broken nsg securityRules"]);
  });

  test("behind a gateway a private client may belong to VirtualNetwork, which nobody but Azure knows", async () => {
    const gateway = subnet("gateway", "10.0.255.0/27", undefined, { subnetName: "GatewaySubnet" });
    expect(await declared([group("nsg", []), ...host({ subnetGroup: "nsg" }), gateway])).toEqual([
      "undecided nsg securityRules",
    ]);
  });

  test("a hidden allow explains the block, and 002 speaks of it", async () => {
    const early = rule("deny-lateral", 200, "Deny", from("10.0.0.0/8"));
    expect(await declared([group("nsg", [early, allowRdp]), ...host({ subnetGroup: "nsg" })])).toEqual(["holds vm"]);
  });

  test("a hidden allow for somebody else explains nothing", async () => {
    const early = rule("deny-lateral", 200, "Deny", from("10.0.0.0/8"));
    const other = { ...allowRdp, ...from("10.2.0.0/16") };
    expect(await declared([group("nsg", [early, other]), ...host({ subnetGroup: "nsg" })])).toEqual([
      "broken nsg securityRules[0].access",
    ]);
  });

  test("hosts and clients that one rule keeps apart are one finding", async () => {
    const two = clients({ from: ["10.1.0.0/16", "10.2.0.0/16"], to: "*" });
    const other = [card("card2", { subnet: { id: ref("hosts") } }), machine("vm2", "card2")];
    const estate = estateOf([group("nsg", [denyRest]), ...host({ subnetGroup: "nsg" }), ...other]);
    expect(await facts(rdpNotAdmitted, estate, two)).toEqual([
      "deny-rest (priority 4000) of nsg keeps 10.1.0.0/16 of clients[0] and 10.2.0.0/16 of clients[0] from TCP 3389 of vm and vm2",
    ]);
  });

  test("a just-in-time policy opens the port on request, so a closed group is right", async () => {
    const policy = {
      type: "azure-native:security:JitNetworkAccessPolicy",
      name: "jit",
      inputs: { resourceGroupName: "rg", virtualMachines: [{ id: ref("vm"), ports: [{ number: 3389 }] }] },
    };
    expect(await declared([group("nsg", [denyRest]), ...host({ subnetGroup: "nsg" }), policy])).toEqual(["holds vm"]);
  });

  test("any interface that lets the client through will do", async () => {
    const second = [
      group("closed", [denyRest]),
      card("card2", { subnet: { id: ref("hosts") } }, { networkSecurityGroup: { id: ref("closed") } }),
    ];
    const both = { networkProfile: { networkInterfaces: [{ id: ref("card") }, { id: ref("card2") }] } };
    expect(await declared([...second, ...host({ vm: both })])).toEqual(["holds vm"]);
  });

  test("a Standard public address lets nobody in from the Internet without a security group", async () => {
    const home = clients({ from: ["203.0.113.7"], to: "*" });
    const estate = estateOf(host({ publicIp: "pip" }));
    expect(await verdicts(rdpNotAdmitted, estate, home)).toEqual(["broken card networkSecurityGroup"]);
    expect(await facts(rdpNotAdmitted, estate, home)).toEqual([
      "no network security group stands before vm, and its Standard public address lets nobody in without one, so " +
        "203.0.113.7 of clients[0] cannot reach TCP 3389",
    ]);
    expect(await declared(host({ publicIp: "pip" }))).toEqual(["holds vm"]);
  });

  test("a service tag gets through where a wider one is allowed, and is undecided where a part may be denied", async () => {
    const cloud = clients({ from: ["AzureCloud.WestEurope"], to: "*" });
    const allow = { ...allowRdp, ...from("AzureCloud") };
    const deny = rule("deny-some", 200, "Deny", from("198.51.100.0/24"));
    expect(await declared([group("nsg", [allow]), ...host({ subnetGroup: "nsg" })], cloud)).toEqual(["holds vm"]);
    expect(await declared([group("nsg", [deny, allow]), ...host({ subnetGroup: "nsg" })], cloud)).toEqual([
      "undecided nsg securityRules[0].access",
    ]);
    expect(await declared([group("nsg", []), ...host({ subnetGroup: "nsg" })], cloud)).toEqual([
      "broken nsg securityRules",
    ]);
  });
});

describe("implied clients", () => {
  test("a partial block is an ordinary idiom", async () => {
    const guests = rule("deny-guests", 100, "Deny", from("10.1.240.0/20"));
    expect(await implied([group("nsg", [guests, allowRdp, denyRest]), ...host({ subnetGroup: "nsg" })])).toEqual([
      "holds vm",
    ]);
  });

  test("a total block at the other level is broken", async () => {
    const resources = [
      group("outer", [denyRest]),
      group("inner", [allowRdp]),
      ...host({ subnetGroup: "outer", cardGroup: "inner" }),
    ];
    expect(await facts(rdpNotAdmitted, estateOf(resources))).toEqual([
      "deny-rest (priority 4000) of outer keeps the sources of allow-rdp (priority 300) of inner from TCP 3389 of vm",
    ]);
  });

  test("a Bastion must reach the hosts of its network", async () => {
    const bastion = [
      subnet("bastion", "10.0.250.0/26", undefined, { subnetName: "AzureBastionSubnet" }),
      {
        type: "azure-native:network:BastionHost",
        name: "bastion-host",
        inputs: { resourceGroupName: "rg", ipConfigurations: [{ name: "a", subnet: { id: ref("bastion") } }] },
      },
    ];
    const estate = estateOf([group("nsg", [denyRest]), ...host({ subnetGroup: "nsg" }), ...bastion]);
    expect(await facts(rdpNotAdmitted, estate)).toEqual([
      "deny-rest (priority 4000) of nsg keeps Bastion bastion-host from TCP 3389 of vm",
    ]);
    expect(await findings(rdpNotAdmitted, estate)).toMatchObject([
      { fix: "Allow 10.0.250.0/26 to reach TCP 3389 by a rule of nsg with a priority number below 4000." },
    ]);
    expect(await implied([group("nsg", []), ...host({ subnetGroup: "nsg" }), ...bastion])).toEqual(["holds vm"]);
  });

  test("a load balancer that forwards RDP from a public address must let somebody from outside through", async () => {
    const balancer = {
      type: "azure-native:network:LoadBalancer",
      name: "lb",
      inputs: {
        resourceGroupName: "rg",
        sku: { name: "Standard" },
        frontendIPConfigurations: [{ name: "public", publicIPAddress: { id: ref("pip") } }],
        inboundNatRules: [{ name: "rdp", protocol: "Tcp", frontendPort: 50001, backendPort: 3389 }],
      },
    };
    const nat = (securityRules: unknown[]): Declared[] => [
      ...[
        network(),
        subnet("hosts", "10.0.1.0/24", "nsg"),
        publicAddress("pip"),
        balancer,
        group("nsg", securityRules),
      ],
      card("card", {
        subnet: { id: ref("hosts") },
        loadBalancerInboundNatRules: [{ id: ref("lb", "id", (id) => `${id}/inboundNatRules/rdp`) }],
      }),
      machine("vm", "card"),
    ];
    expect(await facts(rdpNotAdmitted, estateOf(nat([])))).toEqual([
      "Azure's own DenyAllInBound (priority 65500) of nsg keeps everybody whom inbound NAT rule rdp of lb forwards from TCP 3389 of vm",
    ]);
    expect(await verdicts(rdpNotAdmitted, deployedEstateOf(nat([])))).toEqual(["broken nsg securityRules"]);
    expect(await implied(nat([rule("allow-home", 300, "Allow", from("203.0.113.7"))]))).toEqual(["holds vm"]);
  });

  test("a subnet of another stack is taken to let them through", async () => {
    const id = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets/app";
    const resources = [
      group("nsg", [allowRdp, denyRest]),
      card("card", { subnet: { id } }, { networkSecurityGroup: { id: ref("nsg") } }),
      machine("vm", "card"),
    ];
    expect(await implied(resources)).toEqual(["holds vm"]);
    expect(await facts(rdpNotAdmitted, estateOf(resources), office)).toEqual([
      `whether 10.1.0.0/16 of clients[0] can reach TCP 3389 of vm cannot be said: which rules stand on its subnet is not known: ${id} is not part of this stack`,
    ]);
  });

  test("hosts for which nobody means RDP are not asked about", async () => {
    const web = rule("web", 200, "Allow", { destinationPortRange: "443" });
    expect(await implied([group("nsg", [web, denyRest]), ...host({ subnetGroup: "nsg" })])).toEqual([]);
    const none = { vm: { tags: { rdp904: "none" } }, subnetGroup: "nsg" };
    expect(await implied([group("nsg", [allowRdp]), ...host(none)])).toEqual([]);
    expect(
      await implied([
        group("nsg", [allowRdp]),
        ...host({ vm: linux, subnetGroup: "nsg" }).slice(0, -1),
        machine("vm", "card", linux),
      ]),
    ).toEqual([]);
  });
});

describe("what is not known", () => {
  test("an unknown source of a deny is named", async () => {
    const open = { ...denyRest, priority: 200, sourceAddressPrefix: unknownValue };
    const estate = estateOf([
      group("nsg", [open, { ...allowRdp, ...from("10.0.0.0/8", "203.0.113.0/24") }]),
      ...host({ subnetGroup: "nsg" }),
    ]);
    const office = clients({ from: ["203.0.113.0/25"], to: "*" });
    expect(await verdicts(rdpNotAdmitted, estate, office)).toEqual(["holds vm"]);
    const named = estateOf([
      group("nsg", [open, { ...allowRdp, destinationPortRange: "*" }]),
      ...host({ subnetGroup: "nsg" }),
    ]);
    expect(await facts(rdpNotAdmitted, named, clients({ from: ["10.1.0.0/16"], to: "*" }))).toEqual([
      "whether 10.1.0.0/16 of clients[0] can reach TCP 3389 of vm cannot be said: securityRules[0].sourceAddressPrefix of deny-rest is not known yet",
    ]);
  });

  test("rules that are not known at all leave every client undecided", async () => {
    const nsg = { ...group("nsg", []), inputs: { resourceGroupName: "rg", securityRules: unknownValue } };
    expect(await declared([nsg, ...host({ subnetGroup: "nsg" })])).toEqual(["undecided nsg securityRules"]);
  });

  test("a subnet that is one of several decides where all of them agree", async () => {
    const subnets = (second: object): Declared[] => [
      ...[group("a", [denyRest]), group("b", [denyRest]), group("open", [allowRdp])],
      network("vnet", ["10.0.0.0/16"], {
        subnets: [{ name: "one", addressPrefix: "10.0.1.0/24", networkSecurityGroup: { id: ref("a") } }, second],
      }),
      card("card", { subnet: { id: ref("vnet", "id", (id) => `${id}/subnets/one`) } }),
      machine("vm", "card"),
    ];
    const agree = subnets({ name: "two", addressPrefix: "10.0.2.0/24", networkSecurityGroup: { id: ref("b") } });
    const differ = subnets({ name: "two", addressPrefix: "10.0.2.0/24", networkSecurityGroup: { id: ref("open") } });
    expect((await declared(agree)).map((line) => line.split(" ")[0])).toEqual(["broken"]);
    expect((await declared(differ)).map((line) => line.split(" ")[0])).toEqual(["undecided"]);
    expect(await verdicts(rdpNotAdmitted, deployedEstateOf(differ), office)).toEqual([
      "broken a securityRules[0].access",
    ]);
  });

  test("a machine that may not run Windows is undecided at most", async () => {
    const unknownSystem = { ...windows, osProfile: {}, storageProfile: { imageReference: { id: unknownValue } } };
    const resources = [group("nsg", [denyRest]), ...host({ subnetGroup: "nsg", vm: unknownSystem })];
    expect(await declared(resources)).toEqual(["undecided vm tags"]);
  });

  test("an interface in another stack leaves declared clients undecided, and implies none", async () => {
    const id = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/networkInterfaces/nic";
    const vm = { ...machine("vm", "card"), inputs: { ...windows, networkProfile: { networkInterfaces: [{ id }] } } };
    expect(await declared([vm])).toEqual(["undecided vm networkProfile.networkInterfaces[0].id"]);
    expect(await implied([vm])).toEqual([]);
  });
});

test.each([
  ["azure-native:network:NetworkSecurityGroup"],
  ["azure-native:network/v20230901:NetworkSecurityGroup"],
  ["azure-native_network_v20230901:network:NetworkSecurityGroup"],
])("the group is found as %s, and its stand-alone rules with it", async (type) => {
  const resources = [{ ...group("nsg", []), type }, standAlone("nsg", denyRest), ...host({ subnetGroup: "nsg" })];
  expect(await declared(resources)).toEqual(["broken deny-rest access"]);
  expect(await verdicts(rdpNotAdmitted, deployedEstateOf(resources), office)).toEqual(["broken deny-rest access"]);
});

test("a scale set is a host by the interfaces of its model", async () => {
  const scaleSet = {
    type: "azure-native:compute:VirtualMachineScaleSet",
    name: "farm",
    inputs: {
      resourceGroupName: "rg",
      virtualMachineProfile: {
        ...windows,
        networkProfile: {
          networkInterfaceConfigurations: [
            {
              name: "nic",
              ipConfigurations: [{ name: "a", subnet: { id: ref("hosts") } }],
              networkSecurityGroup: { id: ref("nsg") },
            },
          ],
        },
      },
    },
  };
  const resources = [network(), subnet("hosts", "10.0.1.0/24"), group("nsg", [denyRest]), scaleSet];
  expect(await facts(rdpNotAdmitted, estateOf(resources), office)).toEqual([
    "deny-rest (priority 4000) of nsg keeps 10.1.0.0/16 of clients[0] from TCP 3389 of farm",
  ]);
});
