import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { machines, type Machine } from "../network/machines";
import { rdpHosts, type RdpHost } from "../network/rdp-hosts";
import { stringProperty } from "../resource";
import { hasAgent } from "./configuration-agent";
import { guestAssignments, isOwnPackage, keeps } from "./guest-assignments";

/**
 * The Windows machines on which Machine Configuration matters to RDP: those with an assignment that keeps the machine keys
 * or may do so, and RDP hosts with its extension.
 */
export function configuredMachines({ estate, settings }: { estate: Estate; settings: Settings }): readonly Machine[] {
  const hosts = new Set(rdpHosts({ estate, settings }).flatMap((host) => (host.certain ? [host.machine] : [])));
  return machines(estate).filter((machine) => {
    const { resource } = machine;
    if (isRuledOut(machine)) return false;
    if (hosts.has(machine) && hasAgent(estate, resource)) return true;
    return guestAssignments(estate, resource).certain.some((one) => keeps(one, "machine-keys") !== false);
  });
}

/**
 * The machines to which a package of this project is assigned. Who assigns one means RDP, also where nothing else here says
 * so: where the network is another stack's, for one.
 */
export function packageHosts({ estate, settings }: { estate: Estate; settings: Settings }): readonly RdpHost[] {
  const hosts = new Map(rdpHosts({ estate, settings }).map((host) => [host.machine, host] as const));
  return machines(estate).flatMap((machine): RdpHost[] => {
    const { resource, os } = machine;
    if (!guestAssignments(estate, resource).certain.some(isOwnPackage)) return [];
    const host = hosts.get(machine);
    // A tag that is not known yet may still say that RDP is not meant.
    if (host?.certain || stringProperty(resource, "tags.rdp904").state === "unknown") return host ? [host] : [];
    if (isRuledOut(machine)) return [];
    const why = "a guest configuration of rdp904 is assigned to it";
    return [{ machine, why: os.state === "unknown" ? `${why}, but ${os.why}` : why, certain: os.state === "known" }];
  });
}

function isRuledOut({ resource, os }: Machine): boolean {
  if (os.state === "known" && os.value === "linux") return true;
  const tag = stringProperty(resource, "tags.rdp904");
  return tag.state === "known" && tag.value.trim().toLowerCase() === "none";
}
