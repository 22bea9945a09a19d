import { Engine, resourceGroup } from "./engine";
import { group, NetworkParts, subnet, vnet } from "./network-parts";

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

describe("a subnet", () => {
  test("must lie inside its network", async () => {
    await parts.network();
    await expect(parts.subnetOf("hosts", "10.2.0.0/24")).rejects.toThrow('Code="NetcfgInvalidSubnet"');
    await expect(parts.network({ name: "hosts", addressPrefix: "10.2.0.0/24" })).rejects.toThrow();
  });

  test("must not overlap another, whether inline or on its own", async () => {
    await parts.network({ name: "a", addressPrefix: "10.1.0.0/24" });
    await expect(parts.subnetOf("b", "10.1.0.128/25")).rejects.toThrow('Code="NetcfgSubnetRangesOverlap"');
  });

  test("must not have host bits, and neither must its network", async () => {
    await parts.network();
    await expect(parts.subnetOf("hosts", "10.1.0.5/24")).rejects.toThrow("should be 10.1.0.0/24");
    const space = { ...group, virtualNetworkName: "other", addressSpace: { addressPrefixes: ["10.1.0.1/16"] } };
    await expect(engine.create(vnet, "other", space)).rejects.toThrow('Code="InvalidCIDRNotation"');
  });

  test("must have a prefix that is one", async () => {
    await parts.network();
    await expect(parts.subnetOf("hosts", "10.1.0.0/40")).rejects.toThrow('Code="InvalidAddressPrefixFormat"');
  });

  test("needs a network that exists", async () => {
    await expect(parts.subnetOf("hosts", "10.1.0.0/24")).rejects.toThrow('Code="ParentResourceNotFound"');
  });

  test.each(["networkSecurityGroup", "routeTable", "natGateway"])(
    "refuses a %s that does not exist",
    async (property) => {
      await parts.network();
      const missing = { [property]: { id: "/subscriptions/x/none" } };
      await expect(parts.subnetOf("hosts", "10.1.0.0/24", missing)).rejects.toThrow('Code="InvalidResourceReference"');
    },
  );

  test("that is inline has an id, and its network shows one of its own too", async () => {
    const old = await parts.network({ name: "a", addressPrefix: "10.1.0.0/24" });
    expect(old.outputs["subnets"]).toMatchObject([{ id: `${old.id}/subnets/a`, provisioningState: "Succeeded" }]);
    await parts.subnetOf("b", "10.1.1.0/24");
    expect((await engine.read(vnet, "vnet", old.id, old))?.outputs["subnets"]).toHaveLength(2);
  });

  test("that is inline cannot be created again on its own", async () => {
    await parts.network({ name: "a", addressPrefix: "10.1.0.0/24" });
    await expect(parts.subnetOf("a", "10.1.0.0/24")).rejects.toThrow("cannot create already existing resource");
  });

  test("cannot go while an interface is in it", async () => {
    await parts.network();
    const hosts = await parts.subnetOf("hosts", "10.1.0.0/24");
    await parts.nicIn(hosts.id);
    await expect(engine.delete(subnet, "hosts", hosts)).rejects.toThrow('Code="InUseSubnetCannotBeDeleted"');
  });
});
