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
  const { clients = [] } = settings;
  const matches = clients.map(({ to }) => matchesHost(to, machine.resource));
  const known = shared(estate, settings);
  const key = `${listener} ${matches.join()}`;
  const earlier = known.get(key);
  if (earlier) return earlier;
  const declared = clients.flatMap(({ from, port = listener }, index) => {
    if (matches[index] === false) return [];
    return from.flatMap((text): Client[] => {
      const party = partyOf(estate, text);
      const title = `${text} of clients[${index}]`;
      return party ? [{ title, port, party, kind: "declared", certain: matches[index] === true }] : [];
    });
  });
  known.set(key, declared);
  return declared;
}

const byEstate = new WeakMap<Estate, WeakMap<Settings, Map<string, readonly Client[]>>>();

// Thousands of hosts have the same clients, and what becomes of the same client is decided once.
function shared(estate: Estate, settings: Settings): Map<string, readonly Client[]> {
  const bySettings = byEstate.get(estate) ?? new WeakMap<Settings, Map<string, readonly Client[]>>();
  byEstate.set(estate, bySettings);
  const known = bySettings.get(settings) ?? new Map<string, readonly Client[]>();
  bySettings.set(settings, known);
  return known;
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
  const set = /^\s*(\*|any)\s*$/i.test(text) ? everywhere : parseAddress(text)?.set;
  if (set) {
    const party = addressParty(set);
    return () => party;
  }
  if (text.trim().startsWith("/")) {
    const key = estate.byId(text)[0]?.urn ?? text.trim().toLowerCase();
    return (network) => groupParty(key, network);
  }
  const tag = parseTag(text);
  return tag === undefined ? undefined : (network) => tagParty(tag, network);
}
