import { asymmetricRoute } from "../../../policies/rules/asymmetric-route";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";
import {
  card,
  clients,
  facts,
  findings,
  from,
  group,
  machine,
  network,
  publicAddress,
  rule,
  subnet,
  verdicts,
  windows,
} from "./network-stack";

type Inputs = Record<string, unknown>;

const office = [rule("allow-rdp", 300, "Allow", from("81.2.69.0/24"))];
const via = (prefix: unknown, name = "default", nextHopIpAddress: unknown = "10.0.9.4"): Inputs => ({
  ...{ name, addressPrefix: prefix, nextHopType: "VirtualAppliance", nextHopIpAddress },
});
const to = (prefix: unknown, nextHopType: unknown, name = "direct"): Inputs => ({
  ...{ name, addressPrefix: prefix, nextHopType },
});
const throughAll = via("0.0.0.0/0");
const straight = to("81.2.69.0/24", "Internet");

const table = (routes: unknown, inputs: Inputs = {}, type = "azure-native:network:RouteTable"): Declared => ({
  ...{ type, name: "routes", inputs: { resourceGroupName: "rg", routes, ...inputs } },
});
const ownRoute = (name: string, prefix: string): Declared => ({
  ...{ type: "azure-native:network:Route", name },
  inputs: {
    ...{ resourceGroupName: "rg", routeTableName: ref("routes", "name"), routeName: name },
    ...{ addressPrefix: prefix, nextHopType: "VirtualAppliance", nextHopIpAddress: "10.0.9.4" },
  },
});

/** `vm` at public address `ip`, in a subnet with these routes and these rules. */
function stack(
  tables: readonly Declared[],
  parts: { rules?: readonly unknown[]; ip?: Inputs; vm?: Inputs; table?: unknown } = {},
): Declared[] {
  const address = parts.ip ?? { publicIPAddress: { id: ref("ip") } };
  return [
    group("nsg", parts.rules ?? office),
    ...tables,
    network(),
    subnet("hosts", "10.0.1.0/24", "nsg", { routeTable: { id: parts.table ?? ref("routes") } }),
    publicAddress("ip"),
    card("card", { subnet: { id: ref("hosts") }, ...address }),
    machine("vm", "card", { ...windows, ...parts.vm }),
  ];
}

const judge = (resources: Declared[], settings?: Parameters<typeof verdicts>[2]): Promise<string[]> =>
  verdicts(asymmetricRoute, estateOf(resources), settings);

const brokenAt = (at: number): string => `broken routes routes[${at}].nextHopType`;

describe("broken", () => {
  test("the message names the route, the appliance, the host, its clients and the way in", async () => {
    expect(await findings(asymmetricRoute, estateOf(stack([table([throughAll])])))).toMatchObject([
      {
        verdict: "broken",
        path: "routes[0].nextHopType",
        value: "VirtualAppliance",
        fact:
          "default (0.0.0.0/0) of routes sends what vm answers the sources of allow-rdp (priority 300) of nsg to the " +
          "virtual appliance 10.0.9.4, while RDP arrives through public address ip",
        fix: "Add a route to routes that sends 81.2.69.0/24 to the Internet, or let RDP arrive through the appliance as well.",
      },
    ]);
  });

  test.each([
    ["a versioned token", [table([throughAll], {}, "azure-native:network/v20230901:RouteTable")]],
    ["a local package", [table([throughAll], {}, "azure-native_network_v20230901:network:RouteTable")]],
    ["the hop in another case", [table([{ ...throughAll, nextHopType: "virtualappliance" }])]],
    ["halves of everything", [table([via("0.0.0.0/1"), via("128.0.0.0/1", "upper")])]],
    ["the clients' own range alone", [table([via("81.2.69.0/24")])]],
    ["a longer prefix than the one to the Internet", [table([via("81.2.69.0/24"), to("81.2.0.0/16", "Internet")])]],
    ["an appliance of which the address is not known", [table([via("0.0.0.0/0", "default", unknownValue)])]],
    ["AzureCloud through the same appliance", [table([throughAll, via("AzureCloud", "cloud")])]],
    ["a service past the appliance", [table([throughAll, to("Storage", "Internet")])]],
  ])("%s: answers still leave through the appliance", async (_title, tables) => {
    const [found] = await judge(stack(tables));
    expect(found).toMatch(/^broken routes routes\[\d\]\.nextHopType$/);
    expect(await verdicts(asymmetricRoute, deployedEstateOf(stack(tables)))).toContain(found);
  });

  test("a route that is a resource of its own carries the finding", async () => {
    const tables = [table(undefined), ownRoute("all", "0.0.0.0/0")];
    expect(await judge(stack(tables))).toEqual(["broken all nextHopType"]);
    expect(await verdicts(asymmetricRoute, deployedEstateOf(stack(tables)))).toEqual(["broken all nextHopType"]);
  });

  test("of a declared client the part that goes astray is named", async () => {
    const wide = clients({ from: ["81.2.68.0/23"], to: "vm" });
    const routes = [table([throughAll, straight])];
    expect(await facts(asymmetricRoute, estateOf(stack(routes)), wide)).toEqual([
      "default (0.0.0.0/0) of routes sends what vm answers 81.2.68.0/24, part of 81.2.68.0/23 of clients[0], to the " +
        "virtual appliance 10.0.9.4, while RDP arrives through public address ip",
    ]);
  });

  test("a spoke answers through the hub's appliance, and hosts that share the route share the finding", async () => {
    const peering = (name: string, own: string, remote: string): Declared => ({
      ...{ type: "azure-native:network:VirtualNetworkPeering", name },
      inputs: {
        ...{ resourceGroupName: "rg", virtualNetworkName: ref(own, "name"), virtualNetworkPeeringName: name },
        ...{ remoteVirtualNetwork: { id: ref(remote) }, allowForwardedTraffic: true },
      },
    });
    const resources = [
      ...stack([table([via("0.0.0.0/0", "default", "10.9.0.4")])]),
      network("hub", ["10.9.0.0/16"]),
      ...[peering("to-hub", "vnet", "hub"), peering("to-spoke", "hub", "vnet")],
      publicAddress("second-ip"),
      card("second-card", { subnet: { id: ref("hosts") }, publicIPAddress: { id: ref("second-ip") } }),
      machine("second", "second-card"),
    ];
    expect(await facts(asymmetricRoute, estateOf(resources))).toEqual([
      "default (0.0.0.0/0) of routes sends what vm and second answers the sources of allow-rdp (priority 300) of nsg to " +
        "the virtual appliance 10.9.0.4, while RDP arrives through public address ip and public address second-ip",
    ]);
  });
});

describe("healthy", () => {
  test.each([
    ["a longer prefix sends the clients' range to the Internet", stack([table([throughAll, straight])])],
    ["only private ranges leave through the appliance", stack([table([via("10.0.0.0/8")])])],
    [
      "halves to the Internet beat the default route",
      stack([table([throughAll, to("0.0.0.0/1", "Internet"), to("128.0.0.0/1", "Internet", "upper")])]),
    ],
    ["the host has no public path", stack([table([throughAll])], { ip: {} })],
    [
      "clients come from private ranges only",
      stack([table([throughAll])], {
        rules: [rule("allow-rdp", 300, "Allow", from("10.1.0.0/16"))],
      }),
    ],
    [
      "a part of an implied client gets its answers straight back",
      stack([table([throughAll, straight])], {
        rules: [rule("allow-rdp", 300, "Allow", from("81.2.68.0/23"))],
      }),
    ],
    ["the appliance takes another service only", stack([table([via("Storage")])])],
    ["an IPv6 route takes no answers to IPv4", stack([table([via("::/0")])])],
    ["nobody is let in", stack([table([throughAll])], { rules: [rule("deny", 200, "Deny"), ...office] })],
  ])("%s", async (_title, resources) => {
    expect(await judge(resources)).toEqual(["holds vm"]);
    expect(await verdicts(asymmetricRoute, deployedEstateOf(resources))).toEqual(["holds vm"]);
  });

  test("a second address that answers straight is enough", async () => {
    const resources = [
      ...stack([table([throughAll])]).filter(({ name }) => name !== "vm"),
      subnet("other", "10.0.2.0/24", "nsg"),
      publicAddress("other-ip"),
      card("other-card", { subnet: { id: ref("other") }, publicIPAddress: { id: ref("other-ip") } }),
      machine("vm", "card", {
        ...windows,
        networkProfile: { networkInterfaces: [{ id: ref("card") }, { id: ref("other-card") }] },
      }),
    ];
    expect(await judge(resources)).toEqual(["holds vm"]);
  });

  test("where nobody declared clients, a route table of another stack is taken to send answers straight back", async () => {
    const id = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/routeTables/shared";
    expect(await judge(stack([], { table: id }))).toEqual(["holds vm"]);
    expect(await judge(stack([], { table: id }), clients({ from: ["81.2.69.0/24"], to: "vm" }))).toEqual([
      "undecided hosts routeTable.id",
    ]);
  });
});

describe("undecided", () => {
  test.each([
    ["the next hop is not known", [table([to("0.0.0.0/0", unknownValue)])], "undecided routes routes[0].nextHopType"],
    ["the prefix is not known", [table([via(unknownValue)])], "undecided routes routes[0].addressPrefix"],
    ["the whole list is not known", [table(unknownValue)], "undecided routes routes"],
    [
      "a route to the Internet may be the clients'",
      [table([throughAll, to(unknownValue, "Internet")])],
      "undecided routes routes[1].addressPrefix",
    ],
    [
      "clients may be in AzureCloud",
      [table([throughAll, to("AzureCloud", "Internet")])],
      "undecided routes routes[1].addressPrefix",
    ],
  ])("%s", async (_title, tables, expected) => {
    expect(await judge(stack(tables))).toEqual([expected]);
  });

  test("a route table that is not known yet leaves it open, and the message says which property", async () => {
    const resources = stack([], { table: unknownValue });
    expect(await judge(resources)).toEqual(["undecided hosts routeTable.id"]);
    expect(await facts(asymmetricRoute, estateOf(resources))).toEqual([
      "whether what vm answers the sources of allow-rdp (priority 300) of nsg leaves through a virtual appliance, while " +
        "RDP arrives through public address ip, cannot be said: routeTable.id is not known yet",
    ]);
  });

  test("an unknown prefix to the same appliance changes nothing", async () => {
    expect(await judge(stack([table([throughAll, via(unknownValue, "other")])]))).toEqual([brokenAt(0)]);
  });

  test("a client that may be in AzureCloud needs a route of its own", async () => {
    const resources = stack([table([throughAll, to("AzureCloud", "Internet", "cloud")])]);
    expect(await findings(asymmetricRoute, estateOf(resources))).toMatchObject([
      { path: "routes[1].addressPrefix", settle: "write a route for the clients' own ranges" },
    ]);
  });

  test("one of two route tables, and nothing tells which: only where they differ it is open", async () => {
    const other = (routes: unknown): Declared => ({ ...table(routes), name: "other" });
    const made = (second: Declared): Declared[] =>
      stack([table([throughAll]), second], { table: unknownValue }).map((one) =>
        one.name === "hosts" ? { ...one, propertyDependencies: { routeTable: ["routes", "other"] } } : one,
      );
    expect(await judge(made(other([throughAll])))).toEqual([brokenAt(0)]);
    expect(await judge(made(other([])))).toEqual(["undecided routes routes[0].nextHopType"]);
  });

  test("a tag that is not known yet leaves open whose clients they are", async () => {
    const resources = stack([table([throughAll])], { vm: { tags: { rdp: unknownValue } } });
    const declared = clients({ from: ["81.2.69.0/24"], to: "tag:rdp=yes" });
    expect(await judge(resources, declared)).toEqual(["undecided routes routes[0].nextHopType"]);
  });
});
