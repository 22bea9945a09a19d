import { nowhere } from "../../model/network/address-set";
import { addressParty, hostParty } from "../../model/network/endpoint";
import { decideWay } from "../../model/network/passage";
import { everyPort } from "../../model/network/ports";
import { publicAddresses, unknownSpace } from "../../model/network/service-tags";
import { view, type Estate } from "../estate";
import { exposureBy, isWide, type Exposure } from "./exposure";
import { machines } from "./machines";
import { allInterfaces } from "./network-interfaces";
import { addressesOf } from "./reach";
import { securityGroups, type SecurityGroup } from "./security-groups";
import { subnets } from "./subnets";

/** A security group behind which no machine of the estate is. */
export interface UnattachedGroup {
  readonly group: SecurityGroup;
  /** True where a subnet or an interface has it all the same, perhaps for machines of another stack. */
  readonly inUse: boolean;
}

export const unattachedGroups: (estate: Estate) => readonly UnattachedGroup[] = view((estate) => {
  const behind = new Set(
    machines(estate)
      .flatMap((machine) => addressesOf(estate, machine))
      .flatMap(({ places }) => places.flatMap(({ levels }) => levels.flatMap(({ candidates }) => candidates))),
  );
  const levels = [...[...subnets(estate).values()].flat(), ...allInterfaces(estate)].map(({ level }) => level);
  const used = new Set(levels.flatMap(({ candidates }) => candidates));
  return [...securityGroups(estate).values()]
    .filter((group) => !behind.has(group))
    .map((group) => ({ group, inUse: used.has(group) }));
});

/** What such a group would let the public do on a port of whatever stood behind it. */
export function exposureBehind({ group, inUse }: UnattachedGroup, port: number): readonly Exposure[] {
  const groups = group.concerned("inbound", undefined, port).flatMap((rule) => rule.destination.groups.flat());
  // A host without an address is what every rule means that lists destinations.
  const host = hostParty(nowhere, { known: new Set(groups), complete: true });
  return (["tcp", "udp"] as const).flatMap((protocol) => {
    const passages = decideWay([{ candidates: [group], open: false }], {
      ...{ direction: "inbound", protocol, port, sourcePorts: everyPort },
      ...{ far: addressParty(publicAddresses), host, network: unknownSpace },
    });
    const exposure = exposureBy(passages, protocol, group.resource);
    const named = [...exposure.openers].some(([rule]) => rule?.namesPort(port));
    return isWide(exposure.open) && (named || !inUse) ? [exposure] : [];
  });
}
