import { RdpGuestConfiguration, type RdpGuestConfigurationArgs } from "../../../components";
import { inputsOf, recordResources, settled } from "../registered";

const healthy: RdpGuestConfigurationArgs = {
  resourceGroupName: "rg",
  virtualMachineName: "desktop",
  guestPackageUri: "https://packages.example.net/Rdp904.zip",
};

async function made(change: Partial<RdpGuestConfigurationArgs> = {}) {
  await recordResources();
  const { assignmentResourceId } = new RdpGuestConfiguration("rdp", { ...healthy, ...change });
  return settled(assignmentResourceId);
}

test("a machine gets the extension that runs configurations, and then the assignment", async () => {
  const resources = await made();
  expect(resources.map(({ type, name }) => `${type} ${name}`)).toEqual([
    "rdp904:index:RdpGuestConfiguration rdp",
    "azure-native:compute:VirtualMachineExtension rdp-machine-configuration",
    "azure-native:guestconfiguration:GuestConfigurationAssignment rdp-guest-configuration",
  ]);
  for (const name of ["rdp-machine-configuration", "rdp-guest-configuration"]) {
    expect(inputsOf(resources, name)).toMatchObject({ resourceGroupName: "rg", vmName: "desktop" });
  }
  expect(inputsOf(resources, "rdp-machine-configuration").vmExtensionName).toBe("AzurePolicyforWindows");
});

test("an extension from elsewhere is not made", async () => {
  const resources = await made({ skipsConfigurationExtension: true });
  expect(resources.map(({ name }) => name)).toEqual(["rdp", "rdp-guest-configuration"]);
});

test("without the name of a machine nothing is registered under it", async () => {
  await recordResources();
  const nameless = { ...healthy, virtualMachineName: undefined } as unknown as RdpGuestConfigurationArgs;
  expect(() => new RdpGuestConfiguration("rdp", nameless)).toThrow(
    "rdp: virtualMachineName is missing. Allowed: the name of a virtual machine.",
  );
  expect((await settled()).map(({ name }) => name)).toEqual(["rdp"]);
});
