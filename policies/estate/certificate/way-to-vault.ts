import type { Estate } from "../estate";
import { troubleByEgress } from "../network/egress";
import type { Address } from "../network/reach";
import { regionOf, toService, troubleByGroups, type Trouble } from "../network/way-out";
import { stringProperty, type AzureResource } from "../resource";
import { endpointsOfVault, troubleByNames, troubleToEndpoint } from "./private-endpoints";
import { troubleByFirewall, vaultServiceEndpoints } from "./vault-firewall";

/** What the settings say that a host gets from elsewhere. */
export interface Elsewhere {
  readonly egress: boolean;
  readonly privateDns: boolean;
}

/** What keeps a host from a vault of the estate; nothing where it gets there. */
export function troublesToVault(
  estate: Estate,
  vault: AzureResource,
  addresses: readonly Address[],
  elsewhere: Elsewhere,
): readonly Trouble[] {
  const [address] = addresses;
  if (!address) return [];
  const names = (endpointsOfVault(estate).get(vault) ?? []).map((endpoint) => ({
    endpoint,
    trouble: elsewhere.privateDns ? undefined : troubleByNames(estate, endpoint, vault, address),
  }));
  const found = names.find(({ trouble }) => trouble === undefined);
  if (found) return [troubleToEndpoint(estate, found.endpoint, addresses)].flatMap((one) => one ?? []);
  const refused = troubleByFirewall(estate, vault, address);
  if (refused) {
    // A private endpoint that is there is the way that somebody meant.
    const meant = names[0]?.trouble ?? refused;
    return elsewhere.privateDns ? [] : [meant];
  }
  const region = regionOf(stringProperty(vault, "location"));
  return publicTroubles(estate, addresses, region, elsewhere);
}

/** What keeps a host from the public addresses of a vault in a region. */
export function publicTroubles(
  estate: Estate,
  addresses: readonly Address[],
  region: string | undefined,
  elsewhere: Elsewhere,
): readonly Trouble[] {
  const trip = toService("AzureKeyVault", region);
  const service = { tag: trip.title.toLowerCase(), endpoints: vaultServiceEndpoints };
  const out = addresses.map((address) => troubleByEgress(estate, address, service));
  const noWay = elsewhere.egress || out.includes(undefined) ? undefined : out[0];
  return [troubleByGroups(addresses, trip), noWay].flatMap((one) => one ?? []);
}
