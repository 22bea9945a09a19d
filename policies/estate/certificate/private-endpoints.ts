import { isEmpty } from "../../model/network/address-set";
import { hostParty } from "../../model/network/endpoint";
import { view, type Estate } from "../estate";
import { joinById, joinByName } from "../join";
import { nameServersOf } from "../network/name-servers";
import { azureName, listed } from "../network/names";
import type { Address } from "../network/reach";
import { subnetAt } from "../network/subnets";
import { troubleByGroups, type Trouble } from "../network/way-out";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import { joinVault, vaultTitle } from "./vaults";

const zoneTypes: readonly ResourceType[] = ["privatedns:PrivateZone", "network:PrivateZone"];
const linkTypes: readonly ResourceType[] = ["privatedns:VirtualNetworkLink", "network:VirtualNetworkLink"];
const recordTypes: readonly ResourceType[] = ["privatedns:PrivateRecordSet", "network:PrivateRecordSet"];

/** The private endpoints of each vault. */
export const endpointsOfVault: (estate: Estate) => ReadonlyMap<AzureResource, readonly AzureResource[]> = view(
  (estate) => {
    const found = new Map<AzureResource, AzureResource[]>();
    for (const endpoint of estate.ofType("network:PrivateEndpoint")) {
      for (const list of ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"]) {
        const connections = listProperty(endpoint, list);
        const count = connections.state === "known" ? connections.value.length : 0;
        for (let at = 0; at < count; at++) {
          const join = joinVault(estate, endpoint, `${list}[${at}].privateLinkServiceId`);
          const vaults = join.state === "joined" ? [join.resource] : join.state === "candidates" ? join.resources : [];
          for (const vault of vaults) found.set(vault, [...(found.get(vault) ?? []), endpoint]);
        }
      }
    }
    return found;
  },
);

const zonesOfEndpoint = view((estate: Estate) => {
  const found = new Map<AzureResource, (AzureResource | undefined)[]>();
  for (const group of estate.ofType("network:PrivateDnsZoneGroup")) {
    const endpoint = joinByName(estate, group, ["privateEndpointName"], "network:PrivateEndpoint");
    if (endpoint.state !== "joined") continue;
    const configs = listProperty(group, "privateDnsZoneConfigs");
    const count = configs.state === "known" ? configs.value.length : 0;
    const zones = Array.from({ length: count }, (_, at) =>
      joinById(estate, group, `privateDnsZoneConfigs[${at}].privateDnsZoneId`, zoneTypes),
    ).map((join) => (join.state === "joined" ? join.resource : undefined));
    found.set(endpoint.resource, [...(found.get(endpoint.resource) ?? []), ...(count > 0 ? zones : [undefined])]);
  }
  return found as ReadonlyMap<AzureResource, readonly (AzureResource | undefined)[]>;
});

interface Link {
  readonly resource: AzureResource;
  /** Undefined where it is not known, or of another stack. */
  readonly network: AzureResource | undefined;
}

const linksOfZone = view((estate: Estate) => {
  const found = new Map<AzureResource, Link[]>();
  for (const resource of estate.ofTypes(linkTypes)) {
    const network = joinById(estate, resource, "virtualNetwork.id", ["network:VirtualNetwork"]);
    for (const type of zoneTypes) {
      const zone = joinByName(estate, resource, ["privateZoneName"], type);
      if (zone.state !== "joined") continue;
      const link = { resource, network: network.state === "joined" ? network.resource : undefined };
      found.set(zone.resource, [...(found.get(zone.resource) ?? []), link]);
    }
  }
  return found as ReadonlyMap<AzureResource, readonly Link[]>;
});

/**
 * What keeps a host from finding a private endpoint by the vault's name; undefined where it finds it. A zone of another
 * stack is taken to do its work.
 * https://learn.microsoft.com/azure/key-vault/general/private-link-service
 */
export function troubleByNames(
  estate: Estate,
  endpoint: AzureResource,
  vault: AzureResource,
  address: Address,
): Trouble | undefined {
  const name = azureName(endpoint);
  if (nameServersOf(estate, address) !== "azure") {
    const why = `the host asks name servers of its own, which may or may not lead to private endpoint ${name}`;
    const remedy = "name the hosts in rdp904:providedElsewhere.privateDns";
    return { state: "undecided", resource: endpoint, path: "", why, remedy };
  }
  const zones = zonesOfEndpoint(estate).get(endpoint) ?? [];
  if (zones.length === 0) return hasRecords(estate) ? undefined : noZone(endpoint, vault);
  const known = zones.flatMap((zone) => zone ?? []);
  const own = address.places.flatMap(({ subnet }) => subnet?.network.candidates ?? []);
  if (known.length === zones.length && known.every(isForOthers)) return wrongZone(endpoint, vault, known);
  const [zone] = known;
  if (!zone || known.length < zones.length || own.length === 0) return undefined;
  const links = known.filter((one) => !isForOthers(one)).flatMap((one) => linksOfZone(estate).get(one) ?? []);
  if (links.some(({ network }) => network === undefined || own.includes(network))) return undefined;
  const [link] = links;
  const networks = own.map(azureName).join(" or ");
  const why = `zone ${azureName(zone)} is not linked to network ${networks}, so the vault's name leads past private endpoint ${name}`;
  return {
    ...{ state: "closed", resource: link?.resource ?? zone, path: link ? "virtualNetwork.id" : "", why },
    remedy: `Link the zone to ${networks}, or name the hosts in rdp904:providedElsewhere.privateDns.`,
  };
}

// Every cloud has an ending of its own, and the vaults' public zone may be overridden: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
function isForOthers(zone: AzureResource): boolean {
  const name = stringProperty(zone, "privateZoneName");
  return name.state === "known" && !/^(privatelink\.vaultcore|vault(core)?)\./i.test(name.value);
}

function wrongZone(endpoint: AzureResource, vault: AzureResource, zones: readonly AzureResource[]): Trouble {
  const names = listed(zones.map(azureName));
  const why = `private endpoint ${azureName(endpoint)} writes into zone ${names}, where nobody looks the vault ${vaultTitle(vault)} up`;
  const remedy = "Name the zone privatelink.vaultcore.azure.net.";
  return { state: "closed", resource: zones[0] ?? endpoint, path: "privateZoneName", value: names, why, remedy };
}

function noZone(endpoint: AzureResource, vault: AzureResource): Trouble {
  const why = `private endpoint ${azureName(endpoint)} has no DNS zone group, so the name of the vault ${vaultTitle(vault)} leads past it`;
  const remedy =
    "Add a zone group with privatelink.vaultcore.azure.net, or name the hosts in rdp904:providedElsewhere.privateDns.";
  return { state: "closed", resource: endpoint, path: "", why, remedy };
}

// Somebody may write the endpoint's address into a zone by hand.
function hasRecords(estate: Estate): boolean {
  return estate.ofTypes(recordTypes).some((record) => {
    const type = stringProperty(record, "recordType");
    return type.state === "unknown" || (type.state === "known" && type.value.toUpperCase() === "A");
  });
}

/** What security groups do on the way to a private endpoint; undefined where they let it pass. */
export function troubleToEndpoint(
  estate: Estate,
  endpoint: AzureResource,
  addresses: readonly Address[],
): Trouble | undefined {
  const [subnet, ...others] = subnetAt(estate, endpoint, "subnet.id", () => true).candidates;
  if (!subnet || others.length > 0 || isEmpty(subnet.ranges.set)) return undefined;
  const party = hostParty(subnet.ranges.set, { known: new Set(), complete: false });
  const title = `private endpoint ${azureName(endpoint)}`;
  const trouble = troubleByGroups(addresses, { title, to: () => party, protocol: "tcp", port: 443 });
  return trouble?.state === "closed" ? trouble : undefined;
}
