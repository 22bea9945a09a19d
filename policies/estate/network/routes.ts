import { covers, everyV4, everyV6, nowhere, union, type AddressSet } from "../../model/network/address-set";
import { parseAddress } from "../../model/network/parse-address";
import { view, type Estate } from "../estate";
import { joinById, joinByName } from "../join";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import type { Subnet } from "./subnets";

/** Where the routes that somebody wrote for a subnet lead. */
export interface RoutedRanges {
  /** Ranges that an appliance, a gateway or the network itself takes. */
  readonly ranges: AddressSet;
  /** True where more may be routed: everything by a default route, or what a route that is not known says. */
  readonly open: boolean;
}

const none: RoutedRanges = { ranges: nowhere, open: false };

/** Where the user-defined routes of a subnet lead. */
export function routedRanges(estate: Estate, { resource, path }: Subnet): RoutedRanges {
  const at = path ? `${path}.routeTable.id` : "routeTable.id";
  const join = joinById(estate, resource, at, ["network:RouteTable"]);
  if (join.state === "absent") return none;
  return join.state === "joined" ? (byTable(estate).get(join.resource) ?? none) : { ranges: nowhere, open: true };
}

const byTable = view((estate: Estate) => {
  const found = new Map<AzureResource, RoutedRanges>();
  for (const table of estate.ofType("network:RouteTable")) {
    const list = listProperty(table, "routes");
    const inline = list.state === "known" ? list.value.map((_, at) => routeAt(table, `routes[${at}].`)) : [];
    found.set(table, inline.reduce(together, { ranges: nowhere, open: list.state === "unknown" }));
  }
  for (const route of estate.ofType("network:Route")) {
    const join = joinByName(estate, route, ["routeTableName"], "network:RouteTable");
    const tables = join.state === "joined" ? [join.resource] : join.state === "candidates" ? join.resources : [];
    for (const table of tables) found.set(table, together(found.get(table) ?? none, routeAt(route, "")));
  }
  return found as ReadonlyMap<AzureResource, RoutedRanges>;
});

function together(a: RoutedRanges, b: RoutedRanges): RoutedRanges {
  return { ranges: union(a.ranges, b.ranges), open: a.open || b.open };
}

function routeAt(resource: AzureResource, path: string): RoutedRanges {
  const hop = stringProperty(resource, `${path}nextHopType`);
  if (hop.state === "known" && /^(internet|none)$/i.test(hop.value)) return none;
  const prefix = stringProperty(resource, `${path}addressPrefix`);
  const set = prefix.state === "known" ? parseAddress(prefix.value)?.set : undefined;
  if (!set || hop.state !== "known") return { ranges: nowhere, open: true };
  const isDefault = covers(set, everyV4) || covers(set, everyV6);
  return isDefault ? { ranges: nowhere, open: true } : { ranges: set, open: false };
}
