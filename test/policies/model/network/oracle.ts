/**
 * The slow and obvious way to decide a packet: one address and one port at a time, rule after rule. It shares no code
 * with the decision under test, so that a mistake there cannot hide here.
 */

export interface PlainRule {
  name: string;
  priority: number;
  direction: string;
  access: string;
  protocol: string;
  sources: string[];
  destinations: string[];
  sourcePorts: string[];
  destinationPorts: string[];
}

export interface Packet {
  direction: "inbound" | "outbound";
  protocol: "tcp" | "udp";
  source: string;
  destination: string;
  sourcePort: number;
  port: number;
}

/** Who belongs to what, address by address; group and tag names in lower case. */
export interface World {
  network: string[];
  tags: Record<string, string[]>;
  groups: Record<string, string[]>;
}

export interface OracleAnswer {
  access: string;
  rule: string;
}

export function askOracle(rules: PlainRule[], packet: Packet, world: World): OracleAnswer {
  const sorted = [...rules, ...azureDefaults].sort((a, b) => a.priority - b.priority);
  for (const rule of sorted) {
    if (rule.direction.toLowerCase() !== packet.direction) continue;
    const protocol = rule.protocol.toLowerCase();
    if (protocol !== "*" && protocol !== packet.protocol) continue;
    if (!rule.sourcePorts.some((ports) => portIsIn(packet.sourcePort, ports))) continue;
    if (!rule.destinationPorts.some((ports) => portIsIn(packet.port, ports))) continue;
    if (!rule.sources.some((source) => addressIsIn(packet.source, source, world))) continue;
    if (!rule.destinations.some((destination) => addressIsIn(packet.destination, destination, world))) continue;
    return { access: rule.access.toLowerCase(), rule: rule.name };
  }
  throw new Error("no rule matched, not even DenyAll");
}

function defaults(
  name: string,
  priority: number,
  direction: string,
  access: string,
  from: string,
  to: string,
): PlainRule {
  const ports = { sourcePorts: ["*"], destinationPorts: ["*"] };
  return { name, priority, direction, access, protocol: "*", sources: [from], destinations: [to], ...ports };
}

const azureDefaults = [
  defaults("AllowVnetInBound", 65000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
  defaults("AllowAzureLoadBalancerInBound", 65001, "Inbound", "Allow", "AzureLoadBalancer", "*"),
  defaults("DenyAllInBound", 65500, "Inbound", "Deny", "*", "*"),
  defaults("AllowVnetOutBound", 65000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
  defaults("AllowInternetOutBound", 65001, "Outbound", "Allow", "*", "Internet"),
  defaults("DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*"),
];

function portIsIn(port: number, ports: string): boolean {
  if (ports === "*") return true;
  const [first, last] = ports.split("-");
  return port >= Number(first) && port <= Number(last ?? first);
}

function addressIsIn(address: string, written: string, world: World): boolean {
  const name = written.toLowerCase();
  if (name === "*") return true;
  if (name.startsWith("asg:")) return (world.groups[name.slice(4)] ?? []).includes(address);
  if (name === "virtualnetwork") return world.network.includes(address);
  if (name === "internet") return isPublic(address) && !world.network.includes(address);
  if (name === "azureloadbalancer") return address === "168.63.129.16";
  if (/^[a-z]/.test(name) && !name.includes(":")) return (world.tags[name] ?? []).includes(address);
  const [prefix, length] = written.split("/");
  if (prefix!.includes(":") !== address.includes(":")) return false;
  const all = bits(prefix!);
  const wanted = Number(length ?? all.length);
  return bits(address).slice(0, wanted) === all.slice(0, wanted);
}

function isPublic(address: string): boolean {
  return !/^(10\.|192\.168\.|168\.63\.129\.16$|fd|fe80)/.test(address);
}

/** An address as a text of zeros and ones. */
function bits(address: string): string {
  if (!address.includes(":"))
    return address
      .split(".")
      .map((part) => digits(Number(part), 8))
      .join("");
  const [head, tail] = address.split("::").map((half) => half.split(":").filter((part) => part !== ""));
  const given = [...head!, ...(tail ?? [])];
  const parts = tail ? [...head!, ...Array<string>(8 - given.length).fill("0"), ...tail] : given;
  return parts.map((part) => digits(parseInt(part, 16), 16)).join("");
}

function digits(value: number, width: number): string {
  return value.toString(2).padStart(width, "0");
}
