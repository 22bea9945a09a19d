import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { machines, type Machine } from "../network/machines";
import { rdpHosts } from "../network/rdp-hosts";
import { stringProperty } from "../resource";
import { hasAgent } from "./configuration-agent";
import { guestAssignments, keeps } from "./guest-assignments";

/**
 * The Windows machines on which Machine Configuration matters to RDP: those with an assignment that keeps the machine keys
 * or may do so, and RDP hosts with its extension.
 */
export function configuredMachines({ estate, settings }: { estate: Estate; settings: Settings }): readonly Machine[] {
  const hosts = new Set(rdpHosts({ estate, settings }).flatMap((host) => (host.certain ? [host.machine] : [])));
  return machines(estate).filter((machine) => {
    const { resource, os } = machine;
    if ((os.state === "known" && os.value === "linux") || isNoHost(machine)) return false;
    if (hosts.has(machine) && hasAgent(estate, resource)) return true;
    return guestAssignments(estate, resource).certain.some((one) => keeps(one, "machine-keys") !== false);
  });
}

function isNoHost({ resource }: Machine): boolean {
  const tag = stringProperty(resource, "tags.rdp904");
  return tag.state === "known" && tag.value.trim().toLowerCase() === "none";
}
