import type { types } from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { RdpHost } from "../../../components";
import type { RdpHostArgs } from "../../../components";
import { planGuestConfiguration } from "../../../components/guest-configuration/guest-configuration-plan";
import { planHost } from "../../../components/host/rdp-host-plan";
import { inputsOf, recordResources, settled, valueOf } from "../registered";

const password = "Aa1-only-for-this-test";
const healthy: RdpHostArgs = {
  resourceGroupName: "rg",
  subnetResourceId: "subnet",
  certificateSecretUrl: "https://kv-rdp.vault.azure.net/secrets/rdp-listener",
  identityResourceId: "identity",
  identityClientId: "client",
  adminUsername: "rdpadmin",
  adminPassword: password,
  guestPackageUri: "https://packages.example.net/Rdp904.zip",
};

const machineId = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm";
const namedAndAdopted = {
  certificateExtensionName: "kv",
  adoptedCertificateExtensionResourceId: `${machineId}/extensions/kv`,
};
const adoptedAndSkipped = {
  skipsCertificateExtension: true,
  adoptedCertificateExtensionResourceId: `${machineId}/extensions/kv`,
};

describe("the plan", () => {
  test("the extension is of the line 3, follows renewals, and lets NETWORK SERVICE read the key", () => {
    expect(planHost("host", healthy).protection.certificateExtension?.inputs).toEqual({
      resourceGroupName: "rg",
      location: undefined,
      tags: {},
      vmExtensionName: "KeyVaultForWindows",
      publisher: "Microsoft.Azure.KeyVault",
      type: "KeyVaultForWindows",
      typeHandlerVersion: "3.0",
      autoUpgradeMinorVersion: true,
      enableAutomaticUpgrade: false,
      settings: {
        secretsManagementSettings: {
          pollingIntervalInS: "3600",
          linkOnRenewal: true,
          requireInitialSync: true,
          observedCertificates: [
            {
              url: "https://kv-rdp.vault.azure.net/secrets/rdp-listener",
              certificateStoreName: "MY",
              certificateStoreLocation: "LocalMachine",
              accounts: ["Network Service"],
            },
          ],
        },
        authenticationSettings: {
          msiEndpoint: "http://169.254.169.254/metadata/identity/oauth2/token",
          msiClientId: "client",
        },
      },
    });
  });

  test("Machine Configuration has the one name that its agent is found by", () => {
    expect(planHost("host", healthy).protection.configurationExtension?.inputs).toMatchObject({
      vmExtensionName: "AzurePolicyforWindows",
      publisher: "Microsoft.GuestConfiguration",
      type: "ConfigurationforWindows",
      autoUpgradeMinorVersion: true,
      enableAutomaticUpgrade: true,
    });
  });

  test("the guest configuration is planned from the host's own arguments, for its place", () => {
    const args = { ...healthy, location: "westeurope", certificateSubject: "rdp.example.net", listenerPort: 3390 };
    expect(planHost("host", args).protection.configuration).toEqual({
      resourceGroupName: "rg",
      location: "westeurope",
      ...planGuestConfiguration("host", args),
    });
  });

  test("the machine has Trusted launch, both identities, a way in without RDP, and says that RDP is meant", () => {
    const { machine, networkInterface } = planHost("host", { ...healthy, tags: { team: "ops", rdp904: "none" } });
    expect(machine).toMatchObject({
      tags: { team: "ops", rdp904: "host" },
      hardwareProfile: { vmSize: "Standard_D2s_v5" },
      osProfile: {
        computerName: "host",
        adminUsername: "rdpadmin",
        allowExtensionOperations: true,
        windowsConfiguration: { provisionVMAgent: true },
      },
      storageProfile: {
        imageReference: { offer: "WindowsServer", sku: "2022-datacenter-azure-edition" },
        osDisk: { createOption: "FromImage", managedDisk: { storageAccountType: "Premium_LRS" } },
      },
      securityProfile: { securityType: "TrustedLaunch", uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } },
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
      identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: ["identity"] },
    });
    expect(networkInterface.ipConfigurations).toEqual([
      { name: "primary", subnet: { id: "subnet" }, privateIPAllocationMethod: "Dynamic" },
    ]);
  });
});

test("the machine of an RD Gateway says that it is one, because rule 009 knows a gateway by that tag alone", () => {
  expect(planHost("host", { ...healthy, role: "gateway" }).machine.tags).toEqual({ rdp904: "gateway" });
});

describe("patching", () => {
  const patching = (change: Partial<RdpHostArgs>) =>
    (planHost("host", { ...healthy, ...change }).machine.osProfile as types.input.compute.OSProfileArgs)
      .windowsConfiguration;

  test("Azure patches outside the peak hours of the machine's own time zone", () => {
    expect(patching({ timeZone: "W. Europe Standard Time" })).toEqual({
      provisionVMAgent: true,
      enableAutomaticUpdates: true,
      timeZone: "W. Europe Standard Time",
      patchSettings: {
        patchMode: "AutomaticByPlatform",
        assessmentMode: "AutomaticByPlatform",
        automaticByPlatformSettings: { rebootSetting: "IfRequired" },
      },
    });
  });

  test("a schedule of the caller's is the only time", async () => {
    expect(patching({ maintenanceConfigurationResourceId: "schedule" })).toMatchObject({
      patchSettings: { automaticByPlatformSettings: { bypassPlatformSafetyChecksOnUserSchedule: true } },
    });
    await recordResources();
    const { connect } = new RdpHost("host", { ...healthy, maintenanceConfigurationResourceId: "schedule" });
    expect(inputsOf(await settled(connect), "host-patching")).toMatchObject({
      maintenanceConfigurationId: "schedule",
      resourceName: "name of host-vm",
    });
  });

  test("in a scale set, which Azure patches at all hours, Windows does it itself", () => {
    expect(patching({ virtualMachineScaleSetResourceId: "set" })).toMatchObject({
      patchSettings: { patchMode: "AutomaticByOS" },
    });
  });
});

describe("what to type on a client", () => {
  test.each<[string, Partial<RdpHostArgs>, string, string]>([
    ["at its address", {}, "private", "mstsc /v:10.0.0.4"],
    ["at a port that was moved", { listenerPort: 3390 }, "private", "mstsc /v:10.0.0.4:3390"],
    ["at the usual port, said", { listenerPort: pulumi.output(3389) }, "private", "mstsc /v:10.0.0.4"],
    ["through a gateway", { gatewayName: "rd.example.net" }, "gateway", "mstsc /v:10.0.0.4 /g:rd.example.net"],
    [
      "through a Bastion",
      { bastionResourceId: "bastion" },
      "bastion",
      "az network bastion rdp --ids bastion --target-resource-id id of host-vm",
    ],
    [
      "through a Bastion, at a port that was moved",
      { bastionResourceId: "bastion", listenerPort: 3390 },
      "bastion",
      "az network bastion rdp --ids bastion --target-resource-id id of host-vm --resource-port 3390",
    ],
  ])("%s", async (_how, change, method, command) => {
    await recordResources();
    const { connect, connectionMethod } = new RdpHost("host", { ...healthy, ...change });
    expect([await valueOf(connectionMethod), await valueOf(connect)]).toEqual([method, command]);
    await settled();
  });
});

describe("extensions that are there already", () => {
  test("one from elsewhere is not made, and the configuration waits for none", async () => {
    await recordResources();
    const elsewhere = { skipsCertificateExtension: true, skipsConfigurationExtension: true };
    const { connect } = new RdpHost("host", { ...healthy, ...elsewhere });
    const types = (await settled(connect)).map(({ type }) => type);
    expect(types).not.toContain("azure-native:compute:VirtualMachineExtension");
    expect(types).toContain("azure-native:guestconfiguration:GuestConfigurationAssignment");
  });

  test("an adopted one keeps the name that it has", () => {
    const adoptedCertificateExtensionResourceId = `${machineId}/extensions/kv`;
    const { protection } = planHost("host", { ...healthy, adoptedCertificateExtensionResourceId });
    expect(protection.certificateExtension).toMatchObject({
      inputs: { vmExtensionName: "kv" },
      adoptedResourceId: adoptedCertificateExtensionResourceId,
    });
  });
});

describe("refused while planning", () => {
  const vault = "https://kv-rdp.vault.azure.net";
  test.each<[string, Record<string, unknown>, string]>([
    ["a URL with a version", { certificateSecretUrl: `${vault}/secrets/a/${"0".repeat(32)}` }, "(RDP904-041)"],
    ["a URL without the key", { certificateSecretUrl: `${vault}/certificates/a` }, "(RDP904-041)"],
    ["a URL of no vault", { certificateSecretUrl: "https://example.net/secrets/a" }, "host: certificateSecretUrl is"],
    ["no URL", { certificateSecretUrl: undefined }, "host: certificateSecretUrl is missing."],
    ["polling in minutes", { certificatePollingIntervalSeconds: 60 }, "a whole number of seconds from 300 to 3600."],
    [
      "a reserved administrator",
      { adminUsername: "Admin" },
      'host: adminUsername is "Admin". Allowed: a name that Azure',
    ],
    ["an administrator with a space", { adminUsername: "a b" }, 'host: adminUsername is "a b".'],
    ["a computer name of digits", { computerName: "123" }, 'host: computerName is "123".'],
    ["a computer name of 16 characters", { computerName: "a".repeat(16) }, "host: computerName is"],
    ["an image of an old Windows", { imageSku: "2016-datacenter" }, 'host: imageSku is "2016-datacenter".'],
    ["an image that there is not", { imageSku: "2023-datacenter-azure-edition" }, "(RDP904-075)"],
    ["an image that Azure does not patch by itself", { imageSku: "2025-datacenter-g2" }, "(RDP904-075)"],
    ["a size of Arm processors", { vmSize: "Standard_D2ps_v5" }, "does not run on Arm (RDP904-062)"],
    ["a size without Premium storage", { vmSize: "Standard_D2_v5" }, "capable of Premium storage"],
    ["a size of 1 GiB", { vmSize: "Standard_B1s" }, "at least 2 GiB of memory"],
    ["a size of tiny memory", { vmSize: "Standard_B2ts_v2" }, "at least 2 GiB of memory"],
    ["a size in lower case", { vmSize: "standard_d2s_v5" }, "in upper and lower case as Azure writes it"],
    ["a zone that there is not", { availabilityZone: "4" }, 'host: availabilityZone is "4". Allowed: "1", "2", "3".'],
    ["a role that there is not", { role: "none" }, 'host: role is "none". Allowed: "host", "gateway".'],
    ["a time zone of Linux", { timeZone: "Europe/Berlin" }, "a time zone of Windows"],
    ["a gateway beside a Bastion", { bastionResourceId: "b", gatewayName: "g" }, "host: gatewayName is given."],
    ["an extension that comes from elsewhere and is adopted", adoptedAndSkipped, "unless skipsCertificateExtension is"],
    ["a name beside an extension that has one", namedAndAdopted, "host: certificateExtensionName is given."],
    ["an extension with a slash in its name", { certificateExtensionName: "a/b" }, "1 to 80 letters, digits"],
    [
      "an agent that would not be found",
      { adoptedConfigurationExtensionResourceId: `${machineId}/extensions/guest-configuration` },
      "AzurePolicyforWindows (RDP904-062)",
    ],
    ["an image of the first generation", { imageSku: "2022-datacenter" }, "2019-datacenter-smalldisk-g2 (RDP904-075)."],
    ["no password", { adminPassword: undefined }, "host: adminPassword is missing. Allowed: 12 to 123 characters"],
    ["a password of two kinds", { adminPassword: "only-lower-case" }, "host: adminPassword (not shown) does not fit."],
  ])("%s", (_title, change, message) => {
    expect(() => planHost("host", { ...healthy, ...change } as RdpHostArgs)).toThrow(message);
  });

  test("a name that does not fit a computer asks for one that does", () => {
    expect(() => planHost("a-name-that-is-too-long", healthy)).toThrow("a-name-that-is-too-long: computerName is");
  });

  test("no message repeats the password, nor a URL that may hold a signature", () => {
    for (const change of [{ adminPassword: "SECRET" }, { guestPackageUri: "http://example.net/?sig=SECRET" }]) {
      expect(() => planHost("host", { ...healthy, ...change })).toThrow(expect.not.stringContaining("SECRET"));
    }
  });
});

describe("the component", () => {
  test("makes a card without a public address, the machine, both extensions and the configuration", async () => {
    await recordResources();
    const { virtualMachineResourceId, privateIpAddress } = new RdpHost("host", healthy);
    const resources = await settled(virtualMachineResourceId, privateIpAddress);
    expect(resources.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "azure-native:compute:VirtualMachine host-vm",
      "azure-native:compute:VirtualMachineExtension host-certificate",
      "azure-native:compute:VirtualMachineExtension host-machine-configuration",
      "azure-native:guestconfiguration:GuestConfigurationAssignment host-guest-configuration",
      "azure-native:network:NetworkInterface host-nic",
      "rdp904:index:RdpHost host",
    ]);
    expect(inputsOf(resources, "host-vm").networkProfile).toEqual({
      networkInterfaces: [{ id: "id of host-nic", primary: true }],
    });
    for (const name of ["host-certificate", "host-machine-configuration", "host-guest-configuration"]) {
      expect(inputsOf(resources, name).vmName).toBe("name of host-vm");
    }
    expect(JSON.stringify(inputsOf(resources, "host-nic"))).not.toContain("publicIPAddress");
  });

  test("the configuration waits for its agent", async () => {
    await recordResources();
    const { virtualMachineResourceId } = new RdpHost("host", healthy);
    const order = (await settled(virtualMachineResourceId)).map(({ name }) => name);
    expect(order.indexOf("host-guest-configuration")).toBeGreaterThan(order.indexOf("host-machine-configuration"));
  });

  test.each([
    ["plain", password],
    ["a secret", pulumi.secret(password)],
  ])(
    "a password given as %s is registered as a secret only, also among the component's arguments",
    async (_how, given) => {
      await recordResources();
      const { virtualMachineResourceId } = new RdpHost("host", { ...healthy, adminPassword: given });
      const resources = await settled(virtualMachineResourceId);
      const plain = resources.filter((resource) => JSON.stringify(withoutSecrets(resource)).includes(password));
      expect(plain).toEqual([]);
      expect(JSON.stringify(inputsOf(resources, "host-vm"))).toContain(password);
    },
  );
});

// A secret crosses to the engine as an object with this signature.
const signature = "4dabf18193072939515e22adb298388d";

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (signature in value) return "a secret";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}
