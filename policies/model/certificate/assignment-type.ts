/** What an assignment of Machine Configuration does when the machine is not as it should be. */
export type AssignmentEffect = "corrects" | "applies-once" | "reports" | "unknown";

/**
 * https://learn.microsoft.com/azure/governance/machine-configuration/concepts/remediation-options: the values are told by
 * their case. The prose of that page also writes ApplyandAutoCorrect; its table and the API write ApplyAndAutoCorrect.
 */
const effects: Readonly<Record<string, AssignmentEffect>> = {
  ApplyAndAutoCorrect: "corrects",
  DeployAndAutoCorrect: "corrects",
  ApplyAndMonitor: "applies-once",
  Audit: "reports",
};

export function assignmentEffect(assignmentType: string): AssignmentEffect {
  return Object.hasOwn(effects, assignmentType) ? effects[assignmentType]! : "unknown";
}

/** The value that was meant, where only the case of letters is wrong. */
export function meantAssignmentType(assignmentType: string): string | undefined {
  const wanted = assignmentType.trim().toLowerCase();
  return Object.keys(effects).find((type) => type.toLowerCase() === wanted && type !== assignmentType);
}
