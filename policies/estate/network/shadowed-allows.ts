import type { Protocol } from "../../model/network/security-rule";
import { shadowOf, type Shadow } from "../../model/network/shadow";
import { unknownSpace, type NetworkSpace } from "../../model/network/service-tags";
import { view, type Estate } from "../estate";
import { allowsNaming } from "./allow-rules";
import type { DeclaredRule } from "./declared-rule";
import { allInterfaces } from "./network-interfaces";
import type { GroupLevel, SecurityGroup } from "./security-groups";
import { subnets, type Subnet } from "./subnets";
import { spaceAround } from "./virtual-networks";

/** An allow rule that names an RDP port, and what earlier denies leave of it. */
export interface JudgedAllow {
  readonly rule: DeclaredRule;
  readonly protocol: Protocol;
  readonly port: number;
  readonly shadow: Shadow;
}

const known = new WeakMap<SecurityGroup, Map<number, readonly JudgedAllow[]>>();

/** The allow rules of a group that name a port, each with its shadow. */
export function judgedAllows(estate: Estate, group: SecurityGroup, port: number): readonly JudgedAllow[] {
  const byPort = known.get(group) ?? new Map<number, readonly JudgedAllow[]>();
  known.set(group, byPort);
  const judged = byPort.get(port) ?? allowsNaming(group, port).map((rule) => judge(estate, group, rule, port));
  byPort.set(port, judged);
  return judged;
}

function judge(estate: Estate, group: SecurityGroup, rule: DeclaredRule, port: number): JudgedAllow {
  const protocol = rule.protocol === "udp" ? "udp" : "tcp";
  const spaces = spacesOf(estate, group);
  const shadows = spaces.map((space) => shadowOf(group, rule, protocol, port, space));
  const shadow =
    shadows.find(({ state }) => state === "visible") ??
    shadows.find(({ state }) => state === "undecided") ??
    shadows[0]!;
  return { rule, protocol, port, shadow };
}

function spacesOf(estate: Estate, group: SecurityGroup): readonly NetworkSpace[] {
  const spaces = spacesByGroup(estate).get(group) ?? new Set();
  return spaces.size > 0 ? [...spaces] : [unknownSpace];
}

/** What the tag VirtualNetwork means at each place where a security group may stand. */
const spacesByGroup = view((estate: Estate) => {
  const found = new Map<SecurityGroup, Set<NetworkSpace>>();
  const add = ({ candidates }: GroupLevel, places: readonly Subnet[]): void => {
    for (const group of candidates) {
      if (!group) continue;
      const spaces = found.get(group) ?? new Set();
      for (const subnet of places) spaces.add(spaceAround(estate, subnet));
      found.set(group, spaces);
    }
  };
  for (const subnet of [...subnets(estate).values()].flat()) add(subnet.level, [subnet]);
  for (const card of allInterfaces(estate)) {
    add(
      card.level,
      card.ipConfigurations.flatMap(({ subnet }) => subnet.candidates),
    );
  }
  return found as ReadonlyMap<SecurityGroup, ReadonlySet<NetworkSpace>>;
});
