import { below, oneOf } from "../random";

type Inputs = Record<string, unknown>;

const ports = ["443", "80", "1433", "5985-5986", "8080", "135", "49152-65535"];
const tags = ["VirtualNetwork", "Internet", "AzureLoadBalancer", "Storage", "AzureMonitor", "AzureCloud.westeurope"];

/** Rules of one security group in ARM's fields, which let the clients of the benchmark in at priority 300. */
export function securityRules(next: () => number, count: number): Inputs[] {
  return [
    {
      name: "allow-rdp",
      description: "Administrators reach the hosts.",
      ...{ priority: 300, direction: "Inbound", access: "Allow", protocol: "*" },
      ...{ sourceAddressPrefixes: ["10.250.0.0/16", "203.0.113.0/24"], sourcePortRange: "*" },
      ...{ destinationAddressPrefix: "*", destinationPortRange: "3389" },
    },
    ...Array.from({ length: count - 1 }, (_, index) => otherRule(next, 310 + index * 10)),
  ];
}

/** Who must reach the hosts of the benchmark. */
export const benchClients = [{ from: ["10.250.0.0/16", "203.0.113.0/24"], to: "host-*" }] as const;

function otherRule(next: () => number, priority: number): Inputs {
  const inbound = next() < 0.6;
  const open = { portRange: "*", prefix: "*" };
  return {
    name: `rule-${priority}`,
    description: "One of the many rules that have nothing to do with RDP.",
    ...{ priority, direction: inbound ? "Inbound" : "Outbound" },
    ...{ access: next() < 0.7 ? "Allow" : "Deny", protocol: oneOf(next, ["Tcp", "Udp", "*"]) },
    sourcePortRange: open.portRange,
    ...(inbound ? { ...some("source", next), destinationAddressPrefix: open.prefix } : {}),
    ...(inbound ? {} : { sourceAddressPrefix: open.prefix, ...some("destination", next) }),
    ...(next() < 0.5
      ? { destinationPortRange: oneOf(next, ports) }
      : { destinationPortRanges: [oneOf(next, ports), oneOf(next, ports)] }),
  };
}

function some(side: "source" | "destination", next: () => number): Inputs {
  const prefix = (): string => `${10 + below(next, 3)}.${below(next, 256)}.${below(next, 256)}.0/24`;
  const kind = next();
  if (kind < 0.3) return { [`${side}AddressPrefix`]: oneOf(next, tags) };
  if (kind < 0.6) return { [`${side}AddressPrefix`]: prefix() };
  return { [`${side}AddressPrefixes`]: [prefix(), prefix(), prefix()] };
}
