import { assignmentPaths, guestAssignments, isOwnPackage } from "../estate/certificate/guest-assignments";
import type { Estate } from "../estate/estate";
import { rdpHosts } from "../estate/network/rdp-hosts";
import { stringProperty, type AzureResource } from "../estate/resource";
import { assignmentEffect, meantAssignmentType } from "../model/certificate/assignment-type";
import { hostVerdict } from "./judging/host-verdict";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-061. */
export const machineKeysAuditOnly: Rule = {
  ref: "RDP904-061",
  name: "machine-keys-audit-only",
  cause: "private-key-unreadable",
  level: "mandatory",
  severity: "high",
  description: "The guest configuration that keeps an RDP host's machine keys only reports, or may be exchanged.",
  effect:
    "A key that NETWORK SERVICE can no longer read is reported as NonCompliant and stays so (events 1055 and 36870 in the System log).",
  fix: "Set assignmentType to exactly ApplyAndAutoCorrect, and contentHash to the SHA-256 of the package.",
  blindSpots: [
    "What Azure itself does with an assignmentType in other letters is not documented, only that case matters.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/governance/machine-configuration/concepts/remediation-options",
    "https://learn.microsoft.com/azure/governance/machine-configuration/concepts/assignments",
  ],
  remedy(resource) {
    if (!isOwnPackage(resource) || corrects(resource).verdict !== "broken") return [];
    return [{ path: assignmentPaths.assignmentType, value: "ApplyAndAutoCorrect" }];
  },
  judge({ estate, settings }) {
    return rdpHosts({ estate, settings }).flatMap((host) =>
      ownAssignments(estate, host.machine.resource).flatMap((verdicts) =>
        verdicts.map((verdict) => hostVerdict(host, settings, ["machineConfiguration"], () => verdict)),
      ),
    );
  },
};

// One assignment that is as it should be is enough.
function ownAssignments(estate: Estate, machine: AzureResource): readonly (readonly Verdict[])[] {
  const own = guestAssignments(estate, machine).certain.filter(isOwnPackage);
  const judged = own.map((assignment) => [corrects(assignment), isPinned(assignment)]);
  const good = judged.find((verdicts) => verdicts.every(({ verdict }) => verdict === "holds"));
  return good ? [good] : judged;
}

const fix = "Set assignmentType to exactly ApplyAndAutoCorrect.";

function corrects(assignment: AzureResource): Verdict {
  const type = stringProperty(assignment, assignmentPaths.assignmentType);
  const { path } = type;
  if (type.state === "unknown") {
    const fact = `whether ${assignment.name} corrects is not known: ${type.why}`;
    return undecided(assignment, { path, fact, settle: "set it to ApplyAndAutoCorrect" });
  }
  if (type.state === "absent") {
    return broken(assignment, { path, fact: `${assignment.name} is not told to correct, and does not by itself`, fix });
  }
  const { value } = type;
  const effect = assignmentEffect(value);
  if (effect === "corrects") return holds(assignment);
  const meant = meantAssignmentType(value);
  const says = {
    reports: "only reports",
    "applies-once": "applies its configuration once and then only reports",
    unknown:
      meant === undefined
        ? `is of the type ${value}, which there is not`
        : `is of the type ${value}; case matters, and ${meant} is meant`,
  }[effect];
  return broken(assignment, { path, value, fact: `${assignment.name} ${says}`, fix });
}

function isPinned(assignment: AzureResource): Verdict {
  const hash = stringProperty(assignment, assignmentPaths.contentHash);
  // RDP904-060 speaks of a hash that is not known, or that is of no release.
  if (hash.state === "unknown" || (hash.state === "known" && hash.value.trim() !== "")) return holds(assignment);
  const fact = `${assignment.name} names no contentHash, so that whatever lies at its contentUri runs as SYSTEM`;
  return broken(assignment, { path: hash.path, fact, fix: "Set contentHash to the SHA-256 of the package." });
}
