import { copyProperties, copyProperty } from "./copy";
import { Estate } from "./estate";
import type { AzureResource } from "./resource";
import { resourceType, type ResourceType } from "./resource-type";
import { Unknown, type Value, type ValueObject } from "./value";

/** A resource as `validateResource` shows it: inputs, before anything is created. */
export interface RegisteredResource {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly props: unknown;
  readonly opts?: { readonly parent?: string };
}

/** A resource as `validateStack` shows it: outputs, and what it was made from. */
export interface StackResource extends RegisteredResource {
  readonly parent?: { readonly urn: string };
  readonly dependencies: readonly { readonly urn: string }[];
  readonly propertyDependencies: Readonly<Record<string, readonly { readonly urn: string }[]>>;
}

/**
 * Remembers the inputs of every resource as it is registered, because `validateStack` sees outputs only, and the
 * provider's outputs leave inputs out that tell which resource belongs to which.
 */
export class Capture {
  private readonly registered = new Map<string, AzureResource>();

  remember(resource: RegisteredResource): void {
    this.registered.set(resource.urn, registeredResource(resource));
  }

  /** The estate as far as it is registered: inputs alone, nothing yet of what was made from what. */
  registeredEstate(facts: readonly AzureResource[] = []): Estate {
    return new Estate([...facts, ...this.registered.values()]);
  }

  /** The whole estate. A resource that nobody registered is read from its outputs. */
  stackEstate(resources: readonly StackResource[], facts: readonly AzureResource[] = []): Estate {
    const own = resources.map((resource) => new JoinedResource(resource, this.registered.get(resource.urn)));
    if (facts.length === 0) return new Estate(own);
    const ids = new Set(own.map(({ id }) => id?.toLowerCase()));
    return new Estate([...facts.filter(({ id }) => !ids.has(id?.toLowerCase() ?? "")), ...own]);
  }
}

/** A resource of the stack. Little of what the protocol says at the end is ever asked for, so it is read on demand. */
class JoinedResource implements AzureResource {
  readonly urn: string;
  readonly name: string;
  readonly token: string;
  readonly type: ResourceType;
  private allOutputs?: ValueObject;
  private readOutputs?: Map<string, Value>;
  private readMadeFrom?: AzureResource["propertyDependencies"];

  constructor(
    private readonly seen: StackResource,
    private readonly registered: AzureResource | undefined,
  ) {
    this.urn = seen.urn;
    this.name = seen.name;
    this.token = seen.type;
    this.type = registered?.type ?? resourceType(seen.type);
  }

  get id(): string | undefined {
    const id = copyProperty(this.seen.props, "id");
    return typeof id === "string" ? id : undefined;
  }

  get inputs(): ValueObject {
    return this.registered?.inputs ?? (this.allOutputs ??= copyProperties(this.seen.props));
  }

  output(name: string): Value {
    const earlier = this.readOutputs?.get(name);
    if (earlier !== undefined) return earlier;
    const value = copyProperty(this.seen.props, name);
    // What is not known yet is told again as fast as it is remembered.
    if (!(value instanceof Unknown)) (this.readOutputs ??= new Map()).set(name, value);
    return value;
  }

  get parent(): string | undefined {
    return this.seen.parent?.urn ?? this.seen.opts?.parent;
  }

  get dependencies(): readonly string[] {
    return this.seen.dependencies.map(({ urn }) => urn);
  }

  get propertyDependencies(): AzureResource["propertyDependencies"] {
    return (this.readMadeFrom ??= urnsOf(this.seen.propertyDependencies));
  }
}

function urnsOf(made: StackResource["propertyDependencies"]): AzureResource["propertyDependencies"] {
  const urns: Record<string, readonly string[]> = {};
  for (const [property, resources] of Object.entries(made)) {
    if (resources.length > 0) urns[property] = resources.map(({ urn }) => urn);
  }
  return urns;
}

/** A resource by itself, as far as it is known when it is registered. */
export function registeredResource({ urn, name, type, props, opts }: RegisteredResource): AzureResource {
  return new LoneResource(urn, name, type, resourceType(type), copyProperties(props), opts?.parent);
}

const nothing = Object.freeze({});

class LoneResource implements AzureResource {
  constructor(
    readonly urn: string,
    readonly name: string,
    readonly token: string,
    readonly type: ResourceType,
    readonly inputs: ValueObject,
    readonly parent: string | undefined,
  ) {}

  get id(): string | undefined {
    return undefined;
  }

  output(): undefined {
    return undefined;
  }

  get dependencies(): readonly string[] {
    return [];
  }

  get propertyDependencies(): AzureResource["propertyDependencies"] {
    return nothing;
  }
}
