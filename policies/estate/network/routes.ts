import type { AddressSet } from "../../model/network/address-set";
import { parseAddress } from "../../model/network/parse-address";
import { view, type Estate } from "../estate";
import { joinById, joinByName } from "../join";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import { oneOf, type OneOf } from "./one-of";
import type { Subnet } from "./subnets";

/** A user-defined route, inline in its table or a resource of its own. */
export interface Route {
  readonly resource: AzureResource;
  /** Path before a property of the route: "routes[0]." or ""; of one that is not known, what is not known. */
  readonly path: string;
  readonly name: string;
  /** Its prefix as written, an address range or a service tag; undefined where not known. */
  readonly prefix: string | undefined;
  /** The addresses of its prefix; undefined where that is not known or is a service tag. */
  readonly addresses: AddressSet | undefined;
  /** Its next hop in lower case, "virtualappliance"; undefined where not known. */
  readonly hop: string | undefined;
}

/** A route of which the addresses are known. */
export type AddressRoute = Route & { readonly addresses: AddressSet };

/** A route table with all its routes; one that stands for what is not known has neither prefix nor hop. */
export interface RouteTable {
  readonly resource: AzureResource;
  readonly routes: readonly Route[];
}

/** The route table of a subnet. */
export function routeTableOf(estate: Estate, { resource, path }: Subnet): OneOf<RouteTable> {
  const at = path ? `${path}.routeTable.id` : "routeTable.id";
  const join = joinById(estate, resource, at, ["network:RouteTable"]);
  return oneOf(resource, join, (table) => ({ resource: table, routes: byTable(estate).get(table) ?? [] }));
}

/** Path of a property of a route, or of what keeps the whole route from being known. */
export function pathIn({ path }: Route, property: string): string {
  return path === "" || path.endsWith(".") ? `${path}${property}` : path;
}

export function hasAddresses(route: Route): route is AddressRoute {
  return route.addresses !== undefined;
}

const byTable = view((estate: Estate) => {
  const found = new Map<AzureResource, Route[]>();
  for (const table of estate.ofType("network:RouteTable")) {
    const list = listProperty(table, "routes");
    const inline = list.state === "known" ? list.value.map((_, at) => routeAt(table, `routes[${at}].`)) : [];
    found.set(table, list.state === "unknown" ? [unknownRoute(table, "routes")] : inline);
  }
  for (const route of estate.ofType("network:Route")) {
    const join = joinByName(estate, route, ["routeTableName"], "network:RouteTable");
    if (join.state === "joined") found.get(join.resource)?.push(routeAt(route, ""));
    if (join.state === "candidates") {
      for (const table of join.resources) found.get(table)?.push(unknownRoute(route, join.path));
    }
  }
  return found as ReadonlyMap<AzureResource, readonly Route[]>;
});

function unknownRoute(resource: AzureResource, path: string): Route {
  return { resource, path, name: resource.name, prefix: undefined, addresses: undefined, hop: undefined };
}

function routeAt(resource: AzureResource, path: string): Route {
  const text = (property: string): string | undefined => {
    const reading = stringProperty(resource, `${path}${property}`);
    return reading.state === "known" ? reading.value : undefined;
  };
  const name = text(path ? "name" : "routeName") ?? resource.name;
  const prefix = text("addressPrefix");
  const addresses = prefix === undefined ? undefined : parseAddress(prefix)?.set;
  return { resource, path, name, prefix, addresses, hop: text("nextHopType")?.toLowerCase() };
}
