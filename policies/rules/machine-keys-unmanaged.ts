import { configurationName, guestAssignments, keeps } from "../estate/certificate/guest-assignments";
import type { Estate } from "../estate/estate";
import { rdpHosts } from "../estate/network/rdp-hosts";
import type { AzureResource } from "../estate/resource";
import { hostVerdict } from "./judging/host-verdict";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-060. */
export const machineKeysUnmanaged: Rule = {
  ref: "RDP904-060",
  name: "machine-keys-unmanaged",
  cause: "private-key-unreadable",
  level: "mandatory",
  severity: "high",
  description: "Nothing keeps the access control lists of an RDP host's machine keys as Windows needs them.",
  effect:
    "Whatever changes the key folder once leaves RDP without its key until somebody repairs it (events 1057 and 36870 in the System log).",
  fix: "Assign rdp904's guest configuration Rdp904 (component RdpGuestConfiguration), or name the host in rdp904:providedElsewhere.machineConfiguration.",
  blindSpots: [
    "A package of somebody else's may keep the lists; what is in it cannot be seen.",
    "An assignment that Azure Policy makes is seen only where rdp904:providedElsewhere.machineConfiguration says so.",
    "Desired State Configuration by extension or Automation is not looked into.",
  ],
  sources: [
    "https://learn.microsoft.com/troubleshoot/windows-server/remote/internal-error-has-occurred-connecting-remote-machine",
    "https://learn.microsoft.com/azure/governance/machine-configuration/",
  ],
  advisoryWhenAdopting: true,
  judge({ estate, settings }) {
    return rdpHosts({ estate, settings }).map((host) =>
      hostVerdict(host, settings, ["machineConfiguration"], () => kept(estate, host.machine.resource)),
    );
  },
};

function kept(estate: Estate, machine: AzureResource): Verdict {
  const { certain, possible } = guestAssignments(estate, machine);
  const answers = certain.map((assignment) => ({ assignment, answer: keeps(assignment, "machine-keys") }));
  if (answers.some(({ answer }) => answer === true)) return holds(machine);
  for (const { assignment, answer } of answers) {
    if (typeof answer === "boolean") continue;
    return undecided(machine, {
      path: "",
      fact: `whether ${assignment.name} keeps the machine keys of ${machine.name} is not known: ${answer.why}`,
      settle: "assign a released package of rdp904, or name the host in rdp904:providedElsewhere.machineConfiguration",
    });
  }
  const open = possible.find(({ resource }) => keeps(resource, "machine-keys") !== false);
  if (open) {
    return undecided(machine, {
      path: "",
      fact: `whether ${open.resource.name} is assigned to ${machine.name} is not known: ${open.reading.why}`,
      settle: `make ${open.reading.path} of ${open.resource.name} known`,
    });
  }
  const names = answers.map(({ assignment }) => {
    const name = configurationName(assignment);
    return name.state === "known" ? name.value : assignment.name;
  });
  return broken(machine, {
    path: "",
    fact:
      names.length > 0
        ? `${machine.name} has the guest configuration ${names.join(", ")}, which keeps no machine keys`
        : `${machine.name} has no guest configuration that keeps the access control lists of its machine keys`,
  });
}
