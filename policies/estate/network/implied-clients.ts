import { addressParty, meansHost, partiesOf } from "../../model/network/endpoint";
import { publicAddresses } from "../../model/network/service-tags";
import type { Estate } from "../estate";
import { allowsNaming, surelyAllows } from "./allow-rules";
import { bastionsByNetwork } from "./bastions";
import type { Client } from "./client";
import type { DeclaredRule } from "./declared-rule";
import { forwardsTo } from "./forwards-to-host";
import { forwardsPort } from "./load-balancers";
import { azureName, ruleTitle } from "./names";
import type { Address, Place } from "./reach";
import type { SecurityGroup } from "./security-groups";

/**
 * The clients that the estate implies for a host for which nobody declared any: the sources of allow rules that name the
 * listener's port, the subnet of a Bastion, and somebody beyond the network where a load balancer forwards RDP from a public
 * address.
 */
export function impliedClients(estate: Estate, addresses: readonly Address[], port: number): readonly Client[] {
  return addresses.flatMap((address) => [
    ...address.places.flatMap((place) => ruleClients(place, port)),
    ...bastionClients(estate, address, port),
    ...forwardedClients(estate, address, port),
  ]);
}

function implied(title: string, port: number, party: Client["party"]): Client {
  return { title, port, party, kind: "implied", certain: true };
}

/** The rules before a host that surely allow its TCP port by name. */
export function rulesTowards(
  { levels, host, network }: Place,
  port: number,
): readonly { readonly rule: DeclaredRule; readonly group: SecurityGroup }[] {
  const groups = levels.flatMap(({ candidates }) => candidates.flatMap((group) => group ?? []));
  return groups.flatMap((group) =>
    allowsNaming(group, port)
      .filter((rule) => surelyAllows(rule, port) && rule.protocol !== "udp")
      .filter((rule) => meansHost(rule.destination, host, network) === "yes")
      .map((rule) => ({ rule, group })),
  );
}

function ruleClients(place: Place, port: number): readonly Client[] {
  return rulesTowards(place, port).flatMap(({ rule, group }) => {
    const title = `the sources of ${ruleTitle(rule)} of ${group.name}`;
    return partiesOf(rule.source, place.network).map((party, index) => ({
      ...implied(title, port, (network) => partiesOf(rule.source, network)[index] ?? party),
      rule,
    }));
  });
}

function bastionClients(estate: Estate, { places }: Address, port: number): readonly Client[] {
  const networks = new Set(places.flatMap(({ subnet }) => subnet?.network.candidates ?? []));
  return [...networks].flatMap((network) =>
    (bastionsByNetwork(estate).get(network) ?? []).flatMap(({ resource, origin, certain }) =>
      certain && origin ? [implied(`Bastion ${azureName(resource)}`, port, () => origin)] : [],
    ),
  );
}

function forwardedClients(estate: Estate, { configuration }: Address, port: number): readonly Client[] {
  return forwardsTo(estate, configuration).flatMap(({ candidates, certain }) => {
    const [first] = candidates;
    const all = candidates.every((one) => one.frontend.isPublic === "yes" && forwardsPort(one, port) === "yes");
    if (!first || !certain || !all) return [];
    const title = `everybody whom ${first.kind} ${first.name} of ${azureName(first.balancer)} forwards`;
    return [implied(title, port, () => addressParty({ v4: publicAddresses.v4, v6: [] }))];
  });
}
