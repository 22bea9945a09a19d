import { meansHost } from "../../model/network/endpoint";
import type { Estate } from "../estate";
import { allowsNaming, surelyAllows } from "./allow-rules";
import { bastionsByNetwork } from "./bastions";
import { isRequestable } from "./just-in-time";
import { forwardsTo } from "./forwards-to-host";
import { forwardsPort } from "./load-balancers";
import type { Machine } from "./machines";
import { azureName, ruleTitle } from "./names";
import { addressesOf, type Address, type Place } from "./reach";
import type { SecurityGroup } from "./security-groups";

/** Something that says that RDP is intended for a machine. */
export interface Sign {
  /** Half a sentence. */
  readonly why: string;
  readonly certain: boolean;
}

/** What in the estate opens one of these ports towards a machine, certainly or perhaps. */
export function openings(estate: Estate, machine: Machine, ports: readonly number[]): readonly Sign[] {
  const addresses = addressesOf(estate, machine);
  return [
    ...ports.flatMap((port) => requested(estate, machine, port)),
    ...addresses.flatMap((address) => [
      ...ports.flatMap((port) => admitted(address, port)),
      ...ports.flatMap((port) => forwarded(estate, address, port)),
      ...besideBastion(estate, address),
    ]),
  ];
}

function requested(estate: Estate, machine: Machine, port: number): Sign[] {
  const answer = isRequestable(estate, machine.resource, port);
  return answer === "no" ? [] : [{ why: `a just-in-time policy opens port ${port}`, certain: answer === "yes" }];
}

function forwarded(estate: Estate, { configuration, certain }: Address, port: number): Sign[] {
  return forwardsTo(estate, configuration).flatMap(({ candidates, certain: ends }) => {
    const [first] = candidates.filter((forward) => forwardsPort(forward, port) !== "no");
    if (!first) return [];
    const sure = certain && ends && candidates.every((forward) => forwardsPort(forward, port) === "yes");
    const title = `${first.kind} ${first.name} of ${azureName(first.balancer)}`;
    return [{ why: `${title} ${sure ? "ends" : "may end"} at its port ${port}`, certain: sure }];
  });
}

function besideBastion(estate: Estate, { places, certain }: Address): Sign[] {
  const signs = places.flatMap(({ subnet }) => {
    const networks = subnet?.network.candidates ?? [];
    const bastions = networks.flatMap((network) => bastionsByNetwork(estate).get(network) ?? []);
    const sure = networks.length === 1 && subnet?.network.open === undefined && bastions.some((one) => one.certain);
    return bastions.slice(0, 1).map((bastion) => ({ bastion, sure }));
  });
  const [first] = signs;
  if (!first) return [];
  const sure = certain && signs.length === places.length && signs.every((sign) => sign.sure);
  return [{ why: `Bastion ${azureName(first.bastion.resource)} is in its network`, certain: sure }];
}

function admitted(address: Address, port: number): Sign[] {
  const meant = likelyPlaces(address);
  const byPlace = meant.map((place) => admittedIn(place, port));
  const signs = byPlace.flat();
  const certain = address.certain && byPlace.every((found) => found.some((sign) => sign.certain));
  const best = signs.find((sign) => sign.certain) ?? signs[0];
  return best ? [{ why: best.why, certain }] : [];
}

function admittedIn(place: Place, port: number): Sign[] {
  return groupsBefore(place).flatMap(([group, certain]) =>
    allowsNaming(group, port).flatMap((rule): Sign[] => {
      const means = meansHost(rule.destination, place.host, place.network);
      if (means === "no") return [];
      const title = `${ruleTitle(rule)} of ${group.name}`;
      if (certain && means === "yes" && surelyAllows(rule, port)) {
        return [{ why: `${title} names port ${port}`, certain: true }];
      }
      const [obstacle] = rule.obstacles();
      return [{ why: `${title} may open port ${port}${obstacle ? `: ${obstacle.why}` : ""}`, certain: false }];
    }),
  );
}

/**
 * Where the subnet is one of several, the one whose name the interface bears is meant. That is enough to see an
 * intention; what gets through is decided for every one of them.
 */
function likelyPlaces({ places, configuration, networkInterface }: Address): readonly Place[] {
  if (places.length < 2) return places;
  const names = [configuration.name, networkInterface.resource.name].flatMap((name) => name?.toLowerCase() ?? []);
  const words = new Set(names.flatMap((name) => [name, ...name.split(/[^a-z]+/)]));
  const named = places.filter(({ subnet }) => subnet?.name !== undefined && words.has(subnet.name.toLowerCase()));
  return named.length === 1 ? named : places;
}

function groupsBefore({ levels }: Place): [SecurityGroup, boolean][] {
  return levels.flatMap((level) => {
    const certain = level.candidates.length === 1 && !level.open;
    return level.candidates.flatMap((group): [SecurityGroup, boolean][] => (group ? [[group, certain]] : []));
  });
}
