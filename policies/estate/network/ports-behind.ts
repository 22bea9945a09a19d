import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { listenerPorts } from "../guest-script/listener-ports";
import { machines } from "./machines";
import { rdpPorts } from "./rdp-hosts";
import { addressesOf } from "./reach";
import type { SecurityGroup } from "./security-groups";

/** The ports on which RDP is taken behind a group: the usual ones, and those that scripts give the listeners there. */
export async function rdpPortsBehind(
  estate: Estate,
  settings: Settings,
): Promise<(group: SecurityGroup) => readonly number[]> {
  const listeners = await listenerPorts(estate);
  const usual = rdpPorts(settings);
  const moved = new Map<SecurityGroup, number[]>();
  for (const machine of listeners.size === 0 ? [] : machines(estate)) {
    const port = listeners.get(machine.resource)?.certain;
    if (port === undefined || usual.includes(port)) continue;
    const places = addressesOf(estate, machine).flatMap((address) => address.places);
    for (const group of places.flatMap(({ levels }) => levels.flatMap(({ candidates }) => candidates))) {
      if (group) moved.set(group, [...(moved.get(group) ?? []), port]);
    }
  }
  return (group) => [...new Set([...usual, ...(moved.get(group) ?? [])])];
}
