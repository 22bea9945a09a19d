import { armNaming, parseArmId, type ArmId } from "./arm-id";
import { stringProperty, type AzureResource } from "./resource";
import type { ResourceType } from "./resource-type";

/** The graph that rules judge: every resource of a stack in one place, with the ways to find them. */
export class Estate {
  private readonly urns = new Map<string, AzureResource>();
  private readonly types = new Map<ResourceType, AzureResource[]>();
  private readonly named = new Map<ResourceType, Names>();
  private knownIds?: ReadonlyMap<string, AzureResource>;

  constructor(readonly resources: readonly AzureResource[]) {
    for (const resource of resources) {
      this.urns.set(resource.urn, resource);
      append(this.types, resource.type, resource);
    }
  }

  byUrn(urn: string): AzureResource | undefined {
    return this.urns.get(urn);
  }

  ofType(type: ResourceType): readonly AzureResource[] {
    return this.types.get(type) ?? [];
  }

  ofTypes(types: readonly ResourceType[]): readonly AzureResource[] {
    return types.flatMap((type) => this.ofType(type));
  }

  /** Resources that a known ARM id can mean: by their own id, else by type, names and resource group. */
  byId(id: string): readonly AzureResource[] {
    const exact = this.ids.get(id.trim().toLowerCase());
    if (exact) return [exact];
    const parsed = parseArmId(id);
    if (!parsed?.type) return [];
    return this.byNames(parsed.type, parsed.names).filter((candidate) => sameGroup(candidate, parsed));
  }

  /** Resources of a type whose ARM names, outermost first, are these. */
  byNames(type: ResourceType, names: readonly string[]): readonly AzureResource[] {
    return this.namesOf(type).known.get(nameKey(names)) ?? [];
  }

  /** Resources of a type whose ARM name is not known yet, so that any name may mean them. */
  withoutKnownName(type: ResourceType): readonly AzureResource[] {
    return this.namesOf(type).unknown;
  }

  private get ids(): ReadonlyMap<string, AzureResource> {
    return (this.knownIds ??= new Map(
      this.resources.flatMap((resource) => {
        const { id } = resource;
        return id === undefined ? [] : [[id.toLowerCase(), resource] as const];
      }),
    ));
  }

  private namesOf(type: ResourceType): Names {
    const names = this.named.get(type) ?? namesAmong(this.ofType(type));
    this.named.set(type, names);
    return names;
  }
}

/** Resources of one type by their ARM names, and those whose names are not known yet. */
interface Names {
  readonly known: ReadonlyMap<string, readonly AzureResource[]>;
  readonly unknown: readonly AzureResource[];
}

function namesAmong(resources: readonly AzureResource[]): Names {
  const known = new Map<string, AzureResource[]>();
  const unknown: AzureResource[] = [];
  for (const resource of resources) {
    const names = armNames(resource);
    if (names) append(known, nameKey(names), resource);
    else unknown.push(resource);
  }
  return { known, unknown };
}

/** ARM names of a resource from the outermost parent on, or undefined where one of them is not known. */
export function armNames(resource: AzureResource): string[] | undefined {
  const naming = armNaming[resource.type];
  if (!naming) return undefined;
  const names: string[] = [];
  for (const property of naming.nameProperties) {
    const name = stringProperty(resource, property);
    if (name.state !== "known") return fromOutputs(resource);
    names.push(name.value);
  }
  return names;
}

// An exported state holds outputs only; there the id tells the names that inputs would have told.
function fromOutputs(resource: AzureResource): string[] | undefined {
  return resource.id === undefined ? undefined : [...(parseArmId(resource.id)?.names ?? [])];
}

function sameGroup(resource: AzureResource, id: ArmId): boolean {
  const group = stringProperty(resource, "resourceGroupName");
  return group.state !== "known" || id.resourceGroup === undefined || group.value.toLowerCase() === id.resourceGroup;
}

function nameKey(names: readonly string[]): string {
  return names.join("/").toLowerCase();
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Makes a view of an estate that is computed once for each estate, so that rules share it. */
export function view<T>(compute: (estate: Estate) => T): (estate: Estate) => T {
  const known = new WeakMap<Estate, T>();
  return (estate) => {
    const earlier = known.get(estate);
    if (earlier !== undefined) return earlier;
    const computed = compute(estate);
    known.set(estate, computed);
    return computed;
  };
}
