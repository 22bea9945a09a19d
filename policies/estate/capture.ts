import { copyAt, copyProperties } from "./copy";
import { Estate } from "./estate";
import type { AzureResource } from "./resource";
import { resourceType, type ResourceType } from "./resource-type";
import type { Value, ValueObject } from "./value";

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
    const id = this.output("id");
    return typeof id === "string" ? id : undefined;
  }

  get inputs(): ValueObject {
    return this.registered?.inputs ?? (this.allOutputs ??= copyProperties(this.seen.props));
  }

  output(path: string): Value {
    return copyAt(this.seen.props, path);
  }

  get parent(): string | undefined {
    return this.seen.parent?.urn ?? this.seen.opts?.parent;
  }

  get dependencies(): readonly string[] {
    return this.seen.dependencies.map(({ urn }) => urn);
  }

  get propertyDependencies(): AzureResource["propertyDependencies"] {
    return this.seen.propertyDependencies;
  }
}

/** A resource by itself, as far as it is known when it is registered. */
export function registeredResource({ urn, name, type, props, opts }: RegisteredResource): AzureResource {
  return new LoneResource(urn, name, type, resourceType(type), opts?.parent, props);
}

const nothing = Object.freeze({});

class LoneResource implements AzureResource {
  private copied?: ValueObject;

  constructor(
    readonly urn: string,
    readonly name: string,
    readonly token: string,
    readonly type: ResourceType,
    readonly parent: string | undefined,
    private seen: unknown,
  ) {}

  // Copied when first asked for, which spares the many resources that no rule reads.
  get inputs(): ValueObject {
    if (this.copied) return this.copied;
    this.copied = copyProperties(this.seen);
    this.seen = undefined;
    return this.copied;
  }

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
