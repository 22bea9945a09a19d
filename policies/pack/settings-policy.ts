import type { Policies } from "@pulumi/policy";
import { lockedProperty, settingProperties } from "../settings/schema";
import type { Session } from "./session";

export const settingsPolicyName = "rdp904-settings";

/** Carries the pack-wide settings, and stops a run whose settings are wrong before anything is judged. */
export function settingsPolicy(session: Session): Policies[number] {
  const description = "The settings of the pack are well formed.";
  return {
    name: settingsPolicyName,
    description,
    enforcementLevel: "mandatory",
    severity: "high",
    configSchema: { properties: structuredClone({ ...settingProperties, locked: lockedProperty }) as never },
    validateResource(args, report) {
      session.configure(args.getConfig());
      session.register(args, 0);
      for (const problem of session.problemsToReport(session.settingsFor(settingsPolicyName, {}).problems)) {
        report(`${problem.path} ${problem.message}`, args.urn);
      }
    },
    validateStack(args, report) {
      session.configure(args.getConfig());
      const [first] = args.resources;
      if (!first) return;
      for (const problem of session.problemsToReport(session.settingsFor(settingsPolicyName, {}).problems)) {
        report(`${problem.path} ${problem.message}`, first.urn);
      }
    },
  };
}
