import { describeAddresses } from "../../model/network/describe-addresses";
import type { AddressSet } from "../../model/network/address-set";
import type { Level, Ruling } from "../../model/network/passage";
import type { SecurityRule } from "../../model/network/security-rule";
import type { AzureResource } from "../resource";
import { DeclaredRule } from "./declared-rule";
import { listed, ruleTitle } from "./names";
import type { Obstacle } from "./rule-in-tree";
import type { GroupLevel, SecurityGroup } from "./security-groups";

/** What keeps a ruling from being decided. */
export interface Doubt {
  readonly resource: AzureResource;
  readonly path: string;
  /** What stands there, where that is known. */
  readonly value?: string;
  /** Half a sentence. */
  readonly why: string;
  /** What would settle it, where it is not that the value becomes known. */
  readonly settle?: string;
  /** True where a value is not known, false where nobody but Azure knows what a service tag or group holds. */
  readonly isUnknownValue: boolean;
}

/** What an undecided verdict on the doubt's resource says besides its fact. */
export function settlement({ resource, path, value, settle }: Pick<Doubt, "resource" | "path" | "value" | "settle">): {
  path: string;
  value?: string;
  settle: string;
} {
  return { path, ...(value !== undefined && { value }), settle: settle ?? `make ${path} of ${resource.name} known` };
}

/** Names the value that leaves a ruling undecided, or that makes it depend on which of several places is meant. */
export function doubtOf(
  { level, group, piece }: Ruling<SecurityGroup>,
  addresses: AddressSet,
  asked: AzureResource,
): Doubt {
  if (group === undefined && isGroupLevel(level) && level.unknown) {
    const { resource, path, why } = level.unknown;
    return { resource, path, why: `which rules stand on its ${level.kind} is not known: ${why}`, isUnknownValue: true };
  }
  for (const rule of [piece.doubt, piece.rule]) {
    const doubt = rule instanceof DeclaredRule ? doubtOfRule(rule) : undefined;
    if (doubt) return doubt;
  }
  if (piece.outcome === "undecided" && piece.doubt) {
    const holder = group?.resource ?? asked;
    return ofTwins(piece.doubt, piece.rule, holder) ?? ofMembers(piece.doubt, addresses, holder);
  }
  if (isGroupLevel(level) && level.candidates.length > 1) return doubtOfLevel(level);
  const why = "which of several subnets its network interface lies in is not known";
  return { resource: asked, path: "networkProfile", why, isUnknownValue: true };
}

/** Which of several groups stands at a place. */
export function doubtOfLevel({ resource, path, kind, candidates }: GroupLevel): Doubt {
  const names = listed(candidates.map((one) => one?.name ?? "none"));
  return {
    resource,
    path,
    why: `which security group stands on its ${kind} is not known: ${names}`,
    isUnknownValue: true,
  };
}

/** What keeps a rule from being known. */
export function doubtOfRule(rule: DeclaredRule): Doubt | undefined {
  const { resource } = rule;
  const [obstacle] = rule.obstacles();
  if (obstacle) return ofObstacle(obstacle, resource);
  if (rule.certain) return undefined;
  const why = `which security group ${rule.name} belongs to is not known`;
  return { resource, path: "networkSecurityGroupName", why, isUnknownValue: true };
}

function ofObstacle({ path, why, refused }: Obstacle, resource: AzureResource): Doubt {
  const doubt = { resource, path, why, isUnknownValue: true };
  if (!refused) return doubt;
  const { value, expected } = refused;
  return { ...doubt, settle: `write ${expected} there`, ...(value !== undefined && { value }) };
}

// Azure refuses two rules of one direction and priority; until it does, either may come first.
function ofTwins(one: SecurityRule, other: SecurityRule | undefined, group: AzureResource): Doubt | undefined {
  if (!other || one === other || one.priority === undefined || one.priority !== other.priority) return undefined;
  const declared = other instanceof DeclaredRule ? other : undefined;
  const path = declared?.pathOf("priority") ?? "securityRules";
  const why = `${ruleTitle(one)} and ${ruleTitle(other)} have the same priority`;
  const settle = `give ${other.name} a priority of its own`;
  return {
    resource: declared?.resource ?? group,
    path,
    value: String(one.priority),
    why,
    settle,
    isUnknownValue: true,
  };
}

function ofMembers(rule: SecurityRule, addresses: AddressSet, group: AzureResource): Doubt {
  const declared = rule instanceof DeclaredRule ? rule : undefined;
  const side = rule.direction === "outbound" ? declared?.writtenDestination() : declared?.writtenSource();
  const who = describeAddresses(addresses);
  const why = `whether ${side?.value ?? "VirtualNetwork"} of ${ruleTitle(rule)} holds ${who} is something that only Azure knows`;
  return {
    resource: declared?.resource ?? group,
    path: side?.path ?? "securityRules",
    ...(side && { value: side.value }),
    settle: side ? `write address ranges instead of ${side.value}` : `write a rule of its own for ${who}`,
    why,
    isUnknownValue: false,
  };
}

function isGroupLevel(level: Level<SecurityGroup>): level is GroupLevel {
  return "kind" in level;
}
