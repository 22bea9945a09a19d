import { everywhere, nowhere, subtract, union, type AddressSet } from "./address-set";
import { cloudHolds } from "./known-service-tags";
import { parseAddress } from "./parse-address";
import type { ServiceTag } from "./service-tag";

/** What the tag VirtualNetwork means at one place; where nothing is known of it, `inside` is empty. */
export interface NetworkSpace {
  /** The network's own addresses and those of networks that are surely connected. */
  readonly inside: AddressSet;
  /** Addresses that may belong to it as well, such as a company's own behind a gateway. */
  readonly possible: AddressSet;
}

/** Addresses that surely and that perhaps belong to something. */
export interface Extent {
  readonly sure: AddressSet;
  readonly maybe: AddressSet;
}

function setOf(...prefixes: string[]): AddressSet {
  return prefixes.map((prefix) => parseAddress(prefix)?.set ?? nowhere).reduce(union);
}

/** Addresses that never cross the Internet; the documentation ranges stay out, because examples use them as public. */
export const privateAddresses: AddressSet = setOf(
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
  ...["224.0.0.0/3", "168.63.129.16/32", "::/3", "4000::/2", "8000::/1"],
);
export const publicAddresses: AddressSet = subtract(everywhere, privateAddresses);

/** The same network behind routes that somebody wrote, whose prefixes Azure counts to the tag VirtualNetwork. */
export function withRoutes(space: NetworkSpace, routed: AddressSet, open: boolean): NetworkSpace {
  const inside = union(space.inside, routed);
  return { inside, possible: open ? subtract(everywhere, inside) : subtract(space.possible, inside) };
}

/** Private addresses that a company may route into a virtual network. */
export const routableAddresses: AddressSet = setOf(
  "10.0.0.0/8",
  "100.64.0.0/10",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "fc00::/7",
);

/** The space of a network of which nothing is known. */
export const unknownSpace: NetworkSpace = { inside: nowhere, possible: routableAddresses };

/** The space of a network with known ranges; behind a gateway, whatever private range exists elsewhere may belong to it. */
export function spaceOf(inside: AddressSet, behindGateway: boolean): NetworkSpace {
  return { inside, possible: behindGateway ? subtract(routableAddresses, inside) : nowhere };
}

const platformHost = setOf("168.63.129.16", "fe80::1234:5678:9abc");
const platformMetadata = setOf("169.254.169.254");

/**
 * Outbound, security groups leave these alone, but for rules that name them by their own tag.
 * https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#azure-platform-considerations
 */
export const platformAddresses: AddressSet = union(platformHost, platformMetadata);

/** Reads the name of a service tag; undefined where the text cannot be one. */
export function parseTag(text: string): ServiceTag | undefined {
  const earlier = parsed.get(text);
  if (earlier !== undefined) return earlier;
  const trimmed = text.trim();
  if (!/^[a-z][a-z0-9]*(\.[a-z][a-z0-9 ]*)?$/i.test(trimmed)) return undefined;
  if (parsed.size >= mostParsed) parsed.clear();
  const tag = trimmed.toLowerCase();
  parsed.set(text, tag);
  return tag;
}

// Thousands of rules name the same few tags.
const parsed = new Map<string, ServiceTag>();
const mostParsed = 1_000;

export function isPlatformTag(tag: ServiceTag): boolean {
  return tag.startsWith("azureplatform");
}

/**
 * True where every member of one tag is surely one of the other: the same tag, a region inside its global tag, or a
 * service inside AzureCloud.
 */
export function tagInside(inner: ServiceTag, outer: ServiceTag): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || cloudHolds(outer, inner);
}

const somewherePublic: Extent = { sure: nowhere, maybe: publicAddresses };
const outsides = new WeakMap<NetworkSpace, Extent>();

// All rules of all hosts in a network mean the same addresses by the tag Internet.
function outside(network: NetworkSpace): Extent {
  const extent = outsides.get(network) ?? { sure: subtract(publicAddresses, network.inside), maybe: nowhere };
  outsides.set(network, extent);
  return extent;
}

/** Where the members of a tag lie. Tags whose ranges Microsoft changes weekly are never guessed: somewhere public. */
export function tagExtent(tag: ServiceTag, network: NetworkSpace): Extent {
  switch (tag) {
    case "virtualnetwork":
      return { sure: network.inside, maybe: network.possible };
    case "internet":
      return outside(network);
    case "azureloadbalancer":
    case "azureplatformdns":
      return { sure: platformHost, maybe: nowhere };
    case "azureplatformimds":
      return { sure: platformMetadata, maybe: nowhere };
    default:
      return somewherePublic;
  }
}
