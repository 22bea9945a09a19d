import { isEmpty } from "../../model/network/address-set";
import { hostParty, type Party } from "../../model/network/endpoint";
import { routableAddresses, type NetworkSpace } from "../../model/network/service-tags";
import { view, type Estate } from "../estate";
import { isForBastion } from "./bastions";
import type { GroupLevel } from "./security-groups";
import { subnets, type Subnet } from "./subnets";
import { spaceAround } from "./virtual-networks";

/** The subnet of a Bastion, with the security group on it. */
export interface BastionSubnet {
  readonly subnet: Subnet;
  readonly level: GroupLevel;
  /** A part of the Bastion: a single host somewhere in the subnet. */
  readonly host: Party;
  readonly network: NetworkSpace;
}

/** Every subnet of the estate in which only a Bastion may be. */
export const bastionSubnets: (estate: Estate) => readonly BastionSubnet[] = view((estate) =>
  [...subnets(estate).values()].flat().flatMap((subnet) => {
    if (isForBastion(subnet) !== "yes") return [];
    const { set } = subnet.ranges;
    const host = hostParty(isEmpty(set) ? routableAddresses : set, { known: new Set(), complete: true });
    return [{ subnet, level: subnet.level, host, network: spaceAround(estate, subnet) }];
  }),
);
