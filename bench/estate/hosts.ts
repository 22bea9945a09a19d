import { armNaming } from "../../policies/estate/arm-id";
import type { RegisteredResource, StackResource } from "../../policies/estate/capture";
import { resourceType } from "../../policies/estate/resource-type";
import { guestPackages } from "../../policies/model/guest-packages";
import { random } from "../random";
import { securityRules } from "./security-rules";

type Inputs = Record<string, unknown>;

/** What the policy protocol says of one resource: first when it is registered, then at the end of the run. */
export interface Seen {
  readonly registered: RegisteredResource;
  readonly atTheEnd: StackResource;
}

const hostsEachSubnet = 250;
const rulesEachSubnet = 20;

/** How the policy protocol spells a text that is not known yet. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";
const vaultSecretsUser = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6`;

/**
 * A stack of Windows hosts, seven resources each: machine, interface, security group of 50 rules or so many as asked, Key Vault extension and
 * the role it needs, Machine Configuration extension and its assignment. Every 250 of them share a subnet and its group.
 *
 * @param ids "unknown" as in a preview of a stack that was never deployed, "known" as in an update that changes nothing.
 */
export function stackOfHosts(
  hosts: number,
  ids: "unknown" | "known",
  seed: number,
  rulesEachHost = 50,
): readonly Seen[] {
  const next = random(seed);
  const stack = new Stack(ids);
  stack.add("azure-native:resources:ResourceGroup", "rg", { resourceGroupName: "rg", location: "westeurope" });
  const inGroup = (): Inputs => ({ resourceGroupName: stack.output("rg", "name"), location: "westeurope" });
  stack.add("azure-native:network:VirtualNetwork", "vnet", {
    ...inGroup(),
    virtualNetworkName: "vnet",
    addressSpace: { addressPrefixes: ["10.0.0.0/8"] },
  });
  stack.add("azure-native:keyvault:Vault", "vault", {
    ...inGroup(),
    vaultName: "bench-vault",
    properties: { enableRbacAuthorization: true, sku: { family: "A", name: "standard" } },
  });
  for (let host = 0; host < hosts; host++) {
    const shared = Math.floor(host / hostsEachSubnet);
    if (host % hostsEachSubnet === 0) {
      stack.add("azure-native:network:NetworkSecurityGroup", `subnet-${shared}-nsg`, {
        ...inGroup(),
        networkSecurityGroupName: `subnet-${shared}-nsg`,
        securityRules: securityRules(next, rulesEachSubnet),
      });
      stack.add("azure-native:network:Subnet", `subnet-${shared}`, {
        resourceGroupName: stack.output("rg", "name"),
        virtualNetworkName: stack.output("vnet", "name"),
        subnetName: `subnet-${shared}`,
        addressPrefix: `10.${1 + (shared >> 8)}.${shared & 255}.0/24`,
        networkSecurityGroup: { id: stack.output(`subnet-${shared}-nsg`, "id") },
      });
    }
    addHost(stack, inGroup, `host-${host}`, `subnet-${shared}`, securityRules(next, rulesEachHost));
  }
  return stack.seen;
}

function addHost(stack: Stack, inGroup: () => Inputs, name: string, subnet: string, rules: readonly Inputs[]): void {
  stack.add("azure-native:network:NetworkSecurityGroup", `${name}-nsg`, {
    ...inGroup(),
    networkSecurityGroupName: `${name}-nsg`,
    securityRules: rules,
  });
  stack.add("azure-native:network:NetworkInterface", `${name}-nic`, {
    ...inGroup(),
    networkInterfaceName: `${name}-nic`,
    ipConfigurations: [
      { name: "primary", subnet: { id: stack.output(subnet, "id") }, privateIPAllocationMethod: "Dynamic" },
    ],
    networkSecurityGroup: { id: stack.output(`${name}-nsg`, "id") },
  });
  stack.add("azure-native:compute:VirtualMachine", name, {
    ...inGroup(),
    vmName: name,
    tags: { rdp904: "host", environment: "bench" },
    identity: { type: "SystemAssigned" },
    hardwareProfile: { vmSize: "Standard_D2s_v5" },
    networkProfile: { networkInterfaces: [{ id: stack.output(`${name}-nic`, "id"), primary: true }] },
    osProfile: { computerName: name, adminUsername: "operator", windowsConfiguration: { provisionVMAgent: true } },
    storageProfile: {
      imageReference: {
        ...{ publisher: "MicrosoftWindowsServer", offer: "WindowsServer" },
        ...{ sku: "2022-datacenter-azure-edition", version: "latest" },
      },
      osDisk: { createOption: "FromImage", managedDisk: { storageAccountType: "Premium_LRS" } },
    },
  });
  stack.add("azure-native:authorization:RoleAssignment", `${name}-role`, {
    scope: stack.output("vault", "id"),
    principalId: stack.output(name, "identity.principalId"),
    principalType: "ServicePrincipal",
    roleDefinitionId: vaultSecretsUser,
    roleAssignmentName: `${name}-role`,
  });
  const onMachine = { resourceGroupName: stack.output("rg", "name"), vmName: stack.output(name, "name") };
  stack.add("azure-native:compute:VirtualMachineExtension", `${name}-certificate`, {
    ...onMachine,
    vmExtensionName: "KeyVaultForWindows",
    publisher: "Microsoft.Azure.KeyVault",
    type: "KeyVaultForWindows",
    typeHandlerVersion: "3.0",
    autoUpgradeMinorVersion: true,
    settings: {
      secretsManagementSettings: {
        pollingIntervalInS: "3600",
        linkOnRenewal: true,
        observedCertificates: [
          {
            url: "https://bench-vault.vault.azure.net/secrets/rdp",
            certificateStoreName: "MY",
            certificateStoreLocation: "LocalMachine",
            accounts: ["Network Service"],
          },
        ],
      },
    },
  });
  stack.add("azure-native:compute:VirtualMachineExtension", `${name}-configuration`, {
    ...onMachine,
    vmExtensionName: "AzurePolicyforWindows",
    publisher: "Microsoft.GuestConfiguration",
    type: "ConfigurationforWindows",
    typeHandlerVersion: "1.0",
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
  });
  const released = guestPackages[guestPackages.length - 1]!;
  stack.add("azure-native:guestconfiguration:GuestConfigurationAssignment", `${name}-assignment`, {
    ...onMachine,
    name: released.configurationName,
    guestConfigurationAssignmentName: released.configurationName,
    properties: {
      guestConfiguration: {
        name: released.configurationName,
        version: released.version,
        contentUri: `https://packages.blob.core.windows.net/guest/${released.configurationName}.zip`,
        contentHash: released.contentHash,
        assignmentType: "ApplyAndAutoCorrect",
      },
    },
  });
}

class Output {
  constructor(
    readonly urn: string,
    readonly value: string,
  ) {}
}

/** Writes resources down as the policy protocol tells of them. */
class Stack {
  readonly seen: Seen[] = [];
  private readonly results = new Map<string, { readonly urn: string; readonly values: Record<string, string> }>();

  constructor(private readonly ids: "unknown" | "known") {}

  /** An output of a resource that is already there. */
  output(name: string, path: string): Output {
    const { urn, values } = this.results.get(name)!;
    return new Output(urn, this.ids === "known" ? (values[path] ?? name) : unknownText);
  }

  add(type: string, name: string, written: Inputs): void {
    const urn = `urn:pulumi:bench::bench::${type}::${name}`;
    // As the protocol hands it over: a tree that was read from JSON.
    const inputs = JSON.parse(JSON.stringify(resolved(written))) as Inputs;
    const id = armId(type, name, inputs);
    this.results.set(name, { urn, values: { id, name, "identity.principalId": `principal-of-${name}` } });
    const known = this.ids === "known" ? { id, name, provisioningState: "Succeeded" } : { id: unknownText };
    const madeFrom = Object.entries(written).map(([key, value]) => [key, origins(value)] as const);
    const all = new Set(madeFrom.flatMap(([, urns]) => urns));
    this.seen.push({
      registered: { urn, name, type, props: inputs, opts: {} },
      atTheEnd: {
        ...{ urn, name, type, opts: {} },
        props: { ...inputs, ...known },
        dependencies: [...all].map((one) => ({ urn: one })),
        propertyDependencies: Object.fromEntries(
          madeFrom.map(([key, urns]) => [key, urns.map((one) => ({ urn: one }))]),
        ),
      },
    });
  }
}

function armId(type: string, name: string, inputs: Inputs): string {
  const naming = armNaming[resourceType(type)];
  if (!naming) return `${subscription}/resourceGroups/rg/providers/Microsoft.Bench/things/${name}`;
  const [namespace, ...kinds] = naming.armType.split("/");
  const names = naming.nameProperties.map((property) => inputs[property]);
  if (namespace === "Microsoft.Resources") return `${subscription}/resourceGroups/${name}`;
  const path = kinds.map((kind, index) => `${kind}/${String(names[index])}`).join("/");
  return `${subscription}/resourceGroups/rg/providers/${namespace}/${path}`;
}

function resolved(inputs: Inputs): Inputs {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, resolvedValue(value)]));
}

function resolvedValue(value: unknown): unknown {
  if (value instanceof Output) return value.value;
  if (Array.isArray(value)) return value.map(resolvedValue);
  return typeof value === "object" && value !== null ? resolved(value as Inputs) : value;
}

function origins(value: unknown): string[] {
  if (value instanceof Output) return [value.urn];
  if (Array.isArray(value)) return value.flatMap(origins);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(origins) : [];
}
