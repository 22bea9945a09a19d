import { parseMessage, type ReportedVerdict } from "./message";
import { reportPolicyName } from "./report-policy";

/** A finding as a tool sees it that has only what the engine reported. */
export interface ReportedFinding {
  /** Ref of the rule, or the policy's name where the message carries none. */
  readonly ref: string;
  readonly verdict: ReportedVerdict;
  /** Last type and name of the URN: "azure-native:compute:VirtualMachine::vm". */
  readonly resource: string;
  readonly path: string;
  readonly level: string;
}

/** Reads findings back from the violations in an engine's log, in a stable order; the report about them is left out. */
export function findingsOf(
  violations: readonly {
    readonly policyName: string;
    readonly urn: string;
    readonly message: string;
    readonly level: string;
  }[],
): ReportedFinding[] {
  const findings = violations.filter(({ policyName }) => policyName !== reportPolicyName);
  return findings.map(findingOf).sort((a, b) => key(a).localeCompare(key(b), "en"));
}

function findingOf({ policyName, urn, message, level }: Parameters<typeof findingsOf>[0][number]): ReportedFinding {
  const parsed = parseMessage(message);
  const [types = "", name = ""] = urn.split("::").slice(2);
  return {
    ref: parsed?.ref ?? policyName,
    verdict: parsed?.verdict ?? "broken",
    resource: `${types.split("$").at(-1)}::${name}`,
    path: parsed?.path ?? "",
    level,
  };
}

function key({ ref, resource, path }: ReportedFinding): string {
  return `${ref} ${resource} ${path}`;
}
