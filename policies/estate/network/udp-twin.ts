import { intersect } from "../../model/network/address-set";
import { lastPriority } from "../../model/network/priority";
import { publicAddresses } from "../../model/network/service-tags";
import type { Estate } from "../estate";
import { listProperty, type AzureResource } from "../resource";
import { firstUnknown, isObject, read, type Value, type ValueObject } from "../value";
import { allowsNaming, surelyAllows } from "./allow-rules";
import type { DeclaredRule } from "./declared-rule";
import { isWide } from "./exposure";
import { rdpPort } from "./rdp-port";
import { securityGroups, type SecurityGroup } from "./security-groups";

/** A security rule to append to a group's own list, and where it then stands. */
export interface UdpTwin {
  readonly path: string;
  readonly value: ValueObject;
}

/**
 * Security rules to append to the inline list of a group, so that whoever may use TCP at the RDP port may use UDP too.
 * None where the group speaks of UDP at that port already, where less should be open rather than more, or where a
 * denial would come between a rule and its twin.
 */
export function udpTwins(estate: Estate, resource: AzureResource): readonly UdpTwin[] {
  const group = securityGroups(estate).get(resource);
  const list = listProperty(resource, "securityRules");
  if (!group || list.state !== "known") return [];
  const allows = allowsNaming(group, rdpPort);
  if (group.rules.some(mayMeanUdp)) return [];
  const taken = new Set(
    group.rules.filter(({ direction }) => direction !== "outbound").map(({ priority }) => priority),
  );
  const twins = allows.flatMap((rule) => {
    const tree = read(resource.inputs, rule.path);
    const priority = freePriority(group, rule, taken);
    if (tree.state !== "known" || !isWhole(tree.value) || priority === undefined || !wantsUdp(rule)) return [];
    taken.add(priority);
    return [twinOf(tree.value, rule, priority)];
  });
  return twins.map((value, index) => ({ path: `securityRules[${list.value.length + index}]`, value }));
}

// What is not known may be about UDP at this port.
function mayMeanUdp(rule: DeclaredRule): boolean {
  if (rule.direction === "outbound" || rule.protocol === "tcp" || rule.protocol === "icmp") return false;
  if (rule.obstacles().length > 0) return true;
  return rule.namesPort(rdpPort);
}

function wantsUdp(rule: DeclaredRule): boolean {
  return (
    surelyAllows(rule, rdpPort) &&
    rule.protocol === "tcp" &&
    !/bastion/i.test(rule.name) &&
    rule.source.tags.every((tag) => tag === "virtualnetwork") &&
    !isWide(intersect(rule.source.addresses, publicAddresses))
  );
}

function isWhole(tree: Value): tree is ValueObject {
  return isObject(tree) && firstUnknown(tree) === undefined;
}

// The next number that is free, unless a denial stands before it.
function freePriority(
  { rules }: SecurityGroup,
  twin: DeclaredRule,
  taken: ReadonlySet<number | undefined>,
): number | undefined {
  let priority = (twin.priority ?? lastPriority) + 1;
  while (taken.has(priority)) priority++;
  const between = rules.filter((rule) => rule.priority! > twin.priority! && rule.priority! < priority);
  const isHidden = between.some(({ access, direction }) => access !== "allow" && direction !== "outbound");
  return priority > lastPriority || isHidden ? undefined : priority;
}

function twinOf(tree: ValueObject, rule: DeclaredRule, priority: number): ValueObject {
  const others = Object.entries(tree).filter(([key]) => key !== "destinationPortRanges");
  return {
    ...Object.fromEntries(others),
    name: `${rule.name}-udp`,
    description: `UDP transport of RDP for those whom ${rule.name} admits over TCP.`,
    protocol: "Udp",
    destinationPortRange: String(rdpPort),
    priority,
  };
}
