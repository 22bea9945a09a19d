import { SecurityRule } from "../../model/network/security-rule";
import type { AzureResource } from "../resource";
import type { Obstacle, RuleInTree } from "./rule-in-tree";
import { unknownTags, type WrittenTag } from "./rule-outline";

/** Where one side of a rule stands, and what is written there. */
interface WrittenSide {
  readonly path: string;
  readonly value: string;
}

/** A security rule of the estate, inline in its group or a resource of its own. */
export class DeclaredRule extends SecurityRule<RuleInTree> {
  /** The resource to change: the security group, or the rule itself. */
  get resource(): AzureResource {
    return this.written.resource;
  }

  /** Where the rule stands in that resource: "securityRules[1]", or "" for a resource of its own. */
  get path(): string {
    return this.written.path;
  }

  /** Path of one of the rule's fields in its resource. */
  pathOf(field: string): string {
    return this.written.pathOf(field);
  }

  /** Where its source stands, and what is written there: "Internet", "0.0.0.0/1, 128.0.0.0/1". */
  writtenSource(): WrittenSide {
    return this.writtenSide("source");
  }

  /** The same of its destination. */
  writtenDestination(): WrittenSide {
    return this.writtenSide("destination");
  }

  private writtenSide(side: "source" | "destination"): WrittenSide {
    const { prefix, prefixes } = this.written[side];
    const [one, many] = [this.pathOf(`${side}AddressPrefix`), this.pathOf(`${side}AddressPrefixes`)];
    const listed = Array.isArray(prefixes) ? prefixes.filter((entry) => typeof entry === "string") : [];
    if (typeof prefix === "string" && prefix !== "") return { path: one, value: prefix };
    if (listed.length === 0) return { path: one, value: "*" };
    const more = listed.length > 3 ? ` and ${listed.length - 3} more` : "";
    return { path: many, value: listed.slice(0, 3).join(", ") + more };
  }

  /** Service tags that it names and that are not known here, as written. */
  unknownTags(): readonly WrittenTag[] {
    return unknownTags(this.written.tree);
  }

  /** Fields whose value is not known or not readable, so that the rule is undecided in them. */
  obstacles(): readonly Obstacle[] {
    return this.written.obstacles();
  }
}
