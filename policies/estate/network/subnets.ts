import { nowhere, unionOf, type AddressSet } from "../../model/network/address-set";
import { parseAddress } from "../../model/network/parse-address";
import { view, type Estate } from "../estate";
import { joinByName, madeFrom } from "../join";
import { listProperty, property, stringProperty, type AzureResource } from "../resource";
import { azureName } from "./names";
import { oneOf, outside, type OneOf } from "./one-of";
import { groupLevel, type GroupLevel } from "./security-groups";

/** A subnet, inline in its network or a resource of its own. */
export interface Subnet {
  /** The subnet, or the virtual network that holds it. */
  readonly resource: AzureResource;
  /** Where it stands in that resource: "subnets[0]", or "" for a resource of its own. */
  readonly path: string;
  /** Its name in Azure where it is known. */
  readonly name: string | undefined;
  readonly network: OneOf<AzureResource>;
  readonly ranges: Ranges;
  readonly level: GroupLevel;
}

/** Address ranges as far as they are known. */
export interface Ranges {
  readonly set: AddressSet;
  /** False where there may be more. */
  readonly complete: boolean;
}

const types = ["network:Subnet", "network:VirtualNetwork"];

/** Every subnet of the estate, by the resource that holds it. */
export const subnets: (estate: Estate) => ReadonlyMap<AzureResource, readonly Subnet[]> = view(
  (estate) =>
    new Map([
      ...estate.ofType("network:Subnet").map((resource) => [resource, [standAlone(estate, resource)]] as const),
      ...estate.ofType("network:VirtualNetwork").map((resource) => [resource, inline(estate, resource)] as const),
    ]),
);

/** Every subnet of a network, inline or stand-alone. */
export const subnetsOfNetwork: (estate: Estate) => ReadonlyMap<AzureResource, readonly Subnet[]> = view((estate) => {
  const found = new Map<AzureResource, Subnet[]>();
  for (const subnet of [...subnets(estate).values()].flat()) {
    for (const network of subnet.network.candidates) {
      const list = found.get(network);
      if (list) list.push(subnet);
      else found.set(network, [subnet]);
    }
  }
  return found;
});

/**
 * The subnet that an id leads to. Where the id is not known but was made from a virtual network, it is one of that
 * network's subnets that fit: by default those in which a network interface may lie.
 */
export function subnetAt(
  estate: Estate,
  from: AzureResource,
  path: string,
  fits: (subnet: Subnet) => boolean = takesInterfaces,
): OneOf<Subnet> {
  const id = stringProperty(from, path);
  if (id.state === "absent") return { candidates: [], open: undefined };
  const made = id.state === "known" ? byId(estate, id.value) : byOrigin(estate, from, path, fits);
  if (made.length > 0) return { candidates: made, open: undefined };
  if (id.state === "known") return { candidates: [], open: outside(from, path, id.value) };
  return { candidates: [], open: { resource: from, path, why: id.why, outside: undefined } };
}

function byId(estate: Estate, id: string): readonly Subnet[] {
  const exact = estate.byId(id).filter((resource) => resource.type === "network:Subnet");
  if (exact.length > 0) return exact.flatMap((resource) => subnets(estate).get(resource) ?? []);
  const [networkId, name] = id.trim().split(/\/subnets\//i);
  const networks = estate.byId(networkId ?? id).filter((resource) => resource.type === "network:VirtualNetwork");
  const all = networks.flatMap((network) => subnetsOfNetwork(estate).get(network) ?? []);
  const named = all.filter((subnet) => subnet.name?.toLowerCase() === name?.toLowerCase());
  return named.length > 0 ? named : all.filter((subnet) => subnet.name === undefined);
}

function byOrigin(
  estate: Estate,
  from: AzureResource,
  path: string,
  fits: (subnet: Subnet) => boolean,
): readonly Subnet[] {
  const origins = madeFrom(estate, from, path, types);
  const own = origins.filter((resource) => resource.type === "network:Subnet");
  if (own.length > 0) return own.flatMap((resource) => subnets(estate).get(resource) ?? []);
  const all = origins.flatMap((network) => subnetsOfNetwork(estate).get(network) ?? []);
  return all.filter(fits);
}

const reserved = new Set(["gatewaysubnet", "azurebastionsubnet", "azurefirewallsubnet", "routeserversubnet"]);
reserved.add("azurefirewallmanagementsubnet");

// Azure's own services, and those that a subnet is delegated to, leave no room for a machine.
function takesInterfaces({ resource, path, name }: Subnet): boolean {
  if (name !== undefined && reserved.has(name.toLowerCase())) return false;
  const delegations = listProperty(resource, path ? `${path}.delegations` : "delegations");
  return delegations.state !== "known" || delegations.value.length === 0;
}

function standAlone(estate: Estate, resource: AzureResource): Subnet {
  const join = joinByName(estate, resource, ["virtualNetworkName"], "network:VirtualNetwork");
  const name = [stringProperty(resource, "subnetName"), stringProperty(resource, "name")].find(
    (reading) => reading.state === "known",
  );
  return {
    resource,
    path: "",
    name: name?.state === "known" ? name.value : undefined,
    network: oneOf(resource, join, (network) => network),
    ranges: rangesAt(resource, "addressPrefix", "addressPrefixes"),
    level: groupLevel(estate, "subnet", resource, ""),
  };
}

function inline(estate: Estate, network: AzureResource): readonly Subnet[] {
  const list = listProperty(network, "subnets");
  if (list.state !== "known") return [];
  return list.value.map((_, index) => {
    const path = `subnets[${index}]`;
    const name = stringProperty(network, `${path}.name`);
    return {
      resource: network,
      path,
      name: name.state === "known" ? name.value : undefined,
      network: { candidates: [network], open: undefined },
      ranges: rangesAt(network, `${path}.addressPrefix`, `${path}.addressPrefixes`),
      level: groupLevel(estate, "subnet", network, path),
    };
  });
}

/** Reads address ranges that stand in a singular and a plural property; what is no range counts as not known. */
export function rangesAt(resource: AzureResource, one: string | undefined, many: string): Ranges {
  const single = one === undefined ? undefined : property(resource, one);
  const list = listProperty(resource, many);
  const plural = list.state === "known" ? list.value.map((_, at) => property(resource, `${many}[${at}]`)) : [list];
  const sets: AddressSet[] = [];
  let complete = true;
  for (const reading of [single, ...plural]) {
    if (reading === undefined || reading.state === "absent") continue;
    const text = reading.state === "known" && typeof reading.value === "string" ? reading.value : undefined;
    const set = text === undefined || text === "" ? undefined : parseAddress(text)?.set;
    if (set) sets.push(set);
    else if (text !== "") complete = false;
  }
  return sets.length > 0 ? { set: unionOf(sets), complete } : { set: nowhere, complete: false };
}

/** "subnet web", or what can be said of it. */
export function subnetTitle(subnet: Subnet): string {
  return `subnet ${subnet.name ?? azureName(subnet.resource)}`;
}
