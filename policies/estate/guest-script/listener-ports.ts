import { listenerKey } from "../../model/guest-script/listener/keys";
import { endOfPorts } from "../../model/network/ports";
import type { Settings } from "../../settings/settings";
import { view, type Estate } from "../estate";
import { machines, type Machine } from "../network/machines";
import { portsOf } from "../network/rdp-hosts";
import { rdpPort } from "../network/rdp-port";
import type { AzureResource } from "../resource";
import { machineSettings, type SettingOutcome } from "./machine-settings";
import { machinesWithScripts } from "./script-machines";

/** Where the scripts of a machine put its RDP listener. */
export interface ListenerPort {
  /** Ways in which PortNumber may stand when all scripts have run; at least one. */
  readonly outcomes: readonly SettingOutcome[];
  /** The one port that the listener surely has; undefined where that is not certain. */
  readonly certain: number | undefined;
}

/** What scripts do to the port of the listener, of every machine on which they touch it. */
export const listenerPorts: (estate: Estate) => Promise<ReadonlyMap<AzureResource, ListenerPort>> = view(
  async (estate: Estate) => {
    const found = new Map<AzureResource, ListenerPort>();
    const scripted = await machinesWithScripts(estate);
    for (const { resource } of machines(estate)) {
      if (!scripted.has(resource)) continue;
      const outcomes = (await machineSettings(estate, resource)).outcomes(listenerKey, "portnumber");
      const ports = new Set(outcomes.map((one) => (one.perhaps === undefined ? portAfter(one) : undefined)));
      if (outcomes.length > 0) found.set(resource, { outcomes, certain: ports.size === 1 ? [...ports][0] : undefined });
    }
    return found;
  },
);

/** The port that the listener then has; undefined where it is not known, or none at all. */
export function portAfter({ data }: SettingOutcome): number | undefined {
  if (!data) return rdpPort;
  if (!("known" in data) || typeof data.known !== "number") return undefined;
  return data.known > 0 && data.known < endOfPorts ? data.known : undefined;
}

/** The ports on which a machine may take RDP: its usual ones, and those that scripts give its listener. */
export function portsWithScripts(
  listeners: ReadonlyMap<AzureResource, ListenerPort>,
  machine: Machine,
  settings: Settings,
): readonly number[] {
  const outcomes = listeners.get(machine.resource)?.outcomes ?? [];
  return [...new Set([...portsOf(machine, settings), ...outcomes.flatMap((one) => portAfter(one) ?? [])])];
}
