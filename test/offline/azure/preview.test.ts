import { Engine, secret, unknown } from "./engine";

const nsg = "azure-native:network:NetworkSecurityGroup";
let engine: Engine;

beforeEach(async () => {
  engine = await Engine.start();
});

afterEach(async () => {
  await engine.stop();
});

test("a preview echoes inputs that are answers, leaves out path inputs, and knows no id", async () => {
  const outputs = await engine.preview(nsg, "edge", {
    resourceGroupName: "rg",
    networkSecurityGroupName: "edge",
    location: "westeurope",
    tags: { owner: "team" },
  });
  expect(outputs).toMatchObject({ id: unknown, name: unknown, location: "westeurope", tags: { owner: "team" } });
  expect(outputs).not.toHaveProperty("networkSecurityGroupName");
  expect(outputs).not.toHaveProperty("resourceGroupName");
});

test("properties that nobody set are unknown, not absent, also inside a list", async () => {
  const rule = { name: "rdp", access: "Allow", direction: "Inbound", protocol: "Tcp", priority: 300 };
  const outputs = await engine.preview(nsg, "edge", { resourceGroupName: "rg", securityRules: [rule] });
  expect(outputs).toMatchObject({ defaultSecurityRules: unknown, subnets: unknown, etag: unknown });
  expect(outputs["securityRules"]).toEqual([expect.objectContaining({ ...rule, sourceAddressPrefixes: unknown })]);
});

test("a list of identities becomes unknown, as Azure answers a map", async () => {
  const outputs = await engine.preview("azure-native:compute:VirtualMachine", "host", {
    resourceGroupName: "rg",
    identity: { type: "UserAssigned", userAssignedIdentities: ["/subscriptions/x/id"] },
  });
  expect(outputs["identity"]).toEqual({
    type: "UserAssigned",
    userAssignedIdentities: unknown,
    principalId: unknown,
    tenantId: unknown,
  });
});

test("free-form settings come back as they are, unknown parts included", async () => {
  const settings = { secretsManagementSettings: { observedCertificates: [{ url: unknown }] } };
  const outputs = await engine.preview("azure-native:compute:VirtualMachineExtension", "kv", {
    resourceGroupName: "rg",
    vmName: "host",
    settings,
  });
  expect(outputs).toMatchObject({ settings });
  expect(outputs).not.toHaveProperty("vmName");
  expect(outputs).toHaveProperty("publisher", unknown);
});

test("a previewed password stays secret", async () => {
  const outputs = await engine.preview("azure-native:compute:VirtualMachine", "host", {
    resourceGroupName: "rg",
    osProfile: { adminUsername: "ops", adminPassword: secret("pw") },
  });
  expect(outputs["osProfile"]).toMatchObject({ adminUsername: "ops", adminPassword: secret("pw") });
});

test("a discriminator is known although everything else is not", async () => {
  const outputs = await engine.preview("azure-native:resources:AzurePowerShellScript", "script", {});
  expect(outputs).toMatchObject({ kind: "AzurePowerShell", outputs: unknown });
});

test("an update's preview keeps name and location known", async () => {
  const old = {
    id: "/subscriptions/x",
    inputs: { resourceGroupName: "rg", networkSecurityGroupName: "edge" },
    outputs: { name: "edge", location: "westeurope", etag: "1" },
  };
  const outputs = await engine.previewUpdate(nsg, "edge", old, { ...old.inputs, tags: { a: "b" } });
  expect(outputs).toMatchObject({ name: "edge", location: "westeurope", etag: unknown, tags: { a: "b" } });
});

test("a versioned token and a local package preview as the type itself does", async () => {
  const inputs = { resourceGroupName: "rg", networkSecurityGroupName: "edge" };
  const plain = await engine.preview(nsg, "edge", inputs);
  expect(await engine.preview("azure-native:network/v20230901:NetworkSecurityGroup", "edge", inputs)).toEqual(plain);
  expect(await engine.preview("azure-native_network_v20230901:network:NetworkSecurityGroup", "edge", inputs)).toEqual(
    plain,
  );
});

test("a type that the SDK does not know previews its inputs and nothing else", async () => {
  expect(await engine.preview("azure-native:nothing:Thing", "a", { x: 1 })).toEqual({ x: 1 });
});
