import { everywhere, nowhere, union, type AddressSet } from "../../model/network/address-set";
import { addressParty, groupParty, tagParty } from "../../model/network/endpoint";
import { parseAddress } from "../../model/network/parse-address";
import { parseTag, type NetworkSpace } from "../../model/network/service-tags";
import { matchesHost } from "../host-pattern";
import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import type { Client } from "./client";
import type { Machine } from "./machines";
import { rdpPort } from "./rdp-port";

/** The clients that the settings declare for a machine, one for each entry of `from`; without a port they use the listener's. */
export function declaredClients(
  estate: Estate,
  settings: Settings,
  machine: Machine,
  listener = rdpPort,
): readonly Client[] {
  return (settings.clients ?? []).flatMap(({ from, to, port = listener }, index) => {
    const matches = matchesHost(to, machine.resource);
    if (matches === false) return [];
    return from.flatMap((text): Client[] => {
      const party = partyOf(estate, text);
      const title = `${text} of clients[${index}]`;
      return party ? [{ title, port, party, kind: "declared", certain: matches === true }] : [];
    });
  });
}

/** The addresses that declared clients surely have on a port. */
export function declaredAddresses(clients: readonly Client[], port: number, network: NetworkSpace): AddressSet {
  const certain = clients.filter((client) => client.port === port && client.certain);
  return certain.map((client) => client.party(network).sure).reduce(union, nowhere);
}

/** Whether clients declare a service tag by its name on a port. */
export function declaresTag(clients: readonly Client[], port: number, tag: string, network: NetworkSpace): boolean {
  return clients.some((client) => client.port === port && client.party(network).tag === tag);
}

function partyOf(estate: Estate, text: string): Client["party"] | undefined {
  if (/^\s*(\*|any)\s*$/i.test(text)) return () => addressParty(everywhere);
  const parsed = parseAddress(text);
  if (parsed) return () => addressParty(parsed.set);
  if (text.trim().startsWith("/")) {
    const key = estate.byId(text)[0]?.urn ?? text.trim().toLowerCase();
    return (network) => groupParty(key, network);
  }
  const tag = parseTag(text);
  return tag === undefined ? undefined : (network) => tagParty(tag, network);
}
