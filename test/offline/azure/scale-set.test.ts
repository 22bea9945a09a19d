import { Deployed, Engine, Properties, resourceGroup } from "./engine";
import { windowsHost } from "./estate";

const scaleSet = "azure-native:compute:VirtualMachineScaleSet";
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

function make(more: Properties = {}): Promise<Deployed> {
  return engine.create(scaleSet, "set", {
    ...group,
    vmScaleSetName: "set",
    orchestrationMode: "Flexible",
    platformFaultDomainCount: 1,
    singlePlacementGroup: false,
    ...more,
  });
}

function join(id: string, more: Properties = {}): Promise<Deployed> {
  return engine.create("azure-native:compute:VirtualMachine", "vm", {
    ...group,
    ...windowsHost,
    networkProfile: { networkInterfaces: [{ id: nic.id }] },
    virtualMachineScaleSet: { id },
    ...more,
  });
}

test("a machine joins a Flexible scale set without a model, and says which", async () => {
  const { id } = await make({ zones: ["1", "2"] });
  expect((await join(id, { zones: ["2"] })).outputs["virtualMachineScaleSet"]).toEqual({ id });
});

test.each(["SystemAssigned", "SystemAssigned, UserAssigned"])(
  "a Flexible scale set cannot give its instances an identity of their own: %s",
  async (type) => {
    await expect(make({ identity: { type } })).rejects.toThrow(
      `The value '${type}' of parameter 'identity' is not allowed. Allowed values are: UserAssigned, None.`,
    );
    await expect(make({ identity: { type }, orchestrationMode: "Uniform" })).resolves.toBeDefined();
  },
);

test.each<[string, Properties, Properties, string]>([
  ["of Uniform orchestration", { orchestrationMode: "Uniform" }, {}, 'Code="OperationNotAllowed"'],
  ["of one placement group", { singlePlacementGroup: true }, {}, 'Code="VmssDoesNotSupportAttachingWithSpg"'],
  ["that leaves placement groups open", { singlePlacementGroup: null }, {}, "explicitly set to false"],
  ["of other zones", { zones: ["1"] }, { zones: ["2"] }, "zone 2 cannot be part"],
  ["of no zone, when it has one", {}, { zones: ["2"] }, "in no zone"],
])("a machine cannot join a scale set %s", async (_title, set, machine, message) => {
  const { id } = await make(set);
  await expect(join(id, machine)).rejects.toThrow(message);
});

test("a machine cannot join a scale set that there is not, nor one of another group", async () => {
  const { id } = await make();
  await resourceGroup(engine, "other");
  for (const wrong of [`${id}-x`, id.replace("/rg/", "/other/")]) {
    await expect(join(wrong)).rejects.toThrow(`The Virtual Machine Scale Set '${wrong}' referenced`);
  }
});

test("the orchestration mode of a scale set stays", async () => {
  const made = await make();
  const uniform = { ...group, vmScaleSetName: "set", orchestrationMode: "Uniform" };
  await expect(engine.update(scaleSet, "set", made, uniform)).rejects.toThrow("'orchestrationMode' is not allowed");
});
