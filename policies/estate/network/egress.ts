import { isEmpty } from "../../model/network/address-set";
import type { ServiceTag } from "../../model/network/service-tag";
import type { Estate } from "../estate";
import { joinByName, madeFrom } from "../join";
import { booleanProperty, listProperty, property, stringProperty, type AzureResource } from "../resource";
import { frontendOf } from "./frontends";
import { azureName } from "./names";
import { publicRoute } from "./public-routes";
import type { Address, Place } from "./reach";
import { subnetTitle, type Subnet } from "./subnets";
import type { Trouble } from "./way-out";

/** A service of Azure as routes and subnets know it. */
export interface RoutedService {
  readonly tag: ServiceTag;
  /** Names of the service endpoints that lead to it from a subnet. */
  readonly endpoints: readonly string[];
}

/**
 * What keeps a host from leaving its network towards a service; undefined where it has a way out. What lies in another
 * stack is taken to lead out.
 * https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
 */
export function troubleByEgress(estate: Estate, address: Address, service: RoutedService): Trouble | undefined {
  const troubles = address.places.map((place) => atPlace(estate, address, place, service));
  const [first] = troubles;
  if (!first || troubles.includes(undefined)) return undefined;
  return troubles.find((one) => one?.state === "undecided") ?? first;
}

function atPlace(estate: Estate, address: Address, place: Place, service: RoutedService): Trouble | undefined {
  const { subnet } = place;
  if (!subnet) return undefined;
  const trouble = byDefault(address, place, subnet);
  if (!trouble && !hasRouteTable(subnet)) return undefined;
  if (hasServiceEndpoint(subnet, service.endpoints)) return undefined;
  const routed = publicRoute(estate, subnet, service.tag);
  if (routed.state === "away" || routed.state === "unknown") return undefined;
  if (routed.state === "nowhere") {
    const { resource, path, name, prefix } = routed.route;
    const why = `${name} of ${azureName(resource)} sends ${prefix} to None`;
    const remedy = "Send it to an appliance or to the Internet instead, or give the subnet the service endpoint.";
    return { state: "closed", resource, path: `${path}nextHopType`, value: "None", why, remedy };
  }
  return trouble && hasOwnWay(estate, address, subnet) ? undefined : trouble;
}

function hasRouteTable(subnet: Subnet): boolean {
  return property(subnet.resource, at(subnet, "routeTable")).state !== "absent";
}

/** Whether a subnet has one of these service endpoints. */
export function hasServiceEndpoint(subnet: Subnet, endpoints: readonly string[]): boolean {
  const path = at(subnet, "serviceEndpoints");
  const list = listProperty(subnet.resource, path);
  if (list.state !== "known") return list.state === "unknown";
  return list.value.some((_, index) => {
    const service = stringProperty(subnet.resource, `${path}[${index}].service`);
    return service.state !== "known" || endpoints.includes(service.value.toLowerCase());
  });
}

function at({ path }: Subnet, name: string): string {
  return path ? `${path}.${name}` : name;
}

// A value that is not known yet is there all the same: somebody set it.
function hasOwnWay(estate: Estate, { configuration }: Address, subnet: Subnet): boolean {
  const { resource, path } = configuration;
  return (
    property(subnet.resource, at(subnet, "natGateway")).state !== "absent" ||
    property(resource, `${path}.publicIPAddress`).state !== "absent" ||
    property(resource, `${path}.publicIPAddressConfiguration`).state !== "absent" ||
    throughBalancer(estate, resource, `${path}.loadBalancerBackendAddressPools`)
  );
}

const pools = "network:LoadBalancerBackendAddressPool";

function throughBalancer(estate: Estate, from: AzureResource, path: string): boolean {
  const list = listProperty(from, path);
  if (list.state === "absent" || (list.state === "known" && list.value.length === 0)) return false;
  const made = madeFrom(estate, from, path, ["network:LoadBalancer", pools]);
  const named = (list.state === "known" ? list.value : []).flatMap((_, index) => {
    const id = stringProperty(from, `${path}[${index}].id`);
    return id.state === "known" ? estate.byId(id.value.split("/").slice(0, -2).join("/")) : [];
  });
  const balancers = [...named, ...made].flatMap((resource) => {
    if (resource.type !== pools) return resource.type === "network:LoadBalancer" ? [resource] : [];
    const join = joinByName(estate, resource, ["loadBalancerName"], "network:LoadBalancer");
    return join.state === "joined" ? [join.resource] : [];
  });
  // A pool of another stack may have its outbound rules there.
  return balancers.length === 0 || balancers.some(leadsOut);
}

function leadsOut(balancer: AzureResource): boolean {
  const has = (list: string): boolean => {
    const reading = listProperty(balancer, list);
    return reading.state === "unknown" || (reading.state === "known" && reading.value.length > 0);
  };
  return (
    has("outboundRules") ||
    (has("loadBalancingRules") && frontendOf(balancer, balancer, "frontendIPConfiguration.id").isPublic !== "no")
  );
}

function byDefault({ machine }: Address, place: Place, subnet: Subnet): Trouble | undefined {
  const { resource } = subnet;
  const path = at(subnet, "defaultOutboundAccess");
  const access = booleanProperty(resource, path);
  const title = subnetTitle(subnet);
  const remedy = "Give the subnet a NAT gateway, or a default route to a firewall.";
  const noOther = "it has no NAT gateway, public address, outbound rule or route to a firewall";
  if (access.state === "unknown") {
    const why = `${path} of ${title} is not known yet`;
    return { state: "undecided", resource, path, why, remedy: `make ${path} known` };
  }
  const why = whyNoDefault(access, machine.resource, subnet);
  if (why === undefined) return undefined;
  if (!isEmpty(place.network.possible)) {
    const behind = `${title} is private, and a gateway or a peered network may lead out of it`;
    return {
      state: "undecided",
      resource,
      path,
      why: behind,
      remedy: "name the hosts in rdp904:providedElsewhere.egress",
    };
  }
  const value = access.state === "known" ? { value: String(access.value) } : {};
  return { state: "closed", resource, path, ...value, why: `${title} ${why}, and ${noOther}`, remedy };
}

function whyNoDefault(
  access: ReturnType<typeof booleanProperty>,
  machine: AzureResource,
  subnet: Subnet,
): string | undefined {
  if (access.state === "known" && !access.value) return "is private";
  const mode = stringProperty(machine, "orchestrationMode");
  const flexible = mode.state === "known" && mode.value.toLowerCase() === "flexible";
  if (flexible) return "holds a Flexible scale set, which gets no default outbound access";
  if (access.state === "known") return undefined;
  const [network] = subnet.network.candidates;
  const version = /v(\d{8})/.exec((network ?? subnet.resource).token)?.[1];
  return version !== undefined && version > lastOpenVersion ? `is private by API version ${version}` : undefined;
}

// Networks that are made by a later version of the API have private subnets unless they say otherwise.
const lastOpenVersion = "20260331";
