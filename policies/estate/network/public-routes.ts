import { everyV4, intersect } from "../../model/network/address-set";
import { routedParts } from "../../model/network/longest-prefix";
import type { ServiceTag } from "../../model/network/service-tag";
import { parseTag, publicAddresses, tagInside } from "../../model/network/service-tags";
import type { Estate } from "../estate";
import { hasAddresses, routeTableOf, type Route } from "./routes";
import type { Subnet } from "./subnets";

/** Where the user-defined routes of a subnet send what is meant for a service's public addresses. */
export type PublicRoute =
  /** Nothing is said, or the Internet itself: as Azure does it. */
  | { readonly state: "azure" }
  /** To an appliance or a gateway, whose owner provides the rest of the way. */
  | { readonly state: "away" }
  | { readonly state: "nowhere"; readonly route: Route }
  | { readonly state: "unknown" };

const publicV4 = intersect(publicAddresses, everyV4);

/** https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview#how-azure-selects-a-route */
export function publicRoute(estate: Estate, subnet: Subnet, tag: ServiceTag): PublicRoute {
  const { candidates, open } = routeTableOf(estate, subnet);
  const [table, ...others] = candidates;
  if (open || others.length > 0) return { state: "unknown" };
  if (!table) return { state: "azure" };
  const { routes } = table;
  const byTag = routes.find((route) => isFor(route, tag));
  if (byTag) return leads(byTag);
  if (routes.some(({ prefix, hop }) => prefix === undefined || hop === undefined)) return { state: "unknown" };
  const parts = routedParts(routes.filter(hasAddresses), publicV4);
  const ways = parts.map(({ route }) => (route ? leads(route) : undefined));
  const [first] = ways;
  if (!first || ways.includes(undefined)) return { state: "azure" };
  if (ways.every((way) => way?.state === first.state)) return first;
  return { state: ways.some((way) => way?.state === "away") ? "unknown" : "azure" };
}

function leads(route: Route): PublicRoute {
  if (route.hop === undefined) return { state: "unknown" };
  if (route.hop === "none") return { state: "nowhere", route };
  return { state: route.hop === "internet" ? "azure" : "away" };
}

function isFor({ prefix, addresses }: Route, tag: ServiceTag): boolean {
  const named = prefix === undefined || addresses ? undefined : parseTag(prefix);
  return named !== undefined && tagInside(tag, named);
}
