import { RuleSet } from "../../model/network/rule-set";
import type { Level } from "../../model/network/passage";
import { mayBeOf, type Direction, type Protocol } from "../../model/network/security-rule";
import { view, type Estate } from "../estate";
import { joinById, joinByName } from "../join";
import type { AzureResource } from "../resource";
import { DeclaredRule } from "./declared-rule";
import { InlineRules } from "./inline-rules";
import { RuleInTree } from "./rule-in-tree";
import { azureName } from "./names";
import { oneOf, type Open } from "./one-of";

/** A network security group with all its rules, inline and stand-alone. */
export class SecurityGroup extends RuleSet {
  private everyRule?: readonly DeclaredRule[];
  private readonly found = new Map<string, readonly DeclaredRule[]>();
  private readonly namesAlone: ReadonlySet<string>;

  /**
   * @param inline The rules that the group lists itself.
   * @param alone Those that are resources of their own.
   */
  constructor(
    readonly resource: AzureResource,
    private readonly inline: InlineRules | undefined,
    private readonly alone: readonly DeclaredRule[],
  ) {
    super();
    this.namesAlone = alone.length === 0 ? noNames : namesOf(alone);
  }

  get name(): string {
    return azureName(this.resource);
  }

  override get rules(): readonly DeclaredRule[] {
    return (this.everyRule ??= [...this.ownOf(this.inline?.all), ...this.alone]);
  }

  override concerned(direction: Direction, protocol: Protocol | undefined, port: number): readonly DeclaredRule[] {
    const question = `${direction} ${port}`;
    const found = this.found.get(question) ?? this.find(direction, port);
    this.found.set(question, found);
    return protocol === undefined ? found : found.filter((rule) => mayBeOf(rule.protocol, protocol));
  }

  private find(direction: Direction, port: number): readonly DeclaredRule[] {
    const listed = this.ownOf(this.inline?.concerning(direction, port));
    return [...listed, ...this.alone].filter((rule) => rule.mayConcern(direction, undefined, port));
  }

  /** False where a look at its rules tells that none names the platform's own tags. */
  get mayNamePlatform(): boolean {
    return this.alone.length > 0 || this.inline?.maySome("platformTag") === true;
  }

  /** The rules that name a service tag that is not known here. */
  get withUnknownTags(): readonly DeclaredRule[] {
    const listed = this.ownOf(this.inline?.perhaps("unknownTag"));
    return [...listed, ...this.alone].filter((rule) => rule.unknownTags().length > 0);
  }

  /** The rules with a field that is not known, not readable or that Azure refuses. */
  get unsound(): readonly DeclaredRule[] {
    const listed = this.ownOf(this.inline?.perhaps("unsound"));
    return [...listed, ...this.alone].filter((rule) => rule.obstacles().length > 0);
  }

  /** False where a look at its rules tells that no two of one direction have the same priority. */
  get mayHaveTwins(): boolean {
    return this.alone.length > 0 || this.inline?.mayHaveTwins === true;
  }

  /** How many rules it has at most. */
  get mostRules(): number {
    return (this.inline?.count ?? 0) + this.alone.length;
  }

  /** True where the group itself lists rules, and the list is known. */
  get rulesInline(): boolean {
    return this.inline?.isListed === true;
  }

  /** Rules that are resources of their own and that such a list leaves out. */
  get unlisted(): readonly DeclaredRule[] {
    if (!this.inline?.isListed || this.alone.length === 0) return [];
    const names = namesOf(this.inline.all);
    return this.alone.filter((rule) => !names.has(rule.name.toLowerCase()));
  }

  /** Whether a rule is one of the group's. */
  has(rule: DeclaredRule): boolean {
    return rule.path === "" ? this.alone.includes(rule) : rule.resource === this.resource;
  }

  // A deployed group lists its stand-alone rules too; each is one rule.
  private ownOf(rules: readonly DeclaredRule[] = []): readonly DeclaredRule[] {
    return this.namesAlone.size === 0 ? rules : rules.filter((rule) => !this.namesAlone.has(rule.name.toLowerCase()));
  }
}

const noNames: ReadonlySet<string> = new Set();

function namesOf(rules: readonly DeclaredRule[]): ReadonlySet<string> {
  return new Set(rules.map((rule) => rule.name.toLowerCase()));
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
  const alone = standAloneRules(estate);
  const groups = estate.ofType("network:NetworkSecurityGroup").map((resource) => {
    const group = new SecurityGroup(resource, new InlineRules(estate, resource), alone.get(resource) ?? []);
    return [resource, group] as const;
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
  const level = { kind, resource, path: property, candidates, open: found.open !== undefined, unknown: found.open };
  // Hundreds of hosts share a subnet.
  return kind === "subnet" ? { ...level, said: [] } : level;
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
