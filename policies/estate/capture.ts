import { copyProperties } from "./copy";
import { Estate } from "./estate";
import type { AzureResource } from "./resource";
import { resourceType } from "./resource-type";

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

  /** The whole estate. A resource whose inputs nobody saw (an exported state) is read from its outputs. */
  stackEstate(resources: readonly StackResource[], facts: readonly AzureResource[] = []): Estate {
    const own = resources.map((resource) => this.joined(resource));
    const ids = new Set(own.map(idOf));
    return new Estate([...facts.filter((fact) => !ids.has(idOf(fact) ?? "")), ...own]);
  }

  private joined(resource: StackResource): AzureResource {
    const outputs = copyProperties(resource.props);
    return {
      ...identity(resource),
      inputs: this.registered.get(resource.urn)?.inputs ?? outputs,
      outputs,
      parent: resource.parent?.urn ?? resource.opts?.parent,
      dependencies: resource.dependencies.map((dependency) => dependency.urn),
      propertyDependencies: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([key, made]) => [key, made.map((one) => one.urn)]),
      ),
    };
  }
}

function idOf({ outputs }: AzureResource): string | undefined {
  const id = outputs["id"];
  return typeof id === "string" ? id.toLowerCase() : undefined;
}

/** A resource by itself, as far as it is known when it is registered. */
export function registeredResource(resource: RegisteredResource): AzureResource {
  return {
    ...identity(resource),
    inputs: copyProperties(resource.props),
    outputs: {},
    parent: resource.opts?.parent,
    dependencies: [],
    propertyDependencies: {},
  };
}

function identity(resource: RegisteredResource): Pick<AzureResource, "urn" | "name" | "token" | "type"> {
  return { urn: resource.urn, name: resource.name, token: resource.type, type: resourceType(resource.type) };
}
