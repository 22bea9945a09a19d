import { everyV6, intersect, isEmpty, type AddressSet } from "../../model/network/address-set";
import type { Flow } from "../../model/network/decide";
import { hostParty, type Party } from "../../model/network/endpoint";
import { decideWay, eitherWay, anyWay, type Passage } from "../../model/network/passage";
import { ephemeralPorts, type PortSet } from "../../model/network/ports";
import type { Protocol } from "../../model/network/security-rule";
import { routableAddresses, unknownSpace, type NetworkSpace } from "../../model/network/service-tags";
import type { Estate } from "../estate";
import type { Machine } from "./machines";
import { interfacesOf, type IpConfiguration, type NetworkInterface } from "./network-interfaces";
import type { GroupLevel, SecurityGroup } from "./security-groups";
import type { OneOf, Open } from "./one-of";
import { closedLevels } from "./public-paths";
import type { Subnet } from "./subnets";
import { spaceAround } from "./virtual-networks";

export type HostPassage = Passage<SecurityGroup>;

/** One address of a machine, with everything that stands before it. */
export interface Address {
  readonly machine: Machine;
  readonly networkInterface: NetworkInterface;
  readonly configuration: IpConfiguration;
  /** What the address may be, for each subnet that it may lie in. */
  readonly places: readonly Place[];
  /** Set where nothing is known of the subnet. */
  readonly open: Open | undefined;
  /** False where the machine may have another interface instead. */
  readonly certain: boolean;
}

/** An address in one subnet that it may lie in. */
export interface Place {
  readonly subnet: Subnet | undefined;
  readonly host: Party;
  readonly network: NetworkSpace;
  /** Outermost first: subnet, then interface. */
  readonly levels: readonly GroupLevel[];
  /** The same as a host meets them on its way out. */
  readonly outward: readonly GroupLevel[];
}

/** A client who wants in. */
export interface Knock {
  readonly client: (network: NetworkSpace) => Party;
  readonly protocol: Protocol;
  readonly port: number;
  /** Default: the ephemeral ones. */
  readonly sourcePorts?: PortSet;
}

const known = new WeakMap<Machine, readonly Address[]>();

/** All addresses of a machine that are known to exist. */
export function addressesOf(estate: Estate, machine: Machine): readonly Address[] {
  const addresses = known.get(machine) ?? found(estate, machine);
  known.set(machine, addresses);
  return addresses;
}

function found(estate: Estate, machine: Machine): readonly Address[] {
  return interfacesOf(estate, machine).slots.flatMap(({ candidates, open }) =>
    candidates.flatMap((networkInterface) =>
      networkInterface.ipConfigurations.map((configuration) => ({
        machine,
        networkInterface,
        configuration,
        places: placesOf(estate, networkInterface, configuration),
        open: configuration.subnet.open,
        certain: candidates.length === 1 && open === undefined,
      })),
    ),
  );
}

/** What becomes of a client at one address, inbound. */
export function reachAddress(estate: Estate, address: Address, knock: Knock): readonly HostPassage[] {
  const ways = address.places.map(({ host, network, levels }) =>
    decideWay(
      levels.every(hasNoGroup) ? [...levels, ...closedLevels(estate, address.configuration, knock.port)] : levels,
      flowOf(knock, host, network),
    ),
  );
  return ways.length === 1 ? ways[0]! : eitherWay(ways);
}

function flowOf(
  { client, protocol, port, sourcePorts = ephemeralPorts }: Knock,
  host: Party,
  network: NetworkSpace,
): Flow {
  return { direction: "inbound", protocol, port, sourcePorts, far: client(network), host, network };
}

/** What becomes of a client at a machine, inbound: any of its addresses will do. */
export function reachMachine(estate: Estate, addresses: readonly Address[], knock: Knock): readonly HostPassage[] {
  const ways = addresses.map((address) => reachAddress(estate, address, knock));
  return ways.length < 2 ? (ways[0] ?? []) : anyWay(ways);
}

function hasNoGroup({ candidates, open }: GroupLevel): boolean {
  return !open && candidates.every((group) => group === undefined);
}

function placesOf(
  estate: Estate,
  networkInterface: NetworkInterface,
  configuration: IpConfiguration,
): readonly Place[] {
  const { subnet } = configuration;
  const places = subnet.candidates.map((candidate) => place(estate, candidate, networkInterface, configuration));
  const known = subnet.open === undefined && places.length > 0;
  return known ? places : [...places, place(estate, undefined, networkInterface, configuration)];
}

function place(
  estate: Estate,
  subnet: Subnet | undefined,
  { level }: NetworkInterface,
  { address, groups, family, subnet: link, resource, path }: IpConfiguration,
): Place {
  const ranges = subnet?.ranges;
  const network = subnet ? spaceAround(estate, subnet) : unknownSpace;
  const own = [address, ranges?.complete ? ranges.set : undefined, network.inside, routableAddresses];
  const within = own.map((set) => set && ofFamily(set, family)).find((set) => set && !isEmpty(set));
  const levels = [subnet?.level ?? unknownLevel(link, resource, path), level];
  return { subnet, host: hostAt(within ?? routableAddresses, groups), network, levels, outward: [...levels].reverse() };
}

const hosts = new WeakMap<AddressSet, Party>();

// Hosts of which nothing but their range is known are all the same to a security group.
function hostAt(within: AddressSet, groups: Party["groups"]): Party {
  if (groups.known.size > 0 || !groups.complete) return hostParty(within, groups);
  const host = hosts.get(within) ?? hostParty(within, groups);
  hosts.set(within, host);
  return host;
}

function unknownLevel(link: OneOf<Subnet>, resource: IpConfiguration["resource"], path: string): GroupLevel {
  const why = `${path}.subnet is not set`;
  const unknown = link.open ?? { resource, path: `${path}.subnet`, why, outside: undefined };
  return { kind: "subnet", resource, path: `${path}.subnet.id`, candidates: [], open: true, unknown };
}

function ofFamily(set: AddressSet, family: "v4" | "v6"): AddressSet {
  if (family === "v4" && set.v6.length === 0) return set;
  return family === "v6" ? intersect(set, everyV6) : { v4: set.v4, v6: [] };
}
