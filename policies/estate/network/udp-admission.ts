import { intersect, isEmpty, nowhere, subtract, union } from "../../model/network/address-set";
import type { Ruling } from "../../model/network/passage";
import { publicAddresses, unknownSpace } from "../../model/network/service-tags";
import { view, type Estate } from "../estate";
import { blocksAmong, type Block } from "./admission";
import { bastionsByNetwork, developerOrigin, isForBastion } from "./bastions";
import type { Client } from "./client";
import { DeclaredRule } from "./declared-rule";
import { isWide } from "./exposure";
import { isRequestable } from "./just-in-time";
import type { Machine } from "./machines";
import { reachMachine, type Address, type HostPassage } from "./reach";
import type { SecurityGroup } from "./security-groups";
import { subnets } from "./subnets";

/** Addresses of a client that may use TCP at a host, and are kept from UDP, certainly or perhaps. */
export interface UdpBlock extends Block {
  /** The port at which UDP is missing. */
  readonly port: number;
  /** The rule that admits them over TCP alone, where the same security group then keeps their UDP out. */
  readonly admitting: DeclaredRule | undefined;
}

/**
 * What keeps the UDP of a client from a host that it may reach over TCP. Not a rule that denies UDP at this port by name:
 * somebody wants it so. Nor for a rule that lets far too many in over TCP already: less is to be open there, not more.
 */
export function udpBlocksOf(
  estate: Estate,
  machine: Machine,
  everyAddress: readonly Address[],
  asked: Client,
  udpPort: number,
): readonly UdpBlock[] {
  const addresses = everyAddress.map((address) => whereImplied(address, asked));
  const network = addresses[0]?.places[0]?.network;
  if (!network || isRequestable(estate, machine.resource, asked.port) !== "no") return [];
  const client = withoutBastions(estate, asked);
  if (isEmpty(client.party(network).within)) return [];
  const knock = { client: client.party, port: asked.port };
  const flow = { protocol: "udp", port: udpPort } as const;
  const udp = reachMachine(estate, addresses, { ...knock, ...flow });
  if (udp.every(isAllowed)) return [];
  const tcp = reachMachine(estate, addresses, { ...knock, protocol: "tcp" }).filter(isAllowed);
  if (tcp.length === 0) return [];
  const admitted = tcp.map(({ addresses: allowed }) => allowed).reduce(union, nowhere);
  const passages = udp.flatMap((passage) => {
    const both = intersect(passage.addresses, admitted);
    return isEmpty(both) ? [] : [{ ...passage, addresses: both }];
  });
  return blocksAmong(estate, client, network, flow, passages)
    .filter(
      (block) =>
        !isOnPurpose(block.by, udpPort) && !(asked.rule && isWide(intersect(block.addresses, publicAddresses))),
    )
    .map((block) => ({ ...block, port: udpPort, admitting: admittingTcpAlone(tcp, block) }));
}

// A rule implies its clients only where its group stands; in another subnet that the host may lie in, nobody asks for it.
function whereImplied(address: Address, { rule }: Client): Address {
  if (!rule || address.places.length < 2) return address;
  const places = address.places.filter(({ levels }) =>
    levels.some(({ candidates }) => candidates.some((group) => group?.has(rule))),
  );
  return places.length > 0 ? { ...address, places } : address;
}

function isAllowed({ outcome }: HostPassage): boolean {
  return outcome === "allow";
}

function isOnPurpose({ piece: { rule } }: Ruling<SecurityGroup>, port: number): boolean {
  return rule instanceof DeclaredRule && deniesUdp(rule, port);
}

function deniesUdp(rule: DeclaredRule, port: number): boolean {
  return rule.access === "deny" && rule.protocol === "udp" && rule.namesPort(port);
}

/** Whether a client that is let through a group wants its UDP as well: a Bastion does not, nor where a rule denies it by name. */
export function wantsUdp(estate: Estate, client: Client, group: SecurityGroup | undefined): boolean {
  const { within } = withoutBastions(estate, client).party(unknownSpace);
  const denies = group?.concerned("inbound", "udp", client.port).some((rule) => deniesUdp(rule, client.port));
  return !isEmpty(within) && denies !== true;
}

function admittingTcpAlone(tcp: readonly HostPassage[], { by, addresses }: Block): DeclaredRule | undefined {
  const here = tcp.filter((passage) => !isEmpty(intersect(passage.addresses, addresses)));
  const rulings = here.flatMap((passage) => passage.rulings).filter(({ group }) => group && group === by.group);
  const rules = rulings.map(({ piece }) => piece.rule).filter((rule) => rule instanceof DeclaredRule);
  return rules.find(({ protocol }) => protocol === "tcp");
}

// A Bastion speaks TCP with the hosts: https://learn.microsoft.com/azure/bastion/bastion-nsg
function withoutBastions(estate: Estate, client: Client): Client {
  const bastions = bastionAddresses(estate);
  const isNamed = client.rule !== undefined && /bastion/i.test(client.rule.name);
  if (!isNamed && isEmpty(bastions)) return client;
  return {
    ...client,
    party: (network) => {
      const party = client.party(network);
      const [within, sure] = isNamed
        ? [nowhere, nowhere]
        : [subtract(party.within, bastions), subtract(party.sure, bastions)];
      return { ...party, within, sure };
    },
  };
}

const bastionAddresses = view((estate: Estate) => {
  const own = [...subnets(estate).values()].flat().filter((subnet) => isForBastion(subnet) === "yes");
  const bastions = [...bastionsByNetwork(estate).values()].flat();
  const developer = bastions.some(({ origin }) => origin === developerOrigin) ? developerOrigin.within : nowhere;
  return own.map(({ ranges }) => ranges.set).reduce(union, developer);
});
