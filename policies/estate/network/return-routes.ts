import {
  covers,
  everyV6,
  intersect,
  isEmpty,
  nowhere,
  subtract,
  union,
  type AddressSet,
} from "../../model/network/address-set";
import type { Party } from "../../model/network/endpoint";
import { routedParts } from "../../model/network/longest-prefix";
import { parseTag, publicAddresses, tagInside } from "../../model/network/service-tags";
import type { Estate } from "../estate";
import type { AzureResource } from "../resource";
import type { Client } from "./client";
import { azureName } from "./names";
import { reachAddress, type Address, type Place } from "./reach";
import { hasAddresses, pathIn, routeTableOf, type Route, type RouteTable } from "./routes";
import { connectedSpace } from "./virtual-networks";

/** The way of a host's answers to a client who came from the Internet. */
export type ReturnWay =
  | { readonly state: "straight" }
  /** Through a virtual appliance, to some addresses of the client. */
  | { readonly state: "astray"; readonly addresses: AddressSet; readonly whole: boolean; readonly by: TableRoute }
  | ({ readonly state: "undecided" } & Doubt);

/** What leaves a way open. */
interface Doubt {
  readonly resource: AzureResource;
  readonly path: string;
  /** Half a sentence. */
  readonly why: string;
  /** One line: what would settle it. */
  readonly settle: string;
}

export interface TableRoute {
  readonly route: Route;
  readonly table: RouteTable;
}

const straight: ReturnWay = { state: "straight" };

/** Whether a subnet in which an address may lie has a route table. */
export function isRouted(estate: Estate, { places }: Address): boolean {
  return places.some(({ subnet }) => {
    if (!subnet) return false;
    const { candidates, open } = routeTableOf(estate, subnet);
    return candidates.length > 0 || open !== undefined;
  });
}

/**
 * The way of the answers from an address to the public addresses of a client. Of a declared client every address counts;
 * of an implied one those that are surely let in, and all must go astray. Undefined where there are none.
 */
export function returnWay(estate: Estate, address: Address, client: Client): ReturnWay | undefined {
  const knock = { client: client.party, protocol: "tcp", port: client.port } as const;
  const admitted =
    client.kind === "implied"
      ? reachAddress(estate, address, knock).filter(({ outcome }) => outcome === "allow")
      : undefined;
  const ways = address.places.flatMap((place) => {
    const party = client.party(place.network);
    const own = admitted?.map(({ addresses }) => addresses).reduce(union, nowhere) ?? party.within;
    const destinations = publicPart(estate, place, own, address.configuration.family);
    return isEmpty(destinations) ? [] : waysFrom(estate, place, { client, party, destinations });
  });
  return ways.length === 0 ? undefined : agreed(ways);
}

interface Trip {
  readonly client: Client;
  readonly party: Party;
  readonly destinations: AddressSet;
}

function publicPart(estate: Estate, { subnet }: Place, addresses: AddressSet, family: "v4" | "v6"): AddressSet {
  const beyond = intersect(addresses, publicAddresses);
  const far = subnet ? subtract(beyond, connectedSpace(estate, subnet).inside) : beyond;
  return family === "v6" ? intersect(far, everyV6) : { v4: far.v4, v6: [] };
}

function waysFrom(estate: Estate, { subnet }: Place, trip: Trip): readonly ReturnWay[] {
  if (!subnet) return [straight];
  const { candidates, open } = routeTableOf(estate, subnet);
  const ways = candidates.map((table) => wayBy(table, trip));
  if (!open) return ways.length > 0 ? ways : [straight];
  // The estate implies nothing about what lies outside it.
  if (open.outside !== undefined && trip.client.kind === "implied") return [...ways, straight];
  const { resource, path, why } = open;
  const settle =
    open.outside === undefined
      ? `make ${path} of ${resource.name} known`
      : "name the stack that holds the route table in knownResources";
  return [...ways, { state: "undecided", resource, path, why, settle }];
}

function agreed(ways: readonly ReturnWay[]): ReturnWay {
  const [first] = ways as [ReturnWay];
  if (ways.every(({ state }) => state === first.state)) return first;
  const open = ways.find(({ state }) => state === "undecided");
  if (open) return open;
  const [astray] = ways.flatMap((way) => (way.state === "astray" ? [way.by] : []));
  const { route, table } = astray!;
  const why = `nothing tells whether the host's subnet uses ${azureName(table.resource)}`;
  const settle = "write the id of the subnet's route table as plain text";
  return { state: "undecided", resource: route.resource, path: pathIn(route, "nextHopType"), why, settle };
}

/** Some destinations, whether their answers go astray (undefined where not known), and the route that decides. */
interface Part {
  readonly addresses: AddressSet;
  readonly astray: boolean | undefined;
  readonly route: Route | undefined;
}

function wayBy(table: RouteTable, { client, party, destinations }: Trip): ReturnWay {
  const parts = partsBy(table.routes, party, destinations);
  const lost = parts.filter(({ astray }) => astray === true);
  const open = parts.find(({ astray }) => astray === undefined)?.route;
  const [first] = lost;
  const isTotal = lost.length === parts.length;
  // Of an implied client, or of one of which nobody knows the addresses, a part may be nobody.
  const isSure = isTotal || (client.kind === "declared" && covers(party.sure, destinations));
  if (client.kind === "implied" && parts.some(({ astray }) => astray === false)) return straight;
  if (first?.route && isSure) {
    const addresses = lost.map((part) => part.addresses).reduce(union, nowhere);
    return { state: "astray", addresses, whole: isTotal, by: { route: first.route, table } };
  }
  const doubtful = open ?? first?.route;
  return doubtful ? { state: "undecided", ...doubtAbout(doubtful, client) } : straight;
}

function partsBy(routes: readonly Route[], party: Party, destinations: AddressSet): readonly Part[] {
  const byTag = routes.find((route) => party.tag !== undefined && tagInside(party.tag, tagOf(route) ?? ""));
  if (byTag) return [{ addresses: destinations, astray: isAstray(byTag), route: byTag }];
  const floating = routes.filter(mayTakeAnything);
  return routedParts(routes.filter(hasAddresses), destinations).map(({ addresses, route }) => {
    const astray = route ? isAstray(route) : false;
    const other = floating.find((one) => isAstray(one) !== astray || astray === undefined);
    return other ? { addresses, astray: undefined, route: other } : { addresses, astray, route };
  });
}

function isAstray({ hop }: Route): boolean | undefined {
  return hop === undefined ? undefined : hop === "virtualappliance";
}

function tagOf({ prefix, addresses }: Route): string | undefined {
  return prefix === undefined || addresses ? undefined : parseTag(prefix);
}

// Of all tags, only AzureCloud holds addresses that customers rent; the others are those of services.
function mayTakeAnything(route: Route): boolean {
  return route.prefix === undefined || /^azurecloud(\.|$)/.test(tagOf(route) ?? "");
}

function doubtAbout(route: Route, { title }: Client): Doubt {
  const { resource, prefix, hop, name } = route;
  if (prefix !== undefined && hop !== undefined) {
    const why = `nobody but Azure knows which addresses of ${title} the route ${name} to ${prefix} takes`;
    const settle = "write a route for the clients' own ranges";
    return { resource, path: pathIn(route, "addressPrefix"), why, settle };
  }
  const path = pathIn(route, prefix === undefined ? "addressPrefix" : "nextHopType");
  const of = `${path} of ${azureName(resource)}`;
  return { resource, path, why: `${of} is not known yet`, settle: `make ${of} known` };
}
