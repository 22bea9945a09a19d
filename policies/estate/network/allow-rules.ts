import { namesPort } from "../../model/network/ports";
import type { DeclaredRule } from "./declared-rule";
import type { SecurityGroup } from "./security-groups";

const known = new WeakMap<SecurityGroup, Map<number, readonly DeclaredRule[]>>();

/** The inbound rules of a group that allow TCP or UDP on a port that they name; also those that perhaps do. */
export function allowsNaming(group: SecurityGroup, port: number): readonly DeclaredRule[] {
  const byPort = known.get(group) ?? new Map<number, readonly DeclaredRule[]>();
  known.set(group, byPort);
  const rules = byPort.get(port) ?? allowing(group, port);
  byPort.set(port, rules);
  return rules;
}

function allowing(group: SecurityGroup, port: number): readonly DeclaredRule[] {
  return group.concerned("inbound", undefined, port).filter((rule) => mayAllow(rule) && mayName(rule, port));
}

/** Whether one of these rules surely is what it perhaps is. */
export function surelyAllows(rule: DeclaredRule, port: number): boolean {
  const { access, direction, protocol, certain } = rule;
  return certain && access !== undefined && direction !== undefined && protocol !== undefined && rule.namesPort(port);
}

function mayAllow({ access, protocol }: DeclaredRule): boolean {
  if (access === "deny") return false;
  return protocol === undefined || protocol === "any" || protocol === "tcp" || protocol === "udp";
}

function mayName(rule: DeclaredRule, port: number): boolean {
  return rule.destinationPorts.open || rule.destinationPorts.entries.some((entry) => namesPort(entry, port));
}
