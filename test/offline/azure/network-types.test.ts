import { Deployed, Engine, Properties, resourceGroup, without } from "./engine";
import { allow, bastionRules } from "./estate";

const nsg = "azure-native:network:NetworkSecurityGroup";
const rule = "azure-native:network:SecurityRule";
const vnet = "azure-native:network:VirtualNetwork";
const subnet = "azure-native:network:Subnet";
const nic = "azure-native:network:NetworkInterface";
const group = { resourceGroupName: "rg" };
let engine: Engine;

beforeEach(async () => {
  engine = await Engine.start();
  await resourceGroup(engine);
});

afterEach(async () => {
  await engine.stop();
});

function withRules(...securityRules: Properties[]): Promise<Deployed> {
  return engine.create(nsg, "nsg", { ...group, networkSecurityGroupName: "nsg", securityRules });
}

function standalone(name: string, priority: number, more: Properties = {}): Promise<Deployed> {
  const inputs = { ...group, networkSecurityGroupName: "nsg", securityRuleName: name, ...allow(name, priority, more) };
  return engine.create(rule, name, inputs);
}

function network(...subnets: Properties[]): Promise<Deployed> {
  return engine.create(vnet, "vnet", {
    ...group,
    virtualNetworkName: "vnet",
    addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
    ...(subnets.length > 0 ? { subnets } : {}),
  });
}

function subnetOf(name: string, addressPrefix: string, more: Properties = {}): Promise<Deployed> {
  return engine.create(subnet, name, {
    ...group,
    virtualNetworkName: "vnet",
    subnetName: name,
    addressPrefix,
    ...more,
  });
}

function nicIn(subnetId: string, name = "nic", more: Properties = {}): Promise<Deployed> {
  const ipConfigurations = [{ name: "ip", subnet: { id: subnetId }, ...more }];
  return engine.create(nic, name, { ...group, networkInterfaceName: name, ipConfigurations });
}

describe("a security group", () => {
  test("answers its rules with ids, and the six default rules", async () => {
    const { id, outputs } = await withRules(allow("rdp", 300));
    expect(outputs["securityRules"]).toMatchObject([
      { id: `${id}/securityRules/rdp`, priority: 300, sourcePortRanges: [] },
    ]);
    const defaults = outputs["defaultSecurityRules"] as { name: string; priority: number }[];
    expect(defaults.map(({ priority }) => priority)).toEqual([65000, 65001, 65500, 65000, 65001, 65500]);
  });

  test("refuses two rules with one priority in one direction", async () => {
    await expect(withRules(allow("a", 300), allow("b", 300))).rejects.toThrow('Code="SecurityRuleConflict"');
  });

  test("takes one priority in both directions", async () => {
    await expect(withRules(allow("a", 300), allow("b", 300, { direction: "Outbound" }))).resolves.toBeDefined();
  });

  test("refuses a rule of its own that has the priority of an inline one", async () => {
    await withRules(allow("a", 300));
    await expect(standalone("b", 300)).rejects.toThrow("Security rule a conflicts with rule b");
  });

  test.each([99, 4097, 300.5])("refuses the priority %p", async (priority) => {
    await expect(withRules(allow("a", priority))).rejects.toThrow(/SecurityRuleInvalidPriority|must be an integer/);
  });

  test.each(["3389,443", "70000", "400-300", "rdp"])("refuses the port range %p", async (destinationPortRange) => {
    await expect(withRules(allow("a", 300, { destinationPortRange }))).rejects.toThrow("SecurityRuleInvalidPortRange");
  });

  test.each(["10.0.0.0/33", "300.1.1.1", "10.0.0.0-x"])("refuses the prefix %p", async (sourceAddressPrefix) => {
    await expect(withRules(allow("a", 300, { sourceAddressPrefix }))).rejects.toThrow(
      "SecurityRuleInvalidAddressPrefix",
    );
  });

  test.each(["*", "Internet", "Storage.WestEurope", "10.0.0.1", "fd00::/8"])(
    "takes the prefix %p",
    async (sourceAddressPrefix) => {
      await expect(withRules(allow("a", 300, { sourceAddressPrefix }))).resolves.toBeDefined();
    },
  );

  test("refuses a rule without a source", async () => {
    await expect(withRules(without(allow("a", 300), "sourceAddressPrefix"))).rejects.toThrow(
      "SecurityRuleParametersMissing",
    );
  });

  test("refuses an access that is neither Allow nor Deny, and answers known ones in Azure's case", async () => {
    await expect(withRules(allow("a", 300, { access: "Alow" }))).rejects.toThrow('Code="InvalidRequestFormat"');
    expect((await withRules(allow("a", 300, { access: "deny" }))).outputs["securityRules"]).toMatchObject([
      { access: "Deny" },
    ]);
  });

  test("refuses an application security group that does not exist", async () => {
    const groups = { destinationApplicationSecurityGroups: [{ id: "/subscriptions/x/none" }] };
    await expect(withRules(allow("a", 300, groups))).rejects.toThrow('Code="InvalidResourceReference"');
  });

  test("shows rules of their own, and a refresh does not push them into its inputs", async () => {
    const empty = await engine.create(nsg, "nsg", { ...group, networkSecurityGroupName: "nsg" });
    await standalone("https", 310);
    const refreshed = await engine.read(nsg, "nsg", empty.id, empty);
    expect(refreshed?.outputs["securityRules"]).toMatchObject([{ name: "https" }]);
    expect(refreshed?.inputs).toEqual(empty.inputs);
  });

  test("that lists rules deletes those that it does not list", async () => {
    const inline = await withRules(allow("a", 300));
    const other = await standalone("b", 310);
    const changed = { ...group, networkSecurityGroupName: "nsg", securityRules: [allow("a", 305)] };
    await engine.update(nsg, "nsg", inline, changed);
    expect(await engine.read(rule, "b", other.id, other)).toBeUndefined();
  });

  test("that lists no rules keeps those of their own in an update", async () => {
    const empty = await engine.create(nsg, "nsg", { ...group, networkSecurityGroupName: "nsg" });
    const own = await standalone("b", 310);
    await engine.update(nsg, "nsg", empty, { ...group, networkSecurityGroupName: "nsg", tags: { a: "b" } });
    expect(await engine.read(rule, "b", own.id, own)).toEqual(own);
  });

  test("may swap the priorities of its rules in one update", async () => {
    const old = await withRules(allow("a", 300), allow("b", 310));
    const swapped = { ...group, networkSecurityGroupName: "nsg", securityRules: [allow("a", 310), allow("b", 300)] };
    await expect(engine.update(nsg, "nsg", old, swapped)).resolves.toBeDefined();
  });

  test("does not move to another location", async () => {
    const old = await withRules();
    const moved = { ...group, networkSecurityGroupName: "nsg", location: "northeurope" };
    await expect(engine.update(nsg, "nsg", old, moved)).rejects.toThrow('Code="InvalidResourceLocation"');
  });

  test("cannot be deleted while a subnet uses it", async () => {
    const old = await withRules();
    await network();
    await subnetOf("hosts", "10.1.0.0/24", { networkSecurityGroup: { id: old.id } });
    await expect(engine.delete(nsg, "nsg", old)).rejects.toThrow("InUseNetworkSecurityGroupCannotBeDeleted");
    expect((await engine.read(nsg, "nsg", old.id, old))?.outputs["subnets"]).toHaveLength(1);
  });

  test("a rule needs a group that exists", async () => {
    await expect(standalone("a", 300)).rejects.toThrow('Code="ParentResourceNotFound"');
  });
});

describe("a subnet", () => {
  test("must lie inside its network", async () => {
    await network();
    await expect(subnetOf("hosts", "10.2.0.0/24")).rejects.toThrow('Code="NetcfgInvalidSubnet"');
    await expect(network({ name: "hosts", addressPrefix: "10.2.0.0/24" })).rejects.toThrow();
  });

  test("must not overlap another, whether inline or on its own", async () => {
    await network({ name: "a", addressPrefix: "10.1.0.0/24" });
    await expect(subnetOf("b", "10.1.0.128/25")).rejects.toThrow('Code="NetcfgSubnetRangesOverlap"');
  });

  test("must not have host bits, and neither must its network", async () => {
    await network();
    await expect(subnetOf("hosts", "10.1.0.5/24")).rejects.toThrow("should be 10.1.0.0/24");
    const space = { ...group, virtualNetworkName: "other", addressSpace: { addressPrefixes: ["10.1.0.1/16"] } };
    await expect(engine.create(vnet, "other", space)).rejects.toThrow('Code="InvalidCIDRNotation"');
  });

  test("must have a prefix that is one", async () => {
    await network();
    await expect(subnetOf("hosts", "10.1.0.0/40")).rejects.toThrow('Code="InvalidAddressPrefixFormat"');
  });

  test("needs a network that exists", async () => {
    await expect(subnetOf("hosts", "10.1.0.0/24")).rejects.toThrow('Code="ParentResourceNotFound"');
  });

  test.each(["networkSecurityGroup", "routeTable", "natGateway"])(
    "refuses a %s that does not exist",
    async (property) => {
      await network();
      const missing = { [property]: { id: "/subscriptions/x/none" } };
      await expect(subnetOf("hosts", "10.1.0.0/24", missing)).rejects.toThrow('Code="InvalidResourceReference"');
    },
  );

  test("that is inline has an id, and its network shows one of its own too", async () => {
    const old = await network({ name: "a", addressPrefix: "10.1.0.0/24" });
    expect(old.outputs["subnets"]).toMatchObject([{ id: `${old.id}/subnets/a`, provisioningState: "Succeeded" }]);
    await subnetOf("b", "10.1.1.0/24");
    expect((await engine.read(vnet, "vnet", old.id, old))?.outputs["subnets"]).toHaveLength(2);
  });

  test("that is inline cannot be created again on its own", async () => {
    await network({ name: "a", addressPrefix: "10.1.0.0/24" });
    await expect(subnetOf("a", "10.1.0.0/24")).rejects.toThrow("cannot create already existing resource");
  });

  test("cannot go while an interface is in it", async () => {
    await network();
    const hosts = await subnetOf("hosts", "10.1.0.0/24");
    await nicIn(hosts.id);
    await expect(engine.delete(subnet, "hosts", hosts)).rejects.toThrow('Code="InUseSubnetCannotBeDeleted"');
  });
});

describe("the Bastion subnet", () => {
  const allBut = (name: string): Properties[] => bastionRules.filter((each) => each["name"] !== name);

  async function bastionSubnet(rules: readonly Properties[]): Promise<Deployed> {
    const { id } = await withRules(...rules);
    await network();
    return subnetOf("AzureBastionSubnet", "10.1.1.0/26", { networkSecurityGroup: { id } });
  }

  test("takes a group with all eight flows", async () => {
    await expect(bastionSubnet(bastionRules)).resolves.toBeDefined();
  });

  test.each(bastionRules.map((each) => String(each["name"])))("refuses a group without the rule %s", async (name) => {
    await expect(bastionSubnet(allBut(name))).rejects.toThrow("NetworkSecurityGroupNotCompliantForAzureBastionSubnet");
  });

  test("does not let a rule be taken out of its group in an update", async () => {
    const attached = await bastionSubnet(bastionRules);
    const id = (attached.inputs["networkSecurityGroup"] as { id: string }).id;
    const old = await engine.read(nsg, "nsg", id);
    const inputs = { ...group, networkSecurityGroupName: "nsg", securityRules: allBut("probe") };
    await expect(engine.update(nsg, "nsg", old as Deployed, inputs)).rejects.toThrow("NotCompliant");
  });

  test("is the only one that Bastion goes into", async () => {
    await network();
    const { id } = await subnetOf("hosts", "10.1.0.0/24");
    const inputs = { ...group, bastionHostName: "b", ipConfigurations: [{ name: "ip", subnet: { id } }] };
    await expect(engine.create("azure-native:network:BastionHost", "b", inputs)).rejects.toThrow(
      'Code="SubnetNameMustBeAzureBastionSubnet"',
    );
  });
});

describe("a network interface", () => {
  let hosts: Deployed;

  beforeEach(async () => {
    await network();
    hosts = await subnetOf("hosts", "10.1.0.0/24");
  });

  test("gets the next free address, the first four being Azure's", async () => {
    expect((await nicIn(hosts.id, "a")).outputs["ipConfigurations"]).toMatchObject([{ privateIPAddress: "10.1.0.4" }]);
    expect((await nicIn(hosts.id, "b")).outputs["ipConfigurations"]).toMatchObject([{ privateIPAddress: "10.1.0.5" }]);
  });

  test.each([
    ["PrivateIPAddressNotInSubnet", "10.9.0.4"],
    ["PrivateIPAddressInReservedRange", "10.1.0.3"],
    ["PrivateIPAddressInReservedRange", "10.1.0.255"],
  ])("refuses with %s the address %s", async (code, privateIPAddress) => {
    const fixed = { privateIPAllocationMethod: "Static", privateIPAddress };
    await expect(nicIn(hosts.id, "a", fixed)).rejects.toThrow(`Code="${code}"`);
  });

  test("refuses an address that another has", async () => {
    const fixed = { privateIPAllocationMethod: "Static", privateIPAddress: "10.1.0.9" };
    await nicIn(hosts.id, "a", fixed);
    await expect(nicIn(hosts.id, "b", fixed)).rejects.toThrow('Code="PrivateIPAddressInUse"');
  });

  test("refuses a subnet that does not exist, and one in another region", async () => {
    await expect(nicIn(`${hosts.id}-not`)).rejects.toThrow('Code="InvalidResourceReference"');
    const elsewhere = {
      ...group,
      networkInterfaceName: "n",
      location: "northeurope",
      ipConfigurations: [{ name: "ip", subnet: { id: hosts.id } }],
    };
    await expect(engine.create(nic, "n", elsewhere)).rejects.toThrow('Code="InvalidResourceReference"');
  });

  test("refuses a public address that another has", async () => {
    const address = await engine.create("azure-native:network:PublicIPAddress", "ip", {
      ...group,
      publicIPAllocationMethod: "Static",
      sku: { name: "Standard" },
    });
    expect(address.outputs["ipAddress"]).toBe("198.51.100.1");
    const taken = { publicIPAddress: { id: address.id } };
    await nicIn(hosts.id, "a", taken);
    await expect(nicIn(hosts.id, "b", taken)).rejects.toThrow('Code="PublicIPAddressInUse"');
    await expect(engine.delete("azure-native:network:PublicIPAddress", "ip", address)).rejects.toThrow(
      'Code="PublicIPAddressCannotBeDeleted"',
    );
  });

  test("answers references as ids alone, and its parts with ids of their own", async () => {
    const { id, outputs } = await nicIn(hosts.id);
    expect(outputs["ipConfigurations"]).toMatchObject([{ id: `${id}/ipConfigurations/ip`, subnet: { id: hosts.id } }]);
    expect((outputs["ipConfigurations"] as Properties[])[0]?.["subnet"]).toEqual({ id: hosts.id });
  });

  test("has an address as long as the subnet has room", async () => {
    const small = await subnetOf("small", "10.1.1.0/29");
    for (const name of ["a", "b", "c"]) await nicIn(small.id, name);
    await expect(nicIn(small.id, "d")).rejects.toThrow('Code="SubnetIsFull"');
  });
});

test("a part of a load balancer may name another below $self", async () => {
  const { id, outputs } = await engine.create("azure-native:network:LoadBalancer", "lb", {
    ...group,
    loadBalancerName: "lb",
    frontendIPConfigurations: [{ name: "front" }],
    loadBalancingRules: [
      {
        name: "rdp",
        protocol: "Tcp",
        frontendPort: 3389,
        backendPort: 3389,
        frontendIPConfiguration: { id: "$self/frontendIPConfigurations/front" },
      },
    ],
  });
  expect(outputs["loadBalancingRules"]).toMatchObject([
    { frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/front` } },
  ]);
});

test("a network resource without a location is refused by ARM, not by azure-native", async () => {
  const outside = await Engine.start();
  const { inputs, failures } = await outside.check(nsg, "nsg", group);
  expect([failures, inputs["location"]]).toEqual([[], undefined]);
  await expect(outside.create(nsg, "nsg", group)).rejects.toThrow('Code="ResourceGroupNotFound"');
  await outside.stop();
});
