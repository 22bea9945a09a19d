import { directionOf } from "../../model/network/security-rule";
import type { Estate } from "../estate";
import { listProperty, type AzureResource } from "../resource";
import { isObject, unknown, type Value } from "../value";
import { DeclaredRule } from "./declared-rule";
import { RuleInTree } from "./rule-in-tree";

/** The rules that a security group lists itself. Each is read when it is first asked for. */
export class InlineRules {
  /** True where the list is known, and holds a rule. */
  readonly isListed: boolean;
  private readonly trees: readonly Value[];
  private readonly read: (DeclaredRule | undefined)[] = [];

  constructor(
    private readonly estate: Estate,
    private readonly group: AzureResource,
  ) {
    const list = listProperty(group, "securityRules");
    this.trees = list.state === "known" ? list.value : list.state === "unknown" ? [unknown] : [];
    this.isListed = list.state === "known" && list.value.length > 0;
  }

  get count(): number {
    return this.trees.length;
  }

  /** False where a look at the rules tells that no two of one direction have the same priority. */
  get mayHaveTwins(): boolean {
    const taken = new Set<number>();
    return this.trees.some((tree) => {
      const { priority, direction } = isObject(tree) ? tree : {};
      const flow = directionOf(direction);
      if (typeof priority !== "number" || flow === undefined) return true;
      const place = flow === "inbound" ? priority : -priority;
      return taken.size === taken.add(place).size;
    });
  }

  /** The rules that a look at their trees does not rule out; by default all of them. */
  where(asks: (tree: Value) => boolean = () => true): DeclaredRule[] {
    const found: DeclaredRule[] = [];
    for (let index = 0; index < this.trees.length; index++) {
      if (asks(this.trees[index]!)) found.push(this.at(index));
    }
    return found;
  }

  /** Whether a look at any rule says yes. */
  some(asks: (tree: Value) => boolean): boolean {
    return this.trees.some(asks);
  }

  private at(index: number): DeclaredRule {
    return (this.read[index] ??= new DeclaredRule(
      new RuleInTree(this.estate, this.group, this.pathAt(index), this.trees[index]!, true),
    ));
  }

  private pathAt(index: number): string {
    return this.isListed ? `securityRules[${index}]` : "securityRules";
  }
}
