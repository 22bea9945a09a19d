import { parseAddress } from "../../policies/model/network/parse-address";
import { firstPriority, lastPriority } from "../../policies/model/network/priority";
import { parsePorts } from "../../policies/model/network/ports";
import { parseTag } from "../../policies/model/network/service-tags";
import { ArgumentError, checkList, checkOneOf, checkRecord, checkText, checkWhole, shown } from "../argument-check";
import type { SecurityRule } from "./rule-order";
import { RdpRuleAccess, RdpRuleDirection, type RdpSecurityRuleArgs } from "./security-rule-args";

/**
 * The rules of a group with the caller's own behind them. Only their form is checked, not what they hide: that is for the
 * policy pack to say.
 *
 * @throws ArgumentError for a rule that ARM would refuse, also beside the others
 */
export function withAdditionalRules(path: string, own: readonly SecurityRule[], value: unknown): SecurityRule[] {
  const rules = [...own];
  for (const [index, entry] of checkList(path, value ?? [], "a list of rules").entries()) {
    const at = `${path}[${index}]`;
    const rule = additionalRule(at, entry);
    const twin = rules.find(({ direction, priority }) => direction === rule.direction && priority === rule.priority);
    if (twin) {
      const free = `a priority that ${String(twin.name)} does not have`;
      throw new ArgumentError(`${at}.priority`, shown(rule.priority), free);
    }
    if (rules.some(({ name }) => name === rule.name)) {
      throw new ArgumentError(`${at}.name`, shown(rule.name), "a name that no other rule has");
    }
    rules.push(rule);
  }
  return rules;
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

function additionalRule(path: string, value: unknown): SecurityRule {
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
    priority: checkWhole(`${path}.priority`, rule.priority, { min: firstPriority, max: lastPriority }),
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
