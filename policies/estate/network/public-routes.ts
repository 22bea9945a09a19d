import { covers, everyV4, nowhere, union, type AddressSet } from "../../model/network/address-set";
import { parseAddress } from "../../model/network/parse-address";
import { parseTag, tagInside, type ServiceTag } from "../../model/network/service-tags";
import { view, type Estate } from "../estate";
import { joinById, joinByName } from "../join";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import type { Subnet } from "./subnets";

/** A user-defined route. */
interface Route {
  readonly resource: AzureResource;
  /** Path before a property of the route: "routes[0]." or "". */
  readonly path: string;
  readonly name: string;
  /** Its prefix as written, and its next hop in lower case; undefined where not known. */
  readonly prefix: string | undefined;
  readonly hop: string | undefined;
}

/** Where the user-defined routes of a subnet send what is meant for a service's public addresses. */
export type PublicRoute =
  /** Nothing is said, or the Internet itself: as Azure does it. */
  | { readonly state: "azure" }
  /** To an appliance or a gateway, whose owner provides the rest of the way. */
  | { readonly state: "away" }
  | { readonly state: "nowhere"; readonly route: Route }
  | { readonly state: "unknown" };

/** https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview#how-azure-selects-a-route */
export function publicRoute(estate: Estate, { resource, path }: Subnet, tag: ServiceTag): PublicRoute {
  const at = path ? `${path}.routeTable.id` : "routeTable.id";
  const join = joinById(estate, resource, at, ["network:RouteTable"]);
  if (join.state === "absent") return { state: "azure" };
  if (join.state !== "joined") return { state: "unknown" };
  const routes = byTable(estate).get(join.resource) ?? [];
  const byTag = routes.find(({ prefix }) => prefix !== undefined && isTagOf(prefix, tag));
  if (byTag) return leads(byTag);
  if (routes.some(({ prefix, hop }) => prefix === undefined || hop === undefined)) return { state: "unknown" };
  const towards = (wanted: (hop: string) => boolean): AddressSet =>
    routes
      .flatMap((route) => (wanted(route.hop!) ? (parseAddress(route.prefix!)?.set ?? nowhere) : nowhere))
      .reduce(union, nowhere);
  if (covers(towards(isAway), everyV4)) return { state: "away" };
  const lost = routes.find(({ hop }) => hop === "none");
  return lost &&
    covers(
      towards((hop) => hop === "none"),
      everyV4,
    )
    ? { state: "nowhere", route: lost }
    : { state: "azure" };
}

function leads(route: Route): PublicRoute {
  if (route.hop === undefined) return { state: "unknown" };
  if (route.hop === "none") return { state: "nowhere", route };
  return { state: isAway(route.hop) ? "away" : "azure" };
}

function isAway(hop: string): boolean {
  return hop !== "none" && hop !== "internet";
}

function isTagOf(prefix: string, tag: ServiceTag): boolean {
  const named = parseAddress(prefix) ? undefined : parseTag(prefix);
  return named !== undefined && tagInside(tag, named);
}

const byTable = view((estate: Estate) => {
  const found = new Map<AzureResource, Route[]>();
  for (const table of estate.ofType("network:RouteTable")) {
    const list = listProperty(table, "routes");
    const inline = list.state === "known" ? list.value.map((_, at) => routeAt(table, `routes[${at}].`)) : [];
    const hidden = { resource: table, path: "routes", name: "routes", prefix: undefined, hop: undefined };
    found.set(table, list.state === "unknown" ? [hidden] : inline);
  }
  for (const route of estate.ofType("network:Route")) {
    const join = joinByName(estate, route, ["routeTableName"], "network:RouteTable");
    if (join.state === "joined") found.get(join.resource)?.push(routeAt(route, ""));
  }
  return found as ReadonlyMap<AzureResource, readonly Route[]>;
});

function routeAt(resource: AzureResource, path: string): Route {
  const text = (property: string): string | undefined => {
    const reading = stringProperty(resource, `${path}${property}`);
    return reading.state === "known" ? reading.value : undefined;
  };
  const name = text(path ? "name" : "routeName") ?? resource.name;
  return { resource, path, name, prefix: text("addressPrefix"), hop: text("nextHopType")?.toLowerCase() };
}
