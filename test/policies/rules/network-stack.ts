import type { Settings } from "../../../policies/settings/settings";
import { defaultSettings } from "../../../policies/settings/settings";
import type { Rule, Verdict } from "../../../policies/rules/rule";
import type { Estate } from "../../../policies/estate/estate";
import { ref, type Declared } from "../../../policies/testing";

type Inputs = Record<string, unknown>;

/** An inbound rule in ARM's fields; what is left out is as wide as it gets. */
export function rule(name: string, priority: unknown, access: unknown, parts: Inputs = {}): Inputs {
  return {
    ...{ name, priority, access, direction: "Inbound", protocol: "Tcp" },
    ...{ sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "3389" },
    ...parts,
  };
}

export const from = (...prefixes: string[]): Inputs =>
  prefixes.length === 1
    ? { sourceAddressPrefix: prefixes[0] }
    : { sourceAddressPrefix: "", sourceAddressPrefixes: prefixes };

const token = (type: string): string => `azure-native:network:${type}`;
const inGroup = { resourceGroupName: "rg" };

export function group(name: string, securityRules: readonly unknown[], inputs: Inputs = {}): Declared {
  return { type: token("NetworkSecurityGroup"), name, inputs: { ...inGroup, securityRules, ...inputs } };
}

export function standAlone(group: string, parts: Inputs): Declared {
  const { name, ...fields } = parts;
  const inputs = { ...inGroup, networkSecurityGroupName: ref(group, "name"), securityRuleName: name, ...fields };
  return { type: token("SecurityRule"), name: String(name), inputs };
}

export function network(name = "vnet", prefixes = ["10.0.0.0/16"], inputs: Inputs = {}): Declared {
  const addressSpace = { addressPrefixes: prefixes };
  return { type: token("VirtualNetwork"), name, inputs: { ...inGroup, addressSpace, ...inputs } };
}

export function subnet(name: string, prefix: string, group?: string, inputs: Inputs = {}): Declared {
  return {
    type: token("Subnet"),
    name,
    inputs: {
      ...{ ...inGroup, virtualNetworkName: ref("vnet", "name"), subnetName: name, addressPrefix: prefix },
      ...(group && { networkSecurityGroup: { id: ref(group) } }),
      ...inputs,
    },
  };
}

export function card(name: string, ipConfiguration: Inputs, inputs: Inputs = {}): Declared {
  const ipConfigurations = [{ name: "primary", ...ipConfiguration }];
  return { type: token("NetworkInterface"), name, inputs: { ...inGroup, ipConfigurations, ...inputs } };
}

export const windows = {
  osProfile: { windowsConfiguration: { provisionVMAgent: true } },
  storageProfile: {
    imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", sku: "2022-datacenter" },
  },
};
export const linux = { storageProfile: { imageReference: { publisher: "Canonical", offer: "ubuntu", sku: "server" } } };

export function machine(name: string, card: string, inputs: Inputs = windows): Declared {
  return {
    type: "azure-native:compute:VirtualMachine",
    name,
    inputs: { ...inGroup, networkProfile: { networkInterfaces: [{ id: ref(card) }] }, ...inputs },
  };
}

export function publicAddress(name: string, sku = "Standard"): Declared {
  return { type: token("PublicIPAddress"), name, inputs: { ...inGroup, sku: { name: sku } } };
}

/** A Windows VM `vm` in subnet 10.0.1.0/24 of network 10.0.0.0/16, with what stands on subnet and interface. */
export function host(
  parts: { subnetGroup?: string; cardGroup?: string; publicIp?: string; vm?: Inputs } = {},
): Declared[] {
  const address = parts.publicIp ? { publicIPAddress: { id: ref(parts.publicIp) } } : {};
  const cardGroup = parts.cardGroup ? { networkSecurityGroup: { id: ref(parts.cardGroup) } } : {};
  return [
    network(),
    subnet("hosts", "10.0.1.0/24", parts.subnetGroup),
    ...(parts.publicIp ? [publicAddress(parts.publicIp)] : []),
    card("card", { subnet: { id: ref("hosts") }, ...address }, cardGroup),
    machine("vm", "card", { ...windows, ...parts.vm }),
  ];
}

export function clients(...declared: NonNullable<Settings["clients"]>): Settings {
  return { ...defaultSettings, clients: declared };
}

/** What a rule says, one line a verdict: "broken nsg securityRules[1].priority". */
export async function verdicts(judge: Rule, estate: Estate, settings = defaultSettings): Promise<string[]> {
  return (await findings(judge, estate, settings)).map((one) => {
    const level = one.verdict === "broken" && one.level === "advisory" ? " (advisory)" : "";
    return one.verdict === "holds"
      ? `holds ${one.resource.name}`
      : `${one.verdict} ${one.resource.name} ${one.path}${level}`;
  });
}

/** The same with the sentence that the rule says. */
export async function facts(judge: Rule, estate: Estate, settings = defaultSettings): Promise<string[]> {
  return (await findings(judge, estate, settings)).flatMap((one) => (one.verdict === "holds" ? [] : [one.fact]));
}

export async function findings(judge: Rule, estate: Estate, settings = defaultSettings): Promise<readonly Verdict[]> {
  return judge.judge({ estate, settings });
}
