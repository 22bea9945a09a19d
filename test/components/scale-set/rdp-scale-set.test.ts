import { RdpScaleSet } from "../../../components";
import type { RdpScaleSetArgs } from "../../../components";
import { planScaleSet } from "../../../components/scale-set/rdp-scale-set-plan";
import { inputsOf, recordResources, settled, valueOf } from "../registered";

const healthy: RdpScaleSetArgs = {
  resourceGroupName: "rg",
  instanceCount: 3,
  subnetResourceId: "subnet",
  certificateSecretUrl: "https://kv-rdp.vault.azure.net/secrets/rdp-listener",
  identityResourceId: "identity",
  identityClientId: "client",
  adminUsername: "rdpadmin",
  adminPassword: "Aa1-only-for-this-test",
  guestPackageUri: "https://packages.example.net/Rdp904.zip",
};

describe("the plan", () => {
  test("the scale set is Flexible, holds no model of its instances, and lets machines in", () => {
    expect(planScaleSet("farm", { ...healthy, tags: { owner: "ops" } }).scaleSet).toEqual({
      resourceGroupName: "rg",
      location: undefined,
      tags: { owner: "ops" },
      orchestrationMode: "Flexible",
      platformFaultDomainCount: 1,
      singlePlacementGroup: false,
    });
  });

  test("instances take the zones in turn, and have names of their own in Windows", () => {
    const { scaleSet, hosts } = planScaleSet("farm", { ...healthy, availabilityZones: ["1", "3"] });
    expect(scaleSet.zones).toEqual(["1", "3"]);
    expect(hosts.map(({ name, args }) => [name, args.computerName, args.availabilityZone])).toEqual([
      ["farm-1", "farm-1", "1"],
      ["farm-2", "farm-2", "3"],
      ["farm-3", "farm-3", "1"],
    ]);
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ["Uniform orchestration", { orchestrationMode: "Uniform" }, "cannot hold a guest configuration (RDP904-062)."],
  ["an orchestration of another name", { orchestrationMode: "flexible" }, 'Allowed: "Flexible", "Uniform".'],
  ["automatic scaling", { scalesAutomatically: true }, "farm: scalesAutomatically is true. Allowed: false;"],
  ["no instance", { instanceCount: 0 }, "a whole number of instances from 1 to 200."],
  ["a prefix that leaves no room for a number", { computerNamePrefix: "a".repeat(12) }, "farm: computerNamePrefix is"],
  ["a zone twice", { availabilityZones: ["1", "1"] }, 'farm: availabilityZones[1] is "1". Allowed: each zone once.'],
  ["a zone that there is not", { availabilityZones: ["4"] }, 'farm: availabilityZones[0] is "4".'],
  ["zones in one text", { availabilityZones: "1,2" }, "farm: availabilityZones is"],
  ["what all instances share", { vmSize: "Standard_D2ps_v5" }, "farm: vmSize is"],
])("refused while planning, under the name of the scale set: %s", (_title, change, message) => {
  expect(() => planScaleSet("farm", { ...healthy, ...change } as RdpScaleSetArgs)).toThrow(message);
});

test("every instance is a host of its own, in the scale set, with a guest configuration", async () => {
  await recordResources();
  const set = new RdpScaleSet("farm", { ...healthy, instanceCount: 2 });
  expect(await valueOf(set.connect)).toEqual(["mstsc /v:10.0.0.4", "mstsc /v:10.0.0.4"]);
  expect(await valueOf(set.virtualMachineResourceIds)).toEqual(["id of farm-1-vm", "id of farm-2-vm"]);
  const resources = await settled();
  for (const name of ["farm-1", "farm-2"]) {
    expect(inputsOf(resources, `${name}-vm`).virtualMachineScaleSet).toEqual({ id: "id of farm-set" });
    expect(inputsOf(resources, `${name}-guest-configuration`).vmName).toBe(`name of ${name}-vm`);
  }
});
