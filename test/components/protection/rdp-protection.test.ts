import { RdpProtection } from "../../../components";
import type { RdpProtectionArgs } from "../../../components";
import {
  checkExistingMachine,
  readMachineId,
  type ExistingMachine,
} from "../../../components/protection/existing-machine";
import { planProtection } from "../../../components/protection/protection-plan";
import { answerCalls, inputsOf, recordResources, settled } from "../registered";

const machineId = "/subscriptions/s/resourceGroups/rg-desks/providers/Microsoft.Compute/virtualMachines/desk-7";
const identityId = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/rdp";
const args: RdpProtectionArgs = {
  virtualMachineResourceId: machineId,
  certificateSecretUrl: "https://kv-rdp.vault.azure.net/secrets/rdp-listener",
  identityResourceId: identityId,
  identityClientId: "client",
  guestPackageUri: "https://packages.example.net/Rdp904.zip",
};
const healthy = {
  id: machineId,
  location: "westeurope",
  identity: {
    type: "SystemAssigned, UserAssigned",
    // Azure does not keep the case of ids.
    userAssignedIdentities: { [identityId.toUpperCase()]: {} },
  },
  storageProfile: { osDisk: { osType: "Windows" } },
} as unknown as ExistingMachine;

function check(machine: object, change: Partial<RdpProtectionArgs> = {}): string {
  const plan = planProtection(
    "desk",
    { ...args, ...change },
    { resourceGroupName: "rg-desks", location: "westeurope" },
  );
  return checkExistingMachine("desk", { ...healthy, ...machine }, identityId, plan);
}

const extension = (name: string, publisher: string) => ({ resources: [{ name, publisher }] });

describe("the machine", () => {
  test("that has what it needs tells its region, whatever the case of the identity's id", () => {
    expect(check({})).toBe("westeurope");
    expect(check(extension("keyvaultforwindows", "Microsoft.Azure.KeyVault"))).toBe("westeurope");
  });

  test.each<[string, object, string]>([
    ["no identity", { identity: undefined }, `--identities "[system]" ${identityId}\n`],
    ["none of its own", { identity: { ...healthy.identity, type: "UserAssigned" } }, '--identities "[system]"\n'],
    ["not the one that may fetch", { identity: { type: "SystemAssigned" } }, `--identities ${identityId}\n`],
  ])("with %s stops with the line that assigns it", (_title, machine, line) => {
    expect(() => check(machine)).toThrow(`az vm identity assign --ids ${machineId} ${line}`);
  });

  test.each<[string, object, string]>([
    ["Linux", { storageProfile: { osDisk: { osType: "Linux" } } }, "names a machine that runs Linux."],
    ["no extensions", { osProfile: { allowExtensionOperations: false } }, "(RDP904-080)"],
  ])("with %s is refused", (_title, machine, message) => {
    expect(() => check(machine)).toThrow(`desk: virtualMachineResourceId names a machine`);
    expect(() => check(machine)).toThrow(message);
  });

  test("with a Key Vault extension of another name asks whether to adopt or to skip it", () => {
    const machine = extension("kv", "Microsoft.Azure.KeyVault");
    const id = `${machineId}/extensions/kv`;
    expect(() => check(machine)).toThrow(
      `desk: adoptedCertificateExtensionResourceId does not say that the machine has the Key Vault extension already, named kv. Allowed: "${id}", or skipsCertificateExtension true; once it is adopted, certificateExtensionName "kv" instead.`,
    );
    expect(check(machine, { adoptedCertificateExtensionResourceId: id })).toBe("westeurope");
    expect(check(machine, { skipsCertificateExtension: true })).toBe("westeurope");
  });

  test("with an agent that is not found by its name cannot adopt it", () => {
    const machine = extension("policy", "Microsoft.GuestConfiguration");
    expect(() => check(machine)).toThrow("a machine on which it is named AzurePolicyforWindows");
  });
});

test.each([undefined, "desk-7", `${machineId}/extensions/kv`, machineId.replace("Compute", "Sql")])(
  "%p is no id of a machine",
  (value) => {
    expect(() => readMachineId("desk: virtualMachineResourceId", value)).toThrow("desk: virtualMachineResourceId");
  },
);

describe("the component", () => {
  beforeEach(() => answerCalls({ "azure-native:compute:getVirtualMachine": healthy }));
  afterEach(() => answerCalls({}));

  test("makes both extensions and the configuration on the machine, in its group and region, and nothing else", async () => {
    await recordResources();
    const { certificateSecretUrl } = new RdpProtection("desk", args);
    const resources = await settled(certificateSecretUrl);
    expect(resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "azure-native:compute:VirtualMachineExtension desk-certificate",
      "azure-native:compute:VirtualMachineExtension desk-machine-configuration",
      "azure-native:guestconfiguration:GuestConfigurationAssignment desk-guest-configuration",
      "rdp904:index:RdpProtection desk",
    ]);
    for (const name of ["desk-certificate", "desk-machine-configuration", "desk-guest-configuration"]) {
      expect(inputsOf(resources, name)).toMatchObject({
        resourceGroupName: "rg-desks",
        vmName: "desk-7",
        location: "westeurope",
      });
    }
  });
});
