import { SecurityRule } from "../../model/network/security-rule";
import type { AzureResource } from "../resource";
import type { Obstacle, RuleInTree } from "./rule-in-tree";

/** A security rule of the estate, inline in its group or a resource of its own. */
export class DeclaredRule extends SecurityRule {
  /** The resource to change: the security group, or the rule itself. */
  readonly resource: AzureResource;
  /** Where the rule stands in that resource: "securityRules[1]", or "" for a resource of its own. */
  readonly path: string;
  private readonly tree: RuleInTree;

  constructor(written: RuleInTree) {
    super(written);
    this.tree = written;
    this.resource = written.resource;
    this.path = written.path;
  }

  /** Path of one of the rule's fields in its resource. */
  pathOf(field: string): string {
    return this.tree.pathOf(field);
  }

  /** Where its source stands, and what is written there: "Internet", "0.0.0.0/1, 128.0.0.0/1". */
  writtenSource(): { readonly path: string; readonly value: string } {
    const { prefix, prefixes } = this.tree.source;
    const listed = Array.isArray(prefixes) ? prefixes.filter((entry) => typeof entry === "string") : [];
    if (typeof prefix === "string" && prefix !== "") return { path: this.pathOf("sourceAddressPrefix"), value: prefix };
    if (listed.length === 0) return { path: this.pathOf("sourceAddressPrefix"), value: "*" };
    const more = listed.length > 3 ? ` and ${listed.length - 3} more` : "";
    return { path: this.pathOf("sourceAddressPrefixes"), value: listed.slice(0, 3).join(", ") + more };
  }

  /** Fields whose value is not known or not readable, so that the rule is undecided in them. */
  obstacles(): readonly Obstacle[] {
    return this.tree.obstacles();
  }
}
