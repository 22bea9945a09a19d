import { contains } from "../../model/network/interval-set";
import type { PortSet } from "../../model/network/ports";
import { directionOf, type Direction } from "../../model/network/security-rule";
import type { Estate } from "../estate";
import { listProperty, type AzureResource } from "../resource";
import { isObject, unknown, type Value } from "../value";
import { DeclaredRule } from "./declared-rule";
import { RuleInTree } from "./rule-in-tree";
import { outline, outlineOf, portsOf } from "./rule-outline";

/** The list as it is written. */
interface Written {
  readonly trees: readonly Value[];
  readonly isListed: boolean;
}

/** What a look at each rule of a list tells. */
interface Look {
  readonly outlines: readonly number[];
  readonly ports: readonly PortSet[];
  /** What it does not rule out of some rule. */
  readonly together: number;
}

/** The rules that a security group lists itself. Each is read when it is first asked for. */
export class InlineRules {
  private written?: Written;
  private looked?: Look;
  private read?: (DeclaredRule | undefined)[];

  constructor(
    private readonly estate: Estate,
    private readonly group: AzureResource,
  ) {}

  get count(): number {
    return this.list.trees.length;
  }

  /** True where the list is known, and holds a rule. */
  get isListed(): boolean {
    return this.list.isListed;
  }

  /** False where a look at the rules tells that no two of one direction have the same priority. */
  get mayHaveTwins(): boolean {
    // Nearly always the rules of a direction stand in the order of their priorities.
    const last = { inbound: -Infinity, outbound: -Infinity };
    return !this.list.trees.every((tree) => {
      const { priority, direction } = isObject(tree) ? tree : {};
      const flow = directionOf(direction);
      if (typeof priority !== "number" || flow === undefined || priority <= last[flow]) return false;
      last[flow] = priority;
      return true;
    });
  }

  get all(): DeclaredRule[] {
    return this.list.trees.map((_, index) => this.at(index));
  }

  /** The rules that may be about a direction and a destination port, as far as a look at them tells. */
  concerning(direction: Direction, port: number): DeclaredRule[] {
    const { outlines, ports } = this.look;
    const wanted = outline[direction];
    const found: DeclaredRule[] = [];
    for (let index = 0; index < outlines.length; index++) {
      if ((outlines[index]! & wanted) !== 0 && contains(ports[index]!, port)) found.push(this.at(index));
    }
    return found;
  }

  /** The rules of which a look does not rule out one thing. */
  perhaps(what: keyof typeof outline): DeclaredRule[] {
    if (!this.maySome(what)) return [];
    const { outlines } = this.look;
    return outlines.flatMap((bits, index) => ((bits & outline[what]) === 0 ? [] : [this.at(index)]));
  }

  /** Whether a look at the rules does not rule out one thing of any. */
  maySome(what: keyof typeof outline): boolean {
    return (this.look.together & outline[what]) !== 0;
  }

  private get list(): Written {
    return (this.written ??= listOf(this.group));
  }

  private get look(): Look {
    return (this.looked ??= lookAt(this.list.trees));
  }

  private at(index: number): DeclaredRule {
    const { trees } = this.list;
    this.read ??= Array.from({ length: trees.length });
    return (this.read[index] ??= new DeclaredRule(
      new RuleInTree(this.estate, this.group, this.pathAt(index), trees[index]!, true),
    ));
  }

  private pathAt(index: number): string {
    return this.isListed ? `securityRules[${index}]` : "securityRules";
  }
}

function lookAt(trees: readonly Value[]): Look {
  const outlines = trees.map(outlineOf);
  return { outlines, ports: trees.map(portsOf), together: outlines.reduce((all, bits) => all | bits, 0) };
}

function listOf(group: AzureResource): Written {
  const list = listProperty(group, "securityRules");
  if (list.state === "known") return { trees: list.value, isListed: list.value.length > 0 };
  return { trees: list.state === "unknown" ? [unknown] : [], isListed: false };
}
