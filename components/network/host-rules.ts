import { ArgumentError, shown } from "../argument-check";
import { readSource, type ClientSource, type RdpClientArgs } from "./rdp-client";
import { lastPriority, listOr, placed, type SecurityRule, type UnplacedRule } from "./rule-order";

type Transport = "Tcp" | "Udp";

/** A way in beside the declared clients. */
export interface Door {
  /** For names and sentences, such as "bastion" and "the Bastion". */
  readonly name: string;
  readonly title: string;
  /** Where its connections to the hosts come from; nothing for what only the group itself tells. */
  readonly source: Partial<SecurityRule>;
  readonly transports: readonly Transport[];
}

/** Who may reach which listeners. */
export interface Admission {
  readonly clients: readonly RdpClientArgs[];
  readonly doors: readonly Door[];
  readonly port: number;
  /** Range of the hosts, or "*" for the group of a network interface. */
  readonly hosts: string;
  /** Rules that come first. */
  readonly before?: readonly UnplacedRule[];
}

/** Lets clients and whoever comes through the doors reach the hosts, and after them nobody. */
export function inboundRules(path: string, { clients, doors, port, hosts, before = [] }: Admission): SecurityRule[] {
  const sources = clients.flatMap(({ from, port: own }, index) =>
    from.map((text, at) => ({ port: own ?? port, source: ipv4Source(`${path}[${index}].from[${at}]`, text) })),
  );
  const ports = [...new Set([...(doors.length > 0 ? [port] : []), ...sources.map((source) => source.port)])];
  const admitting = [
    ...before,
    ...doors.flatMap(({ name, title, source, transports }) =>
      transports.map((transport) => ({
        ...admit(transport, port, source),
        name: `allow-${name}-${transport.toLowerCase()}`,
        description: `Lets ${title} reach the RDP listener over ${transport.toUpperCase()}.`,
      })),
    ),
    ...ports
      .flatMap((one) => bundles(sources.filter((source) => source.port === one)).map((side) => ({ one, side })))
      .flatMap(({ one, side }, index) =>
        (["Tcp", "Udp"] as const).map((transport) => ({
          ...admit(transport, one, side),
          name: `allow-rdp-${transport.toLowerCase()}${index === 0 ? "" : `-${index + 1}`}`,
          description: `Lets declared clients reach the RDP listener over ${transport.toUpperCase()}.`,
        })),
      ),
  ];
  return [
    ...placed(path, admitting),
    {
      name: "deny-other-rdp",
      description: "Keeps RDP from everybody else, also from inside the virtual network.",
      priority: lastPriority,
      direction: "Inbound",
      access: "Deny",
      protocol: "*",
      sourceAddressPrefix: "*",
      sourcePortRange: "*",
      destinationAddressPrefix: hosts,
      ...listOr("destinationPortRange", "destinationPortRanges", (ports.length > 0 ? ports : [port]).map(String)),
    },
  ];

  function admit(protocol: Transport, to: number, side: Partial<SecurityRule>): Omit<UnplacedRule, "name"> {
    return {
      direction: "Inbound",
      access: "Allow",
      protocol,
      ...side,
      sourcePortRange: "*",
      destinationAddressPrefix: hosts,
      destinationPortRange: String(to),
    };
  }
}

function ipv4Source(path: string, text: string): ClientSource {
  const source = readSource(path, text);
  if (source.kind === "range" && source.family === "IPv6") {
    throw new ArgumentError(path, shown(text), "an IPv4 range: the network of the hosts has no IPv6 addresses");
  }
  return source;
}

const mostGroupsInRule = 10;

// One rule takes many ranges, but a single service tag and ten application security groups.
function bundles(sources: readonly { readonly source: ClientSource }[]): Partial<SecurityRule>[] {
  const texts = (kind: ClientSource["kind"]) => [
    ...new Set(sources.filter(({ source }) => source.kind === kind).map(({ source }) => source.text)),
  ];
  const ranges = texts("range");
  const groups = texts("group").map((id) => ({ id }));
  const sides: Partial<SecurityRule>[] = [];
  if (ranges.length > 0) sides.push(listOr("sourceAddressPrefix", "sourceAddressPrefixes", ranges));
  for (const tag of texts("tag")) sides.push({ sourceAddressPrefix: tag });
  for (let at = 0; at < groups.length; at += mostGroupsInRule) {
    sides.push({ sourceApplicationSecurityGroups: groups.slice(at, at + mostGroupsInRule) });
  }
  return sides;
}

/**
 * Keeps open what renewal of the certificate and Machine Configuration need, before any deny of the caller's. ARM's default
 * that lets the rest out stays: Windows Update, activation and revocation lists have no service tags to name.
 *
 * @param hosts range of the hosts, or "*" for the group of a network interface
 * @param vault range of the vault's private endpoint; its public addresses where there is none
 * @see https://learn.microsoft.com/azure/governance/machine-configuration/overview/03-network-requirements
 */
export function outboundRules(hosts: string, vault = "AzureKeyVault"): SecurityRule[] {
  const needs = [
    ["key-vault", vault, "Lets hosts fetch a renewed certificate."],
    ["entra-id", "AzureActiveDirectory", "Lets hosts sign in to Key Vault."],
    ["machine-configuration", "AzureArcInfrastructure", "Lets hosts receive and report their configuration."],
    ["storage", "Storage", "Lets hosts download configuration packages."],
  ] as const;
  return placed(
    "outbound",
    needs.map(([what, destinationAddressPrefix, description]) => ({
      name: `allow-${what}`,
      description,
      direction: "Outbound",
      access: "Allow",
      protocol: "Tcp",
      sourceAddressPrefix: hosts,
      sourcePortRange: "*",
      destinationAddressPrefix,
      destinationPortRange: "443",
    })),
  );
}
