import * as pulumi from "@pulumi/pulumi";
import { RdpHost } from "../../components";
import type { RdpHostArgs } from "../../components";
import { resourceId } from "../../components/guest-package/mof";
import { rdp904Source } from "../../components/guest-package/rdp904-package";
import { listenerSubjectParameter } from "../../components/rdp-host-guest-configuration";
import { planHost } from "../../components/rdp-host-plan";
import { guestPackages } from "../../policies/model/guest-packages";
import { inputsOf, recordResources, settled } from "./registered";

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

describe("the plan", () => {
  test("the extension is of the line 3, follows renewals, and lets NETWORK SERVICE read the key", () => {
    expect(planHost("host", healthy).certificateExtension).toEqual({
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
    expect(planHost("host", healthy).configurationExtension).toMatchObject({
      vmExtensionName: "AzurePolicyforWindows",
      publisher: "Microsoft.GuestConfiguration",
      type: "ConfigurationforWindows",
      autoUpgradeMinorVersion: true,
      enableAutomaticUpgrade: true,
    });
  });

  test("the configuration corrects, and is named alike in all three places", () => {
    const { contentHash } = guestPackages.at(-1)!;
    expect(planHost("host", healthy).configuration).toEqual({
      resourceGroupName: "rg",
      location: undefined,
      name: "Rdp904",
      guestConfigurationAssignmentName: "Rdp904",
      properties: {
        guestConfiguration: {
          name: "Rdp904",
          version: "1.1.0",
          kind: "DSC",
          contentUri: "https://packages.example.net/Rdp904.zip",
          contentHash,
          assignmentType: "ApplyAndAutoCorrect",
        },
      },
    });
  });

  test("a certificate that is found by its name is named to the guest configuration, by a parameter that it has", () => {
    const { properties } = planHost("host", { ...healthy, certificateSubject: "rdp.example.net" }).configuration;
    expect(properties).toMatchObject({
      guestConfiguration: { configurationParameter: [{ name: listenerSubjectParameter, value: "rdp.example.net" }] },
    });
    const binding = rdp904Source().resources.find(({ properties: own }) => "Subject" in own)!;
    expect(listenerSubjectParameter).toBe(`${resourceId(binding)};Subject`);
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
    ["a certificate without a name", { certificateSubject: "" }, 'host: certificateSubject is "".'],
    ["a computer name of digits", { computerName: "123" }, 'host: computerName is "123".'],
    ["a computer name of 16 characters", { computerName: "a".repeat(16) }, "host: computerName is"],
    ["an image of an old Windows", { imageSku: "2016-datacenter" }, 'host: imageSku is "2016-datacenter".'],
    [
      "an image of the first generation",
      { imageSku: "2022-datacenter" },
      "Allowed: a generation 2 SKU of 2019 or later",
    ],
    [
      "a package by HTTP",
      { guestPackageUri: "http://example.net/a.zip" },
      "Allowed: an HTTPS URL of the guest package.",
    ],
    ["a hash of no package", { guestPackageHash: "AB".repeat(32) }, `Allowed: "${guestPackages[0]!.contentHash}"`],
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
