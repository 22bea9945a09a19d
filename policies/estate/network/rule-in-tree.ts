import { notKnown, type Field } from "../../model/network/field";
import type { WrittenEndpoint } from "../../model/network/endpoint";
import { isPriority } from "../../model/network/priority";
import type { WrittenRule } from "../../model/network/security-rule";
import type { Estate } from "../estate";
import { property, type AzureResource } from "../resource";
import { isObject, Unknown, type Value } from "../value";
import { groupReferences } from "./application-groups";
import { checks, isFit, portText, priorityNumber, requiredFields } from "./rule-fields";

/** A field of a rule whose value is not known, not readable or one that Azure refuses. */
export interface Obstacle {
  readonly path: string;
  /** Half a sentence. */
  readonly why: string;
  /** Where it is not a value that is not known yet: the field, what stands there if anything does, and what Azure takes. */
  readonly refused?: { readonly field: string; readonly value?: string; readonly expected: string };
}

/** Reads a rule's fields from the resource's tree when the model asks for them. */
export class RuleInTree implements WrittenRule {
  readonly priority: Field<number>;

  constructor(
    private readonly estate: Estate,
    readonly resource: AzureResource,
    readonly path: string,
    readonly tree: Value,
    private readonly belongs: boolean,
  ) {
    this.priority = this.read("priority", priorityNumber);
  }

  /** Whether the rule surely belongs to its group; one without a priority in range never will. */
  get certain(): boolean {
    const { priority } = this;
    return this.belongs && (priority === notKnown || (priority !== undefined && isPriority(priority)));
  }

  get isRefused(): boolean {
    const obstacles = this.obstacles();
    return this.belongs && obstacles.length > 0 && obstacles.every(({ refused }) => refused !== undefined);
  }

  get name(): string {
    const own = this.path ? this.text("name") : (this.text("securityRuleName") ?? this.text("name"));
    if (typeof own === "string" && own !== "") return own;
    return this.path || this.resource.name;
  }

  get direction(): Field<string> {
    return this.text("direction");
  }

  get access(): Field<string> {
    return this.text("access");
  }

  get protocol(): Field<string> {
    return this.text("protocol");
  }

  get source(): WrittenEndpoint {
    return this.endpoint("source");
  }

  get destination(): WrittenEndpoint {
    return this.endpoint("destination");
  }

  get sourcePort(): Field<string> {
    return this.port("sourcePortRange");
  }

  get sourcePorts(): Field<readonly Field<string>[]> {
    return this.list("sourcePortRanges", portText);
  }

  get destinationPort(): Field<string> {
    return this.port("destinationPortRange");
  }

  get destinationPorts(): Field<readonly Field<string>[]> {
    return this.list("destinationPortRanges", portText);
  }

  obstacles(): readonly Obstacle[] {
    const { tree } = this;
    if (!isObject(tree)) return [{ path: this.path, why: `${this.path} is not known yet` }];
    const found: Obstacle[] = [];
    for (const field of requiredFields) {
      if (this.value(field) !== undefined) continue;
      const path = this.pathOf(field);
      const { expected } = checks.get(field)!;
      found.push({ path, why: `${path} of ${this.name} is not set`, refused: { field, expected } });
    }
    for (const [field, { fits, expected }] of checks) {
      const value = this.value(field);
      const entries = Array.isArray(value) ? value : [value];
      entries.forEach((entry, index) => {
        if (entry === undefined || isFit(entry, fits)) return;
        const path = this.pathOf(Array.isArray(value) ? `${field}[${index}]` : field);
        const which = `${path} of ${this.name}`;
        if (entry instanceof Unknown) found.push({ path, why: `${which} is not known yet` });
        else {
          const value = String(entry);
          found.push({
            path,
            why: `${which} is ${value}, which Azure refuses`,
            refused: { field, value, expected },
          });
        }
      });
    }
    return found;
  }

  pathOf(field: string): string {
    return this.path ? `${this.path}.${field}` : field;
  }

  private endpoint(side: "source" | "destination"): WrittenEndpoint {
    return {
      prefix: this.text(`${side}AddressPrefix`),
      prefixes: this.list(`${side}AddressPrefixes`, (entry) => (typeof entry === "string" ? entry : undefined)),
      groups: this.groups(`${side}ApplicationSecurityGroups`),
    };
  }

  private groups(field: string): WrittenEndpoint["groups"] {
    if (!isObject(this.tree)) return notKnown;
    if (this.value(field) === undefined) return undefined;
    return groupReferences(this.estate, this.resource, this.pathOf(field))?.map((keys) => keys ?? notKnown) ?? notKnown;
  }

  private port(field: string): Field<string> {
    return this.read(field, portText);
  }

  private text(field: string): Field<string> {
    return this.read(field, (value) => (typeof value === "string" ? value : undefined));
  }

  private list<T>(field: string, accept: (value: Value) => T | undefined): Field<readonly Field<T>[]> {
    const value = this.value(field);
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value)) return notKnown;
    return value.map((entry) => accept(entry) ?? notKnown);
  }

  private read<T>(field: string, accept: (value: Value) => T | undefined): Field<T> {
    const value = this.value(field);
    return value === undefined || value === null ? undefined : (accept(value) ?? notKnown);
  }

  private value(field: string): Value | undefined {
    if (!isObject(this.tree)) return this.tree;
    const own = Object.hasOwn(this.tree, field) ? this.tree[field] : undefined;
    if (!(own instanceof Unknown)) return own;
    const reading = property(this.resource, this.pathOf(field));
    return reading.state === "known" ? reading.value : own;
  }
}
