import { isEmpty, nowhere, union, type AddressSet } from "../../model/network/address-set";
import { spaceOf, unknownSpace, withRoutes, type NetworkSpace } from "../../model/network/service-tags";
import { view, type Estate } from "../estate";
import { joinById, joinByName } from "../join";
import { booleanProperty, listProperty, type AzureResource } from "../resource";
import { routedRanges } from "./routed-ranges";
import { rangesAt, subnetAt, subnetsOfNetwork, type Ranges, type Subnet } from "./subnets";

/** A peering, inline in its network or a resource of its own. */
interface Peering {
  readonly resource: AzureResource;
  /** Path before a property of the peering: "virtualNetworkPeerings[0]." or "". */
  readonly path: string;
}

/** What the tag VirtualNetwork means in each network: its own ranges, those of peered ones, and what gateways may add. */
const networkSpaces: (estate: Estate) => ReadonlyMap<AzureResource, NetworkSpace> = view((estate) => {
  const peerings = peeringsByNetwork(estate);
  const behindGateway = networksWithGateway(estate);
  const spaces = estate.ofType("network:VirtualNetwork").map((network) => {
    const own = ownRanges(estate, network);
    let inside = own.set;
    let open = !own.complete || behindGateway.has(network);
    for (const peering of peerings.get(network) ?? []) {
      const peered = peeredRanges(estate, peering);
      inside = union(inside, peered.set);
      open ||= !peered.complete;
    }
    return [network, spaceOf(inside, open)] as const;
  });
  return new Map(spaces);
});

const around = new WeakMap<Subnet, NetworkSpace>();

/** What the tag VirtualNetwork means in a subnet, whose own routes add to it. Where its network is not known, little is. */
export function spaceAround(estate: Estate, subnet: Subnet): NetworkSpace {
  const space = around.get(subnet) ?? spaceWithRoutes(estate, subnet);
  around.set(subnet, space);
  return space;
}

/** The same without what its routes add: where Azure delivers by itself. */
export function connectedSpace(estate: Estate, { network }: Subnet): NetworkSpace {
  const [only, ...others] = network.candidates;
  const known = only && others.length === 0 && network.open === undefined ? networkSpaces(estate).get(only) : undefined;
  return known ?? unknownSpace;
}

function spaceWithRoutes(estate: Estate, subnet: Subnet): NetworkSpace {
  const { ranges, open } = routedRanges(estate, subnet);
  const space = connectedSpace(estate, subnet);
  return isEmpty(ranges) && !open ? space : withRoutes(space, ranges, open);
}

function ownRanges(estate: Estate, network: AzureResource): Ranges {
  const own = rangesAt(network, undefined, "addressSpace.addressPrefixes");
  const known = subnetsOfNetwork(estate).get(network) ?? [];
  const inSubnets = known.map((subnet) => subnet.ranges.set).reduce(union, nowhere);
  return { set: union(own.set, inSubnets), complete: own.complete };
}

function peeringsByNetwork(estate: Estate): Map<AzureResource, Peering[]> {
  const found = new Map<AzureResource, Peering[]>();
  const add = (network: AzureResource, peering: Peering): void => {
    const list = found.get(network);
    if (list) list.push(peering);
    else found.set(network, [peering]);
  };
  for (const resource of estate.ofType("network:VirtualNetworkPeering")) {
    const join = joinByName(estate, resource, ["virtualNetworkName"], "network:VirtualNetwork");
    if (join.state === "joined") add(join.resource, { resource, path: "" });
    if (join.state === "candidates") for (const network of join.resources) add(network, { resource, path: "" });
  }
  for (const resource of estate.ofType("network:VirtualNetwork")) {
    const list = listProperty(resource, "virtualNetworkPeerings");
    if (list.state !== "known") continue;
    list.value.forEach((_, at) => add(resource, { resource, path: `virtualNetworkPeerings[${at}].` }));
  }
  return found;
}

function peeredRanges(estate: Estate, { resource, path }: Peering): Ranges {
  const access = booleanProperty(resource, `${path}allowVirtualNetworkAccess`);
  if (access.state === "known" && !access.value) return { set: nowhere, complete: true };
  const gateways = booleanProperty(resource, `${path}useRemoteGateways`);
  const throughGateway = gateways.state === "unknown" || (gateways.state === "known" && gateways.value);
  const ranges = remoteRanges(estate, resource, path);
  return { set: ranges.set, complete: ranges.complete && !throughGateway && access.state !== "unknown" };
}

function remoteRanges(estate: Estate, resource: AzureResource, path: string): Ranges {
  const join = joinById(estate, resource, `${path}remoteVirtualNetwork.id`, ["network:VirtualNetwork"]);
  if (join.state === "joined") return ownRanges(estate, join.resource);
  const written = ["remoteVirtualNetworkAddressSpace", "remoteAddressSpace"]
    .map((space) => rangesAt(resource, undefined, `${path}${space}.addressPrefixes`))
    .find((ranges) => !isEmpty(ranges.set));
  return written ?? { set: nowhere as AddressSet, complete: false };
}

function networksWithGateway(estate: Estate): Set<AzureResource> {
  const found = new Set<AzureResource>();
  for (const gateway of estate.ofType("network:VirtualNetworkGateway")) {
    const list = listProperty(gateway, "ipConfigurations");
    const count = list.state === "known" ? list.value.length : 0;
    for (let at = 0; at < count; at++) {
      const lies = subnetAt(estate, gateway, `ipConfigurations[${at}].subnet.id`, () => true);
      for (const subnet of lies.candidates) for (const network of subnet.network.candidates) found.add(network);
    }
  }
  for (const [network, list] of subnetsOfNetwork(estate)) {
    if (list.some(({ name }) => name !== undefined && gatewaySubnets.has(name.toLowerCase()))) found.add(network);
  }
  for (const connection of estate.ofType("network:HubVirtualNetworkConnection")) {
    const join = joinById(estate, connection, "remoteVirtualNetwork.id", ["network:VirtualNetwork"]);
    const networks = join.state === "joined" ? [join.resource] : join.state === "candidates" ? join.resources : [];
    for (const network of networks) found.add(network);
  }
  return found;
}

// What stands there learns routes that are in no stack, as a virtual hub does.
const gatewaySubnets = new Set(["gatewaysubnet", "routeserversubnet"]);
