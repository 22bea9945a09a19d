import { SecurityRule, type Access, type Direction } from "./security-rule";

function defaultRule(
  name: string,
  priority: number,
  direction: Direction,
  access: Access,
  source: string,
  destination: string,
): SecurityRule {
  return new SecurityRule({
    name,
    priority,
    direction,
    access,
    protocol: "*",
    source: { prefix: source, prefixes: undefined, groups: undefined },
    destination: { prefix: destination, prefixes: undefined, groups: undefined },
    sourcePort: "*",
    sourcePorts: undefined,
    destinationPort: "*",
    destinationPorts: undefined,
  });
}

/**
 * The rules that Azure puts into every security group.
 * https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules
 */
export const defaultRules: readonly SecurityRule[] = [
  defaultRule("AllowVnetInBound", 65000, "inbound", "allow", "VirtualNetwork", "VirtualNetwork"),
  defaultRule("AllowAzureLoadBalancerInBound", 65001, "inbound", "allow", "AzureLoadBalancer", "*"),
  defaultRule("DenyAllInBound", 65500, "inbound", "deny", "*", "*"),
  defaultRule("AllowVnetOutBound", 65000, "outbound", "allow", "VirtualNetwork", "VirtualNetwork"),
  defaultRule("AllowInternetOutBound", 65001, "outbound", "allow", "*", "Internet"),
  defaultRule("DenyAllOutBound", 65500, "outbound", "deny", "*", "*"),
];

export function isDefaultRule(rule: SecurityRule): boolean {
  return defaultRules.includes(rule);
}
