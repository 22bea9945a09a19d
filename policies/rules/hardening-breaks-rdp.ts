import { assignmentPaths, configurationName, guestAssignments } from "../estate/certificate/guest-assignments";
import type { Estate } from "../estate/estate";
import { rdpHosts } from "../estate/network/rdp-hosts";
import { stringProperty, type AzureResource } from "../estate/resource";
import { assignmentEffect } from "../model/certificate/assignment-type";
import { hardeningBaseline } from "../model/hardening-baselines";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-077. */
export const hardeningBreaksRdp: Rule = {
  ref: "RDP904-077",
  name: "hardening-breaks-rdp",
  cause: "sign-in-refused",
  level: "advisory",
  severity: "high",
  description: "A security baseline that is known to take RDP's rights away is applied to an RDP host.",
  effect:
    "The baseline leaves nobody the right to reach the host from the network, and RDP ends in the handshake (event 4625 in the Security log).",
  fix: "Let the baseline only audit (assignmentType Audit), and apply by a package of your own what RDP can bear.",
  blindSpots: [
    "Only baselines that somebody found out by name are known; a package of one's own is not looked into.",
    "A baseline that Azure Policy, Defender for Cloud or Automanage assigns from outside the stack cannot be seen.",
    "The claim rests on a report to Azure's policy team; Microsoft has not documented it.",
  ],
  sources: [
    "https://github.com/Azure/azure-policy/issues/1471",
    "https://learn.microsoft.com/azure/governance/policy/samples/guest-configuration-baseline-windows",
    "https://learn.microsoft.com/azure/governance/machine-configuration/concepts/remediation-options",
  ],
  judge(question) {
    return rdpHosts(question)
      .filter(({ certain }) => certain)
      .flatMap(({ machine }) => judgeAssignments(question.estate, machine.resource));
  },
};

function judgeAssignments(estate: Estate, machine: AzureResource): readonly Verdict[] {
  const { certain, possible } = guestAssignments(estate, machine);
  return [
    ...certain.flatMap((assignment) => judgeAssignment(assignment, machine)),
    ...possible.flatMap(({ resource, reading }) => {
      const [verdict] = judgeAssignment(resource, machine);
      if (verdict?.verdict !== "broken") return [];
      const fact = `whether ${resource.name} is applied to ${machine.name} is not known: ${reading.why}`;
      return [undecided(resource, { path: reading.path, fact, settle: `make ${reading.path} known` })];
    }),
  ];
}

function judgeAssignment(assignment: AzureResource, machine: AzureResource): readonly Verdict[] {
  const name = configurationName(assignment);
  const baseline = name.state === "known" ? hardeningBaseline(name.value) : undefined;
  if (name.state !== "known" || !baseline) return [];
  const type = stringProperty(assignment, assignmentPaths.assignmentType);
  if (type.state === "absent") return [holds(assignment)];
  const effect = type.state === "known" ? assignmentEffect(type.value) : "unknown";
  if (effect === "reports") return [holds(assignment)];
  if (type.state === "unknown" || effect === "unknown") {
    const why = type.state === "unknown" ? type.why : `there is no assignmentType ${type.value}`;
    const fact = `whether ${name.value} changes ${machine.name} or only reports is not known: ${why}`;
    return [undecided(assignment, { path: type.path, fact, settle: "set assignmentType to Audit" })];
  }
  const fact = `${assignment.name} applies ${name.value} to ${machine.name}, which ${baseline.does}`;
  return [broken(assignment, { path: type.path, value: type.value, fact })];
}
