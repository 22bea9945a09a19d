import { Deployed, Engine, Properties, filesOf, resourceGroup, secret, without } from "./engine";
import { windowsHost } from "./estate";

const vm = "azure-native:compute:VirtualMachine";
const extension = "azure-native:compute:VirtualMachineExtension";
const group = { resourceGroupName: "rg" };
let engine: Engine;
let nic: Deployed;

beforeEach(async () => {
  engine = await Engine.start();
  await resourceGroup(engine);
  const network = await engine.create("azure-native:network:VirtualNetwork", "vnet", {
    ...group,
    addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
    subnets: [{ name: "hosts", addressPrefix: "10.1.0.0/24" }],
  });
  nic = await engine.create("azure-native:network:NetworkInterface", "nic", {
    ...group,
    ipConfigurations: [{ name: "ip", subnet: { id: `${network.id}/subnets/hosts` } }],
  });
});

afterEach(async () => {
  await engine.stop();
});

function host(more: Properties = {}, name = "vm"): Promise<Deployed> {
  const networkProfile = { networkInterfaces: [{ id: nic.id }] };
  return engine.create(vm, name, { ...group, ...windowsHost, vmName: name, networkProfile, ...more });
}

function account(more: Properties): Properties {
  return { osProfile: { ...(windowsHost["osProfile"] as Properties), ...more } };
}

function extend(name: string, more: Properties = {}): Promise<Deployed> {
  return engine.create(extension, name, {
    ...group,
    vmName: "vm",
    vmExtensionName: name,
    publisher: "Microsoft.Azure.KeyVault",
    type: "KeyVaultForWindows",
    typeHandlerVersion: "3.0",
    ...more,
  });
}

describe("a virtual machine", () => {
  test("answers what Azure adds, and never the password", async () => {
    const { outputs } = await host();
    expect(outputs["osProfile"]).toMatchObject({ allowExtensionOperations: true, computerName: "host", secrets: [] });
    expect(outputs["osProfile"]).not.toHaveProperty("adminPassword");
    expect(outputs).toMatchObject({
      vmId: expect.any(String) as string,
      storageProfile: { osDisk: { osType: "Windows" } },
    });
  });

  test.each(["short1A", "alllowercase1", "NODIGITSORSMALL"])(
    "refuses the simple password %p",
    async (adminPassword) => {
      await expect(host(account({ adminPassword }))).rejects.toThrow("The supplied password must be between 8-123");
    },
  );

  test("refuses a well-known password and a well-known name", async () => {
    await expect(host(account({ adminPassword: "P@ssword123" }))).rejects.toThrow('Code="InvalidParameter"');
    await expect(host(account({ adminUsername: "Administrator" }))).rejects.toThrow(
      "Admin Username specified is not allowed",
    );
  });

  test("no refusal repeats the password", async () => {
    await expect(host(account({ adminPassword: "leaked-secret" }))).rejects.not.toThrow("leaked-secret");
  });

  test("refuses a Windows computer name of more than 15 characters, also the one it takes from the machine", async () => {
    await expect(host(account({ computerName: "a-very-long-name" }))).rejects.toThrow("more than 15 characters");
    const unnamed = without(windowsHost["osProfile"], "computerName");
    await expect(host({ osProfile: unnamed }, "a-machine-with-a-long-name")).rejects.toThrow("more than 15 characters");
  });

  test("needs an account", async () => {
    const networkProfile = { networkInterfaces: [{ id: nic.id }] };
    await expect(
      engine.create(vm, "vm", { ...group, ...without(windowsHost, "osProfile"), vmName: "vm", networkProfile }),
    ).rejects.toThrow("Required parameter 'osProfile' is missing");
  });

  test("refuses an interface that does not exist, and one that another machine has", async () => {
    const missing = { networkProfile: { networkInterfaces: [{ id: `${nic.id}-not` }] } };
    await expect(host(missing)).rejects.toThrow('Code="ResourceNotFound"');
    await host();
    await expect(host({}, "second")).rejects.toThrow('Code="NicInUse"');
    await expect(engine.delete("azure-native:network:NetworkInterface", "nic", nic)).rejects.toThrow('Code="NicInUse"');
  });

  test("refuses an identity that does not exist", async () => {
    const identity = { type: "UserAssigned", userAssignedIdentities: ["/subscriptions/x/none"] };
    await expect(host({ identity })).rejects.toThrow('Code="FailedIdentityOperation"');
  });

  test("answers its identities as a map with their principals, and keeps its own over an update", async () => {
    const reader = await engine.create("azure-native:managedidentity:UserAssignedIdentity", "reader", group);
    const identity = { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [reader.id] };
    const old = await host({ identity });
    const { clientId, principalId } = reader.outputs;
    expect(old.outputs["identity"]).toMatchObject({
      userAssignedIdentities: { [reader.id]: { clientId, principalId } },
    });
    const now = await engine.update(vm, "vm", old, { ...old.inputs, tags: { a: "b" } });
    expect(now.outputs["identity"]).toEqual(old.outputs["identity"]);
  });

  test("does not change its account, its computer name or its image in place", async () => {
    const old = await host();
    for (const changed of [account({ adminUsername: "someone" }), account({ computerName: "other" })]) {
      await expect(engine.update(vm, "vm", old, { ...old.inputs, ...changed })).rejects.toThrow(
        'Code="PropertyChangeNotAllowed"',
      );
    }
  });

  test("takes its extensions and assignments along when it goes", async () => {
    const machine = await host();
    const key = await extend("KeyVault");
    await engine.delete(vm, "vm", machine);
    expect(await engine.read(extension, "KeyVault", key.id, key)).toBeUndefined();
  });
});

describe("an extension", () => {
  test("previews the handler's type, and answers ARM's type once it exists", async () => {
    await host();
    const { inputs, outputs } = await extend("KeyVault");
    expect(outputs["type"]).toBe("Microsoft.Compute/virtualMachines/extensions");
    expect((await engine.preview(extension, "KeyVault", inputs))["type"]).toBe("KeyVaultForWindows");
  });

  test("keeps its handler's type through an import", async () => {
    await host();
    const { id } = await extend("KeyVault");
    expect((await engine.read(extension, "KeyVault", id))?.inputs).toMatchObject({ type: "KeyVaultForWindows" });
  });

  test("keeps secret settings off the disk", async () => {
    await host(account({ adminPassword: secret("Correct-Horse-9") }));
    const { outputs } = await extend("KeyVault", { settings: { token: secret("s3cr3t-value") } });
    expect(outputs["settings"]).toEqual({ token: secret("s3cr3t-value") });
    expect(filesOf(engine)).not.toMatch(/s3cr3t-value|Correct-Horse-9/);
  });

  test("needs a machine that exists", async () => {
    await expect(extend("KeyVault", { location: "westeurope" })).rejects.toThrow('Code="ParentResourceNotFound"');
  });

  test("cannot come beside another of the same handler", async () => {
    await host();
    await extend("one");
    await expect(extend("two")).rejects.toThrow(
      "Multiple VMExtensions per handler not supported for OS type 'Windows'",
    );
    await expect(extend("three", { type: "Other" })).resolves.toBeDefined();
  });

  test("needs a publisher, a type and a version of two numbers", async () => {
    await host();
    await expect(extend("a", { typeHandlerVersion: "3.0.1" })).rejects.toThrow("typeHandlerVersion is invalid");
    const nameless = { ...group, vmName: "vm", publisher: "P", typeHandlerVersion: "1.0" };
    await expect(engine.create(extension, "b", nameless)).rejects.toThrow("Required parameter 'type' is missing");
  });

  test("is refused where the machine allows none", async () => {
    await host(account({ allowExtensionOperations: false }));
    await expect(extend("KeyVault")).rejects.toThrow('Code="OperationNotAllowed"');
  });
});

test("a run command and a guest configuration need a machine that exists", async () => {
  const parent = { ...group, vmName: "none", location: "westeurope" };
  await expect(
    engine.create("azure-native:compute:VirtualMachineRunCommandByVirtualMachine", "bind", parent),
  ).rejects.toThrow('Code="ParentResourceNotFound"');
  await expect(
    engine.create("azure-native:guestconfiguration:GuestConfigurationAssignment", "mk", { ...parent, name: "mk" }),
  ).rejects.toThrow('Code="ParentResourceNotFound"');
});

test("a guest configuration's id lies below its machine", async () => {
  const { id } = await host();
  const assignment = await engine.create("azure-native:guestconfiguration:GuestConfigurationAssignment", "mk", {
    ...group,
    vmName: "vm",
    name: "mk",
    guestConfigurationAssignmentName: "mk",
  });
  expect(assignment.id).toBe(`${id}/providers/Microsoft.GuestConfiguration/guestConfigurationAssignments/mk`);
});

test("the enumerations of compute are checked, except sizes, which Azure adds faster than any SDK", async () => {
  await expect(host({ priority: "Cheap" })).rejects.toThrow('Code="InvalidParameter"');
  await expect(host({ hardwareProfile: { vmSize: "Standard_Z999_v9" } })).resolves.toBeDefined();
});
