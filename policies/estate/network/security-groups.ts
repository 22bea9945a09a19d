import { RuleSet } from "../../model/network/rule-set";
import type { Level } from "../../model/network/passage";
import { view, type Estate } from "../estate";
import { joinById, joinByName } from "../join";
import { listProperty, type AzureResource } from "../resource";
import { unknown } from "../value";
import { DeclaredRule } from "./declared-rule";
import { RuleInTree } from "./rule-in-tree";
import { azureName } from "./names";
import { oneOf, type Open } from "./one-of";

/** A network security group with all its rules, inline and stand-alone. */
export class SecurityGroup extends RuleSet {
  declare readonly rules: readonly DeclaredRule[];

  /**
   * @param rulesInline True where the group itself lists its rules and the list is known.
   * @param unlisted Rules that are resources of their own and that such a list leaves out.
   */
  constructor(
    readonly resource: AzureResource,
    rules: readonly DeclaredRule[],
    readonly rulesInline: boolean,
    readonly unlisted: readonly DeclaredRule[] = [],
  ) {
    super(rules);
  }

  get name(): string {
    return azureName(this.resource);
  }
}

/** The place of a security group on the way to a host. */
export interface GroupLevel extends Level<SecurityGroup> {
  readonly kind: "subnet" | "network interface" | "public address";
  /** The resource whose `networkSecurityGroup` says which group stands here. */
  readonly resource: AzureResource;
  readonly path: string;
  /** Why another group may stand here. */
  readonly unknown: Open | undefined;
}

/** Every security group of the estate, by its resource. */
export const securityGroups: (estate: Estate) => ReadonlyMap<AzureResource, SecurityGroup> = view((estate) => {
  const standAlone = standAloneRules(estate);
  const groups = estate.ofType("network:NetworkSecurityGroup").map((resource) => {
    const own = standAlone.get(resource) ?? [];
    const named = new Set(own.map((rule) => rule.name.toLowerCase()));
    // A deployed group lists its stand-alone rules too; each is one rule.
    const listed = inlineRules(estate, resource);
    const inline = named.size === 0 ? listed : listed.filter((rule) => !named.has(rule.name.toLowerCase()));
    const list = listProperty(resource, "securityRules");
    const rulesInline = list.state === "known" && list.value.length > 0;
    const unlisted = rulesInline && own.length > 0 ? leftOut(own, listed) : [];
    return [resource, new SecurityGroup(resource, [...inline, ...own], rulesInline, unlisted)] as const;
  });
  return new Map(groups);
});

/** Which security group a subnet or a network interface has, by its property `networkSecurityGroup`. */
export function groupLevel(
  estate: Estate,
  kind: GroupLevel["kind"],
  resource: AzureResource,
  path: string,
): GroupLevel {
  const property = path ? `${path}.networkSecurityGroup` : "networkSecurityGroup";
  const join = joinById(estate, resource, `${property}.id`, ["network:NetworkSecurityGroup"]);
  const found = oneOf(resource, join, (group) => securityGroups(estate).get(group));
  const candidates = join.state === "absent" ? [undefined] : found.candidates;
  return { kind, resource, path: property, candidates, open: found.open !== undefined, unknown: found.open };
}

function leftOut(own: readonly DeclaredRule[], listed: readonly DeclaredRule[]): readonly DeclaredRule[] {
  const names = new Set(listed.map((rule) => rule.name.toLowerCase()));
  return own.filter((rule) => !names.has(rule.name.toLowerCase()));
}

function inlineRules(estate: Estate, group: AzureResource): DeclaredRule[] {
  const list = listProperty(group, "securityRules");
  if (list.state === "absent") return [];
  const trees = list.state === "known" ? list.value : [unknown];
  return trees.map((tree, index) => {
    const path = list.state === "known" ? pathAt(index) : "securityRules";
    return new DeclaredRule(new RuleInTree(estate, group, path, tree, true));
  });
}

const paths: string[] = [];

// All groups share the text that says where their first, second, ... rule stands.
function pathAt(index: number): string {
  return (paths[index] ??= `securityRules[${index}]`);
}

function standAloneRules(estate: Estate): Map<AzureResource, DeclaredRule[]> {
  const rules = new Map<AzureResource, DeclaredRule[]>();
  const add = (group: AzureResource, resource: AzureResource, certain: boolean): void => {
    const rule = new DeclaredRule(new RuleInTree(estate, resource, "", resource.inputs, certain));
    const list = rules.get(group);
    if (list) list.push(rule);
    else rules.set(group, [rule]);
  };
  for (const resource of estate.ofType("network:SecurityRule")) {
    const join = joinByName(estate, resource, ["networkSecurityGroupName"], "network:NetworkSecurityGroup");
    if (join.state === "joined") add(join.resource, resource, true);
    if (join.state === "candidates") for (const group of join.resources) add(group, resource, false);
    // It may belong to any group, also to one of another stack.
    if (join.state === "unknown") {
      for (const group of estate.ofType("network:NetworkSecurityGroup")) add(group, resource, false);
    }
  }
  return rules;
}
