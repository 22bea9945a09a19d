import type { Protocol } from "../../model/network/security-rule";
import { shadowOf, type Shadow } from "../../model/network/shadow";
import { unknownSpace, type NetworkSpace } from "../../model/network/service-tags";
import { view, type Estate } from "../estate";
import type { AzureResource } from "../resource";
import { allowsNaming } from "./allow-rules";
import type { DeclaredRule } from "./declared-rule";
import { allInterfaces } from "./network-interfaces";
import type { SecurityGroup } from "./security-groups";
import { subnets } from "./subnets";
import { networkSpaces } from "./virtual-networks";

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
  const spaces = spacesOf(estate, group.resource);
  const shadows = spaces.map((space) => shadowOf(group, rule, protocol, port, space));
  const shadow =
    shadows.find(({ state }) => state === "visible") ??
    shadows.find(({ state }) => state === "undecided") ??
    shadows[0]!;
  return { rule, protocol, port, shadow };
}

function spacesOf(estate: Estate, group: AzureResource): readonly NetworkSpace[] {
  const networks = [...(networksByGroup(estate).get(group) ?? [])];
  return networks.length === 0 ? [unknownSpace] : networks.map((one) => networkSpaces(estate).get(one) ?? unknownSpace);
}

/** The networks in which each security group may stand. */
const networksByGroup = view((estate: Estate) => {
  const found = new Map<AzureResource, Set<AzureResource>>();
  const add = (groups: readonly (SecurityGroup | undefined)[], networks: readonly AzureResource[]): void => {
    for (const group of groups) {
      if (!group) continue;
      const set = found.get(group.resource) ?? new Set();
      for (const network of networks) set.add(network);
      found.set(group.resource, set);
    }
  };
  for (const subnet of [...subnets(estate).values()].flat()) add(subnet.level.candidates, subnet.network.candidates);
  for (const card of allInterfaces(estate)) {
    const networks = card.ipConfigurations.flatMap(({ subnet }) => subnet.candidates);
    add(
      card.level.candidates,
      networks.flatMap((subnet) => subnet.network.candidates),
    );
  }
  return found as ReadonlyMap<AzureResource, ReadonlySet<AzureResource>>;
});
