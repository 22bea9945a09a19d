import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { listenerPorts } from "../guest-script/listener-ports";
import { portMismatch } from "../guest-script/port-mismatch";
import type { Client } from "./client";
import { declaredClients } from "./declared-clients";
import { gateways, isUselessGateway } from "./gateways";
import { impliedClients } from "./implied-clients";
import { isForwardedAstray, rdpForwards } from "./rdp-forwards";
import { rdpHosts, type RdpHost } from "./rdp-hosts";
import { rdpPort } from "./rdp-port";
import { addressesOf, type Address } from "./reach";

/** An RDP host with those who must be able to reach it. */
export interface HostWithClients {
  readonly host: RdpHost;
  /** Port of its listener. */
  readonly port: number;
  readonly addresses: readonly Address[];
  readonly clients: readonly Client[];
}

interface Question {
  readonly estate: Estate;
  readonly settings: Settings;
}

/**
 * The RDP hosts with their clients: those that the settings declare, else those that the estate implies. Left out is what
 * is a finding of its own: a listener at a port that nothing leads to, a load balancer or a gateway that leads astray.
 */
export function hostsWithClients({ estate, settings }: Question): Promise<readonly HostWithClients[]> {
  const bySettings = known.get(estate) ?? new WeakMap<Settings, Promise<readonly HostWithClients[]>>();
  known.set(estate, bySettings);
  const hosts = bySettings.get(settings) ?? findHosts(estate, settings);
  bySettings.set(settings, hosts);
  return hosts;
}

const known = new WeakMap<Estate, WeakMap<Settings, Promise<readonly HostWithClients[]>>>();

async function findHosts(estate: Estate, settings: Settings): Promise<readonly HostWithClients[]> {
  const forwards = await rdpForwards(estate, settings);
  const listeners = await listenerPorts(estate);
  const gatewaysHere = await gateways(estate);
  const all = rdpHosts({ estate, settings }).map(async (host): Promise<readonly HostWithClients[]> => {
    const { machine } = host;
    const listener = listeners.get(machine.resource);
    if (listener && (await portMismatch(estate, settings, machine))) return [];
    const port = listener?.certain ?? rdpPort;
    const addresses = addressesOf(estate, machine);
    const declared = declaredClients(estate, settings, machine, port);
    const clients = declared.length > 0 ? declared : impliedClients(estate, addresses, port);
    const network = addresses[0]?.places[0]?.network;
    const relevant = clients.filter(
      (client) =>
        !isForwardedAstray(estate, forwards, addresses, client) &&
        !(network && isUselessGateway(gatewaysHere, machine, client.party(network).within)),
    );
    return [{ host, port, addresses, clients: relevant }];
  });
  return (await Promise.all(all)).flat();
}
