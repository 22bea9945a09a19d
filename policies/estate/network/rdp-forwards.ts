import { covers } from "../../model/network/address-set";
import { intersect } from "../../model/network/interval-set";
import { publicAddresses } from "../../model/network/service-tags";
import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { listenerPorts, portsWithScripts } from "../guest-script/listener-ports";
import type { Client } from "./client";
import { forwardEnds } from "./forward-ends";
import { forwardsTo } from "./forwards-to-host";
import { forwardsPort, type Forward } from "./load-balancers";
import type { Machine } from "./machines";
import { publicPaths } from "./public-paths";
import { rdpPorts } from "./rdp-hosts";
import type { Address } from "./reach";

/** A forward of a load balancer that is meant for RDP. */
export interface RdpForward {
  readonly forward: Forward;
  /** Machines that it ends at, certainly or perhaps. */
  readonly machines: readonly Machine[];
  /** Of these, the ones that may run Windows. */
  readonly hosts: readonly Machine[];
  /** Half a sentence where it may end at something that is not seen here. */
  readonly elsewhere: string | undefined;
  /** Ports on which those hosts take RDP. */
  readonly ports: readonly number[];
  /** Whether it ends at one of them. */
  readonly endsAtPort: "yes" | "no" | "maybe";
}

const known = new WeakMap<Estate, WeakMap<Settings, Promise<readonly RdpForward[]>>>();

/** The forwards that are meant for RDP: those whose frontend or whose end is a port for RDP in particular. */
export function rdpForwards(estate: Estate, settings: Settings): Promise<readonly RdpForward[]> {
  const bySettings = known.get(estate) ?? new WeakMap<Settings, Promise<readonly RdpForward[]>>();
  known.set(estate, bySettings);
  const forwards = bySettings.get(settings) ?? findForwards(estate, settings);
  bySettings.set(settings, forwards);
  return forwards;
}

/**
 * Whether clients from beyond the network can reach a host by nothing but forwards that end at another port than RDP's,
 * which is a finding of its own.
 */
export function isForwardedAstray(
  estate: Estate,
  forwards: readonly RdpForward[],
  addresses: readonly Address[],
  client: Client,
): boolean {
  const network = addresses[0]?.places[0]?.network;
  const astray = new Set(forwards.flatMap((one) => (one.endsAtPort === "no" ? [one.forward] : [])));
  if (!network || astray.size === 0 || !covers(publicAddresses, client.party(network).within)) return false;
  const ends = addresses.flatMap(({ configuration }) => forwardsTo(estate, configuration));
  const isAstray = ends.some(({ candidates }) => candidates.some((forward) => astray.has(forward)));
  return (
    isAstray && addresses.every(({ configuration }) => publicPaths(estate, configuration, client.port).length === 0)
  );
}

async function findForwards(estate: Estate, settings: Settings): Promise<readonly RdpForward[]> {
  const listeners = await listenerPorts(estate);
  const anyPort = rdpPorts(settings);
  return [...forwardEnds(estate)].flatMap(([forward, { machines, elsewhere }]) => {
    const hosts = machines.filter(({ os }) => os.state !== "known" || os.value === "windows");
    const own = [...new Set(hosts.flatMap((machine) => portsWithScripts(listeners, machine, settings)))];
    const ports = own.length > 0 ? own : anyPort;
    const endsAtPort = endsAt(forward, ports);
    const namesRdp = hosts.length > 0 || machines.length === 0 ? takesPort(forward, anyPort) : false;
    const { backendPort } = forward;
    // Port 0 stands for all ports; a rule without a port says nothing.
    const isPort = backendPort.state === "unknown" || (backendPort.state === "known" && backendPort.value !== 0);
    if (!isPort || !(endsAtPort === "yes" || namesRdp)) return [];
    return [{ forward, machines, hosts, elsewhere, ports, endsAtPort }];
  });
}

function endsAt(forward: Forward, ports: readonly number[]): RdpForward["endsAtPort"] {
  const answers = ports.map((port) => forwardsPort(forward, port));
  return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
}

// A range of many frontend ports, as a pool has, says nothing about what it is for.
function takesPort({ frontendPorts }: Forward, ports: readonly number[]): boolean {
  if (!frontendPorts || frontendPorts[1]! - frontendPorts[0]! !== 1) return false;
  return ports.some((port) => intersect(frontendPorts, [port, port + 1]).length > 0);
}
