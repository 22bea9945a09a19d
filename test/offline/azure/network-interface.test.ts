import { Deployed, Engine, Properties, resourceGroup } from "./engine";
import { group, NetworkParts, nic } from "./network-parts";

let engine: Engine;
let parts: NetworkParts;

beforeEach(async () => {
  engine = await Engine.start();
  parts = new NetworkParts(engine);
  await resourceGroup(engine);
});

afterEach(async () => {
  await engine.stop();
});

describe("a network interface", () => {
  let hosts: Deployed;

  beforeEach(async () => {
    await parts.network();
    hosts = await parts.subnetOf("hosts", "10.1.0.0/24");
  });

  test("gets the next free address, the first four being Azure's", async () => {
    expect((await parts.nicIn(hosts.id, "a")).outputs["ipConfigurations"]).toMatchObject([
      { privateIPAddress: "10.1.0.4" },
    ]);
    expect((await parts.nicIn(hosts.id, "b")).outputs["ipConfigurations"]).toMatchObject([
      { privateIPAddress: "10.1.0.5" },
    ]);
  });

  test.each([
    ["PrivateIPAddressNotInSubnet", "10.9.0.4"],
    ["PrivateIPAddressInReservedRange", "10.1.0.3"],
    ["PrivateIPAddressInReservedRange", "10.1.0.255"],
  ])("refuses with %s the address %s", async (code, privateIPAddress) => {
    const fixed = { privateIPAllocationMethod: "Static", privateIPAddress };
    await expect(parts.nicIn(hosts.id, "a", fixed)).rejects.toThrow(`Code="${code}"`);
  });

  test("refuses an address that another has", async () => {
    const fixed = { privateIPAllocationMethod: "Static", privateIPAddress: "10.1.0.9" };
    await parts.nicIn(hosts.id, "a", fixed);
    await expect(parts.nicIn(hosts.id, "b", fixed)).rejects.toThrow('Code="PrivateIPAddressInUse"');
  });

  test("refuses a subnet that does not exist, and one in another region", async () => {
    await expect(parts.nicIn(`${hosts.id}-not`)).rejects.toThrow('Code="InvalidResourceReference"');
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
    await parts.nicIn(hosts.id, "a", taken);
    await expect(parts.nicIn(hosts.id, "b", taken)).rejects.toThrow('Code="PublicIPAddressInUse"');
    await expect(engine.delete("azure-native:network:PublicIPAddress", "ip", address)).rejects.toThrow(
      'Code="PublicIPAddressCannotBeDeleted"',
    );
  });

  test("answers references as ids alone, and its parts with ids of their own", async () => {
    const { id, outputs } = await parts.nicIn(hosts.id);
    expect(outputs["ipConfigurations"]).toMatchObject([{ id: `${id}/ipConfigurations/ip`, subnet: { id: hosts.id } }]);
    expect((outputs["ipConfigurations"] as Properties[])[0]?.["subnet"]).toEqual({ id: hosts.id });
  });

  test("has an address as long as the subnet has room", async () => {
    const small = await parts.subnetOf("small", "10.1.1.0/29");
    for (const name of ["a", "b", "c"]) await parts.nicIn(small.id, name);
    await expect(parts.nicIn(small.id, "d")).rejects.toThrow('Code="SubnetIsFull"');
  });
});
