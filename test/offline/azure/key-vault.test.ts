import { Deployed, Engine, resourceGroup, without } from "./engine";
import { NetworkParts } from "./network-parts";
import { group, vault, VaultParts } from "./vault-parts";

let engine: Engine;
let parts: VaultParts;

beforeEach(async () => {
  engine = await Engine.start();
  parts = new VaultParts(engine);
  await resourceGroup(engine);
});

afterEach(async () => {
  await engine.stop();
});

describe("a vault's name", () => {
  test("is taken as long as the deleted vault is kept", async () => {
    const old = await parts.vaultWith();
    await engine.delete(vault, "kv", old);
    await expect(parts.vaultWith()).rejects.toThrow('Code="ConflictError"');
  });

  test("is taken too after the group that held the vault was deleted, and after a restart", async () => {
    await parts.vaultWith();
    const rg = await engine.read(
      "azure-native:resources:ResourceGroup",
      "rg",
      "/subscriptions/00000000-0000-0000-0000-000000000904/resourceGroups/rg",
    );
    await engine.delete("azure-native:resources:ResourceGroup", "rg", rg as Deployed);
    const next = await Engine.start({ folder: engine.folder });
    await resourceGroup(next);
    const properties = { sku: { family: "A", name: "standard" }, tenantId: "t" };
    await expect(next.create(vault, "kv", { ...group, vaultName: "KV-904", properties })).rejects.toThrow(
      "ConflictError",
    );
    await next.stop();
  });

  test("is free again for a create that recovers", async () => {
    await engine.delete(vault, "kv", await parts.vaultWith());
    await expect(parts.vaultWith({ createMode: "recover" })).resolves.toBeDefined();
  });

  test("is one in all of Azure", async () => {
    await parts.vaultWith();
    await resourceGroup(engine, "other");
    const properties = { sku: { family: "A", name: "standard" }, tenantId: "t" };
    await expect(
      engine.create(vault, "kv", { resourceGroupName: "other", vaultName: "kv-904", properties }),
    ).rejects.toThrow('Code="VaultAlreadyExists"');
  });
});

describe("a subnet in a vault's firewall", () => {
  const firewallFor = (id: unknown, more: object = {}) => ({
    networkAcls: { defaultAction: "Deny", virtualNetworkRules: [{ id, ...more }] },
  });

  async function subnetWith(serviceEndpoints: object[]): Promise<unknown> {
    const network = new NetworkParts(engine);
    await network.network();
    return (await network.subnetOf("hosts", "10.1.0.0/24", { serviceEndpoints })).id;
  }

  test("is refused without the service endpoint, unless that is said to come later", async () => {
    const id = await subnetWith([{ service: "Microsoft.Storage" }]);
    await expect(parts.vaultWith(firewallFor(id))).rejects.toThrow(
      "Error Code: SubnetsHaveNoServiceEndpointsConfigured. Error Message: Subnets hosts of virtual network",
    );
    await expect(parts.vaultWith(firewallFor(id, { ignoreMissingVnetServiceEndpoint: true }))).resolves.toBeDefined();
  });

  test("is taken with it", async () => {
    const id = await subnetWith([{ service: "Microsoft.KeyVault" }]);
    await expect(parts.vaultWith(firewallFor(id))).resolves.toBeDefined();
  });
});

test("purge protection cannot be switched off", async () => {
  await expect(parts.vaultWith({ enablePurgeProtection: false })).rejects.toThrow("cannot be set to false");
  const old = await parts.vaultWith({ enablePurgeProtection: true });
  const less = without(old.inputs["properties"], "enablePurgeProtection");
  const now = await engine.update(vault, "kv", old, { ...old.inputs, properties: less });
  expect(now.outputs["properties"]).toMatchObject({ enablePurgeProtection: true });
});

test("a secret's value goes in and never comes out", async () => {
  await parts.vaultWith();
  const inputs = { ...group, vaultName: "kv-904", secretName: "s", properties: { value: "hidden" } };
  const { outputs } = await engine.create("azure-native:keyvault:Secret", "s", inputs);
  expect(outputs["properties"]).toMatchObject({ secretUri: "https://kv-904.vault.azure.net/secrets/s" });
  expect(JSON.stringify(outputs)).not.toContain("hidden");
});
