import { whatIsMissing, type Missing } from "../estate/certificate/configuration-agent";
import { packageHosts } from "../estate/certificate/configured-machines";
import { guestAssignments, isOwnPackage } from "../estate/certificate/guest-assignments";
import type { RdpHost } from "../estate/network/rdp-hosts";
import type { Settings } from "../settings/settings";
import { hostVerdict } from "./judging/host-verdict";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-062. */
export const machineConfigurationNotRunning: Rule = {
  ref: "RDP904-062",
  name: "machine-configuration-not-running",
  cause: "private-key-unreadable",
  level: "mandatory",
  severity: "high",
  description: "The guest configuration that keeps the machine keys for RDP is assigned and never runs.",
  effect:
    "Nothing puts the access control of the keys right, although there is an assignment (events 1055 and 36870 in the System log).",
  fix:
    "Give the machine the extension AzurePolicyforWindows and a system-assigned identity, and the assignment the name " +
    "of its configuration.",
  blindSpots: [
    "An extension or identity that Azure Policy adds is seen only where rdp904:providedElsewhere.machineConfiguration says so.",
    "Of an assignment to a machine that another stack made nothing is said: its extensions and identity are not seen.",
    "Whether the provider Microsoft.GuestConfiguration is registered in the subscription is not seen.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/governance/machine-configuration/overview/02-setup-prerequisites",
    "https://learn.microsoft.com/azure/governance/machine-configuration/overview/01-overview-concepts",
    "https://learn.microsoft.com/azure/governance/machine-configuration/concepts/remediation-options",
    "https://learn.microsoft.com/azure/virtual-machines/extensions/guest-configuration",
  ],
  judge({ estate, settings }) {
    return packageHosts({ estate, settings }).flatMap((host) => {
      const machine = host.machine.resource;
      const own = guestAssignments(estate, machine).certain.filter(isOwnPackage);
      const missing = own.flatMap((assignment) => whatIsMissing(estate, assignment, machine));
      if (missing.length === 0) return [holds(machine)];
      return missing.map((one) => verdictOn(host, settings, one)).filter(isFirst);
    });
  },
};

// Azure Policy installs extension and identity in many landing zones, but mends no name and no tag.
function verdictOn(host: RdpHost, settings: Settings, missing: Missing): Verdict {
  const kinds = missing.byPolicy ? (["machineConfiguration"] as const) : [];
  return hostVerdict(host, settings, kinds, () => {
    const { resource, path, fact } = missing;
    if (missing.state === "open") return undecided(resource, { path, fact, settle: missing.settle });
    const { value, fix } = missing;
    return broken(resource, { path, fact, fix, ...(value !== undefined && { value }) });
  });
}

// Several assignments of one machine miss the same things.
function isFirst(verdict: Verdict, at: number, all: readonly Verdict[]): boolean {
  const same = (other: Verdict): boolean =>
    other.verdict === verdict.verdict &&
    other.resource === verdict.resource &&
    (other.verdict === "holds" || verdict.verdict === "holds" || other.path === verdict.path);
  return all.findIndex(same) === at;
}
