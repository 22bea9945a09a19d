import { covers, everyV4, everyV6, nowhere, union, type AddressSet } from "../../model/network/address-set";
import type { Estate } from "../estate";
import { routeTableOf, type Route } from "./routes";
import type { Subnet } from "./subnets";

/** Where the routes that somebody wrote for a subnet lead. */
export interface RoutedRanges {
  /** Ranges that an appliance, a gateway or the network itself takes. */
  readonly ranges: AddressSet;
  /** True where more may be routed: everything by a default route, or what a route that is not known says. */
  readonly open: boolean;
}

const none: RoutedRanges = { ranges: nowhere, open: false };
const anything: RoutedRanges = { ranges: nowhere, open: true };

/** Where the user-defined routes of a subnet lead. */
export function routedRanges(estate: Estate, subnet: Subnet): RoutedRanges {
  const { candidates, open } = routeTableOf(estate, subnet);
  const [table, ...others] = candidates;
  if (open || others.length > 0) return anything;
  return table ? table.routes.map(rangesOf).reduce(together, none) : none;
}

function together(a: RoutedRanges, b: RoutedRanges): RoutedRanges {
  return { ranges: union(a.ranges, b.ranges), open: a.open || b.open };
}

function rangesOf({ addresses, hop }: Route): RoutedRanges {
  if (hop === "internet" || hop === "none") return none;
  if (!addresses || hop === undefined) return anything;
  const isDefault = covers(addresses, everyV4) || covers(addresses, everyV6);
  return isDefault ? anything : { ranges: addresses, open: false };
}
