import type { Policies, ReportViolation } from "@pulumi/policy";
import { packProperties, settingProperties } from "../settings/schema";
import type { Session } from "./session";
import { stackUrn } from "./stack-urn";

export const settingsPolicyName = "rdp904-settings";

/** Carries the pack-wide settings, and stops a run whose settings are wrong before anything is judged. */
export function settingsPolicy(session: Session): Policies[number] {
  const description = "The settings of the pack are well formed.";
  const tellProblems = (report: ReportViolation, urn: string): void => {
    for (const problem of session.problemsToReport(session.settingsFor(settingsPolicyName, {}).problems)) {
      report(`${problem.path} ${problem.message}`, urn);
    }
  };
  return {
    name: settingsPolicyName,
    description,
    enforcementLevel: "mandatory",
    severity: "high",
    configSchema: { properties: structuredClone({ ...settingProperties, ...packProperties }) as never },
    validateResource(args, report) {
      session.configure(args.getConfig());
      session.register(args, 0);
      tellProblems(report, args.urn);
    },
    async validateStack(args, report) {
      session.configure(args.getConfig());
      const urn = stackUrn(args.resources);
      if (urn === undefined) return;
      tellProblems(report, urn);
      const estate = session.stackEstate(args.resources, 0);
      for (const judgeAhead of session.judgesAhead) await judgeAhead(estate);
    },
  };
}
