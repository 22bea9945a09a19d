import type { Deployed, Engine, Properties } from "./engine";
import { allow } from "./estate";

export const nsg = "azure-native:network:NetworkSecurityGroup";
export const rule = "azure-native:network:SecurityRule";
export const vnet = "azure-native:network:VirtualNetwork";
export const subnet = "azure-native:network:Subnet";
export const nic = "azure-native:network:NetworkInterface";
export const group = { resourceGroupName: "rg" };

/** The parts of a network with literal names, made one by one in a group that exists. */
export class NetworkParts {
  constructor(private readonly engine: Engine) {}

  withRules(...securityRules: Properties[]): Promise<Deployed> {
    return this.engine.create(nsg, "nsg", { ...group, networkSecurityGroupName: "nsg", securityRules });
  }

  standalone(name: string, priority: number, more: Properties = {}): Promise<Deployed> {
    const parents = { ...group, networkSecurityGroupName: "nsg" };
    return this.engine.create(rule, name, { ...parents, securityRuleName: name, ...allow(name, priority, more) });
  }

  network(...subnets: Properties[]): Promise<Deployed> {
    return this.engine.create(vnet, "vnet", {
      ...group,
      virtualNetworkName: "vnet",
      addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
      ...(subnets.length > 0 ? { subnets } : {}),
    });
  }

  subnetOf(name: string, addressPrefix: string, more: Properties = {}): Promise<Deployed> {
    const parents = { ...group, virtualNetworkName: "vnet" };
    return this.engine.create(subnet, name, { ...parents, subnetName: name, addressPrefix, ...more });
  }

  nicIn(subnetId: string, name = "nic", more: Properties = {}): Promise<Deployed> {
    const ipConfigurations = [{ name: "ip", subnet: { id: subnetId }, ...more }];
    return this.engine.create(nic, name, { ...group, networkInterfaceName: name, ipConfigurations });
  }
}
