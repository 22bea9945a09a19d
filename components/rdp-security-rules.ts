import type { types } from "@pulumi/azure-native";
import { parseAddress } from "../policies/model/network/parse-address";
import { parsePorts } from "../policies/model/network/ports";
import { parseTag } from "../policies/model/network/service-tags";
import { ArgumentError, checkList, checkOneOf, checkRecord, checkText, checkWhole, shown } from "./argument-check";
import { readSource, type ClientSource, type RdpClientArgs } from "./rdp-client";
import { RdpRuleAccess, RdpRuleDirection, type RdpSecurityRuleArgs } from "./rdp-network-args";

type SecurityRule = types.input.network.SecurityRuleArgs;

// From 300 on and ten apart, so that a rule of the caller's fits before, between and after.
const firstPriority = 300;
const step = 10;
const lastPriority = 4000;
const mostGroupsInRule = 10;

/** Lets the clients reach the hosts by TCP and UDP, and after them nobody. */
export function inboundRules(
  name: string,
  clients: readonly RdpClientArgs[],
  port: number,
  hosts: string,
): SecurityRule[] {
  const sources = clients.flatMap(({ from, port: own }, index) =>
    from.map((text, at) => {
      const path = `${name}: clients[${index}].from[${at}]`;
      const source = readSource(path, text);
      if (source.kind === "range" && source.family === "IPv6") {
        throw new ArgumentError(path, shown(text), "an IPv4 range: the network of the hosts has no IPv6 addresses");
      }
      return { port: own ?? port, source };
    }),
  );
  const ports = [...new Set(sources.map((source) => source.port))];
  const allowing = ports.flatMap((one) => {
    const same = sources.filter((source) => source.port === one).map(({ source }) => source);
    return bundles(same).map((side) => ({ port: String(one), side }));
  });
  const rules = allowing.flatMap(({ port: one, side }, index) =>
    (["Tcp", "Udp"] as const).map((protocol, second) => ({
      name: `allow-rdp-${protocol.toLowerCase()}${index === 0 ? "" : `-${index + 1}`}`,
      description: `Lets declared clients reach the RDP listener over ${protocol.toUpperCase()}.`,
      priority: firstPriority + step * (2 * index + second),
      direction: "Inbound",
      access: "Allow",
      protocol,
      ...side,
      sourcePortRange: "*",
      destinationAddressPrefix: hosts,
      destinationPortRange: one,
    })),
  );
  if (firstPriority + step * rules.length > lastPriority) {
    throw new ArgumentError(`${name}: clients`, `need ${rules.length} rules`, "clients that need at most 370 rules");
  }
  return [
    ...rules,
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
      ...listOr("destinationPortRange", "destinationPortRanges", ports.map(String)),
    },
  ];
}

// One rule takes many ranges, but a single service tag and ten application security groups.
function bundles(sources: readonly ClientSource[]): Partial<SecurityRule>[] {
  const texts = (kind: ClientSource["kind"]) => [
    ...new Set(sources.filter((source) => source.kind === kind).map(({ text }) => text)),
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
 * @see https://learn.microsoft.com/azure/governance/machine-configuration/overview/03-network-requirements
 */
export function outboundRules(hosts: string): SecurityRule[] {
  const needs = [
    ["key-vault", "AzureKeyVault", "Lets hosts fetch a renewed certificate."],
    ["entra-id", "AzureActiveDirectory", "Lets hosts sign in to Key Vault."],
    ["machine-configuration", "AzureArcInfrastructure", "Lets hosts receive and report their configuration."],
    ["storage", "Storage", "Lets hosts download configuration packages."],
  ] as const;
  return needs.map(([what, tag, description], index) => ({
    name: `allow-${what}`,
    description,
    priority: firstPriority + step * index,
    direction: "Outbound",
    access: "Allow",
    protocol: "Tcp",
    sourceAddressPrefix: hosts,
    sourcePortRange: "*",
    destinationAddressPrefix: tag,
    destinationPortRange: "443",
  }));
}

const ruleKeys: readonly (keyof RdpSecurityRuleArgs)[] = [
  ...(["name", "priority", "access", "direction", "protocol", "description"] as const),
  ...(["sourceAddressPrefix", "sourceAddressPrefixes", "sourcePortRange"] as const),
  ...(["destinationAddressPrefix", "destinationAddressPrefixes"] as const),
  ...(["destinationPortRange", "destinationPortRanges"] as const),
];
const protocols = ["*", "Tcp", "Udp", "Icmp", "Esp", "Ah"];
const prefixShape = 'IPv4 ranges, or in the singular field one service tag or "*"';
const portShape = 'ports and ranges of ports from 0 to 65535, or in the singular field "*"';

/** Reads a rule of the caller's own. Only its form is checked, not what it hides. */
export function additionalRule(path: string, value: unknown): SecurityRule {
  const rule = checkRecord(path, value, ruleKeys, `a rule with ${ruleKeys.join(", ")}`);
  const isPorts = (text: string) => parsePorts(text) !== undefined;
  const isPrefix = (text: string, alone: boolean) =>
    parseAddress(text) !== undefined || (alone && (text === "*" || parseTag(text) !== undefined));
  return {
    name: checkText(
      `${path}.name`,
      rule.name,
      /^[A-Za-z0-9]([\w.-]{0,78}\w)?$/,
      "up to 80 letters, digits, dots, - and _",
    ),
    priority: checkWhole(`${path}.priority`, rule.priority, { min: 100, max: 4096 }),
    access: checkOneOf(`${path}.access`, rule.access, Object.values(RdpRuleAccess)),
    direction: checkOneOf(`${path}.direction`, rule.direction ?? "Inbound", Object.values(RdpRuleDirection)),
    protocol: checkOneOf(`${path}.protocol`, rule.protocol ?? "*", protocols),
    ...(rule.description !== undefined && {
      description: checkText(`${path}.description`, rule.description, /^.{1,140}$/, "up to 140 characters"),
    }),
    ...oneOrMany(path, rule, "sourceAddressPrefix", "sourceAddressPrefixes", prefixShape, isPrefix),
    sourcePortRange: checkFit(`${path}.sourcePortRange`, rule.sourcePortRange ?? "*", portShape, isPorts),
    ...oneOrMany(path, rule, "destinationAddressPrefix", "destinationAddressPrefixes", prefixShape, isPrefix),
    ...oneOrMany(path, rule, "destinationPortRange", "destinationPortRanges", portShape, isPorts),
  };
}

type Fits = (text: string, alone: boolean) => boolean;

function oneOrMany(
  path: string,
  rule: Record<string, unknown>,
  one: keyof RdpSecurityRuleArgs & keyof SecurityRule,
  many: keyof RdpSecurityRuleArgs & keyof SecurityRule,
  shape: string,
  fits: Fits,
): Partial<SecurityRule> {
  if (rule[many] === undefined) return { [one]: checkFit(`${path}.${one}`, rule[one] ?? "*", shape, fits) };
  if (rule[one] !== undefined) throw new ArgumentError(`${path}.${many}`, "is given", `either this or ${one}`);
  const list = checkList(`${path}.${many}`, rule[many], `a list of ${shape}`);
  if (list.length === 0) throw new ArgumentError(`${path}.${many}`, "is empty", shape);
  return {
    [many]: list.map((text, index) =>
      checkFit(`${path}.${many}[${index}]`, text, shape, (entry) => fits(entry, false)),
    ),
  };
}

function checkFit(path: string, value: unknown, shape: string, fits: Fits): string {
  if (typeof value === "string" && fits(value, true)) return value;
  throw new ArgumentError(path, shown(value), shape);
}

// ARM takes "*" and service tags in the singular field only.
function listOr(one: keyof SecurityRule, many: keyof SecurityRule, values: readonly string[]): Partial<SecurityRule> {
  return values.length === 1 ? { [one]: values[0]! } : { [many]: values };
}
