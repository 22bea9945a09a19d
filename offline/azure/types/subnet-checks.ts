import { Prefix, contains, overlaps, parsePrefix } from "../arm/addresses";
import { badRequest } from "../arm/errors";
import { PlainObject, textAt, textsAt } from "../wire/values";

/** The prefixes of a network's address space; throws for one that is malformed or has host bits. */
export function addressSpaceOf(network: PlainObject, id: string): Prefix[] {
  return textsAt(network, "addressSpace", "addressPrefixes").map((text) => checkedPrefix(text, id));
}

/** The prefixes of a subnet, from either of its two properties. */
export function prefixesOf(subnet: PlainObject, id: string): Prefix[] {
  const single = textAt(subnet, "addressPrefix");
  const texts = [...(single === undefined ? [] : [single]), ...textsAt(subnet, "addressPrefixes")];
  return [...new Set(texts)].map((text) => checkedPrefix(text, id));
}

function checkedPrefix(text: string, id: string): Prefix {
  const prefix = parsePrefix(text);
  if (prefix === undefined) {
    throw badRequest(
      "InvalidAddressPrefixFormat",
      `Address prefix ${text} of resource ${id} is not formatted correctly.`,
    );
  }
  if (prefix.hasHostBits) {
    throw badRequest(
      "InvalidCIDRNotation",
      `The address prefix ${text} in resource ${id} has an invalid CIDR notation. For the given prefix length, the ` +
        `address prefix should be ${prefix.network}.`,
    );
  }
  return prefix;
}

/** Refuses subnets that lie outside their network's address space or in one another. */
export function checkSubnets(networkId: string, network: PlainObject, subnets: readonly PlainObject[]): void {
  const space = addressSpaceOf(network, networkId);
  const networkName = networkId.slice(networkId.lastIndexOf("/") + 1);
  const placed: Prefix[] = [];
  for (const subnet of subnets) {
    const name = textAt(subnet, "name") ?? "";
    const prefixes = prefixesOf(subnet, `${networkId}/subnets/${name}`);
    if (prefixes.length === 0 || prefixes.some((prefix) => !space.some((whole) => contains(whole, prefix)))) {
      throw badRequest("NetcfgInvalidSubnet", `Subnet '${name}' is not valid in virtual network '${networkName}'.`);
    }
    if (prefixes.some((prefix) => placed.some((other) => overlaps(prefix, other)))) {
      throw badRequest(
        "NetcfgSubnetRangesOverlap",
        `Subnet '${name}' is not valid because its IP address range overlaps with that of an existing subnet in ` +
          `virtual network '${networkName}'.`,
      );
    }
    placed.push(...prefixes);
  }
}
