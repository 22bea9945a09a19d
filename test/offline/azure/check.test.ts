import { Engine, resourceGroup, secret, unknown } from "./engine";

const group = "azure-native:resources:ResourceGroup";
const nsg = "azure-native:network:NetworkSecurityGroup";
const vm = "azure-native:compute:VirtualMachine";
let engine: Engine;

beforeEach(async () => {
  engine = await Engine.start();
});

afterEach(async () => {
  await engine.stop();
});

test("a top-level resource without a name gets its Pulumi name and eight hexadecimal digits", async () => {
  const { inputs } = await engine.check(nsg, "edge", { resourceGroupName: "rg" });
  expect(inputs).toMatchObject({ networkSecurityGroupName: expect.stringMatching(/^edge[0-9a-f]{8}$/) as string });
  expect(inputs).toHaveProperty("__createBeforeDelete", true);
});

test("the random part of a name follows from the seed", async () => {
  const first = await engine.check(nsg, "edge", { resourceGroupName: "rg" }, {}, "one");
  expect(await engine.check(nsg, "edge", { resourceGroupName: "rg" }, {}, "one")).toEqual(first);
  expect(await engine.check(nsg, "edge", { resourceGroupName: "rg" }, {}, "two")).not.toEqual(first);
});

test("a child without a name takes its Pulumi name as it is", async () => {
  const parents = { resourceGroupName: "rg", vmName: "host" };
  const extension = await engine.check("azure-native:compute:VirtualMachineExtension", "kv", parents);
  expect(extension.inputs).toMatchObject({ vmExtensionName: "kv" });
  expect(extension.inputs).not.toHaveProperty("__createBeforeDelete");
  const assignment = await engine.check("azure-native:guestconfiguration:GuestConfigurationAssignment", "mk", {
    ...parents,
    name: "mk",
  });
  expect(assignment.inputs).toMatchObject({
    guestConfigurationAssignmentName: expect.stringMatching(/^mk.{8}$/) as string,
  });
});

test("a role assignment without a name gets a UUID", async () => {
  const { inputs } = await engine.check("azure-native:authorization:RoleAssignment", "reader", {
    principalId: "p",
    roleDefinitionId: "r",
    scope: "/subscriptions/x",
  });
  expect(inputs["roleAssignmentName"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("an automatic name survives an update, even with another seed", async () => {
  const first = await engine.check(nsg, "edge", { resourceGroupName: "rg" }, {}, "one");
  const second = await engine.check(nsg, "edge", { resourceGroupName: "rg" }, first.inputs, "two");
  expect(second.inputs).toEqual(first.inputs);
});

test("the location is the resource group's, once the group exists", async () => {
  await resourceGroup(engine);
  expect((await engine.check(nsg, "edge", { resourceGroupName: "rg" })).inputs).toMatchObject({
    location: "westeurope",
  });
});

test("the location is unknown while the group's name is", async () => {
  expect((await engine.check(nsg, "edge", { resourceGroupName: unknown })).inputs).toMatchObject({ location: unknown });
});

test("the configured location wins over the group's, and an earlier one over both", async () => {
  await resourceGroup(engine);
  await engine.configure({ "azure-native:config:location": "northeurope" });
  expect((await engine.check(nsg, "a", { resourceGroupName: "rg" })).inputs).toMatchObject({ location: "northeurope" });
  expect((await engine.check(nsg, "a", { resourceGroupName: "rg" }, { location: "uksouth" })).inputs).toMatchObject({
    location: "uksouth",
  });
});

test("a resource that must have a location is refused without one", async () => {
  const { failures } = await engine.check(group, "rg", { resourceGroupName: "rg" });
  expect(failures).toEqual([expect.stringContaining("missing required property 'location'")]);
});

test("every missing input is named, at any depth", async () => {
  const { failures } = await engine.check(nsg, "edge", {
    location: "westeurope",
    securityRules: [{ name: "rdp", direction: "Inbound", protocol: "Tcp" }],
  });
  expect([...failures].sort()).toEqual([
    "missing required property 'resourceGroupName'",
    "missing required property 'securityRules[0].access'",
  ]);
});

test("a value of another type is refused with its path", async () => {
  const { failures } = await engine.check(vm, "host", {
    resourceGroupName: "rg",
    location: "westeurope",
    networkProfile: { networkInterfaces: "nic" },
    zones: [1],
  });
  expect(failures).toEqual([
    "'networkProfile.networkInterfaces' should be of type 'array' but got a string",
    "'zones[0]' should be of type 'string' but got a number",
  ]);
});

test("an unknown value is neither missing nor of a wrong type", async () => {
  const { failures } = await engine.check(vm, "host", {
    resourceGroupName: unknown,
    location: unknown,
    networkProfile: { networkInterfaces: [{ id: unknown }] },
    zones: unknown,
  });
  expect(failures).toEqual([]);
});

test("a vault's name must fit into Azure's rule", async () => {
  const properties = { sku: { family: "A", name: "standard" }, tenantId: "t" };
  const base = { resourceGroupName: "rg", location: "westeurope", properties };
  const { failures } = await engine.check("azure-native:keyvault:Vault", "kv", { ...base, vaultName: "my_vault" });
  expect(failures).toEqual(["'vaultName' does not match expression '^[a-zA-Z0-9-]{3,24}$'"]);
});

test("secrets come back as secrets", async () => {
  const inputs = { resourceGroupName: "rg", location: "westeurope", osProfile: { adminPassword: secret("pw") } };
  expect((await engine.check(vm, "host", inputs)).inputs).toMatchObject(inputs);
});

test("the API version is the SDK's, or the one that a versioned token names", async () => {
  const inputs = { resourceGroupName: "rg" };
  const versions = [
    nsg,
    "azure-native:network/v20230901:NetworkSecurityGroup",
    "azure-native_network_v20230901:network:NetworkSecurityGroup",
  ];
  const found = await Promise.all(versions.map(async (token) => (await engine.check(token, "a", inputs)).inputs));
  expect(found.map((each) => each["azureApiVersion"])).toEqual(["2024-05-01", "2023-09-01", "2023-09-01"]);
});

test("a type that the SDK does not know is taken with whatever inputs it has", async () => {
  const checked = await engine.check("azure-native:nothing:Thing", "a", { x: 1, y: [unknown] });
  expect(checked).toEqual({ inputs: { x: 1, y: [unknown] }, failures: [] });
});
