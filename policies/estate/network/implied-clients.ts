import { addressParty, meansHost, partiesOf } from "../../model/network/endpoint";
import { publicAddresses } from "../../model/network/service-tags";
import type { Estate } from "../estate";
import { allowsNaming, surelyAllows } from "./allow-rules";
import { bastionsByNetwork } from "./bastions";
import type { Client } from "./client";
import { forwardsTo } from "./forwards-to-host";
import { forwardsPort } from "./load-balancers";
import { azureName, ruleTitle } from "./names";
import { rdpPort } from "./rdp-port";
import type { Address, Place } from "./reach";
import type { SecurityGroup } from "./security-groups";

/**
 * The clients that the estate implies for a host for which nobody declared any: the sources of allow rules that name the
 * port, the subnet of a Bastion, and somebody beyond the network where a load balancer forwards RDP from a public address.
 */
export function impliedClients(estate: Estate, addresses: readonly Address[]): readonly Client[] {
  return addresses.flatMap((address) => [
    ...address.places.flatMap((place) => ruleClients(place)),
    ...bastionClients(estate, address),
    ...forwardedClients(estate, address),
  ]);
}

function implied(title: string, party: Client["party"]): Client {
  return { title, port: rdpPort, party, kind: "implied", certain: true };
}

function ruleClients(place: Place): readonly Client[] {
  const groups = place.levels.flatMap((level) => level.candidates);
  return groups.flatMap((group) => (group ? clientsOfGroup(group, place) : []));
}

function clientsOfGroup(group: SecurityGroup, place: Place): readonly Client[] {
  return allowsNaming(group, rdpPort).flatMap((rule) => {
    if (!surelyAllows(rule, rdpPort) || rule.protocol === "udp") return [];
    if (meansHost(rule.destination, place.host, place.network) !== "yes") return [];
    const title = `the sources of ${ruleTitle(rule)} of ${group.name}`;
    return partiesOf(rule.source, place.network).map((party, index) =>
      implied(title, (network) => partiesOf(rule.source, network)[index] ?? party),
    );
  });
}

function bastionClients(estate: Estate, { places }: Address): readonly Client[] {
  const networks = new Set(places.flatMap(({ subnet }) => subnet?.network.candidates ?? []));
  return [...networks].flatMap((network) =>
    (bastionsByNetwork(estate).get(network) ?? []).flatMap(({ resource, subnets, certain }) => {
      const [subnet] = subnets;
      if (!certain || subnets.length !== 1 || !subnet?.ranges.complete) return [];
      return [implied(`Bastion ${azureName(resource)}`, () => addressParty(subnet.ranges.set))];
    }),
  );
}

function forwardedClients(estate: Estate, { configuration }: Address): readonly Client[] {
  return forwardsTo(estate, configuration).flatMap(({ candidates, certain }) => {
    const [first] = candidates;
    const all = candidates.every((one) => one.frontend.isPublic === "yes" && forwardsPort(one, rdpPort) === "yes");
    if (!first || !certain || !all) return [];
    const title = `everybody whom ${first.kind} ${first.name} of ${azureName(first.balancer)} forwards`;
    return [implied(title, () => addressParty({ v4: publicAddresses.v4, v6: [] }))];
  });
}
