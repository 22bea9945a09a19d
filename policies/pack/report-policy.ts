import type { Policies } from "@pulumi/policy";
import type { Session } from "./session";
import { stackUrn } from "./stack-urn";

export const reportPolicyName = "rdp904-report";

/** Tells at the end what no single rule can tell: exceptions in need of care, settings that are not used, a summary. */
export function reportPolicy(session: Session, position: number): Policies[number] {
  return {
    name: reportPolicyName,
    description: "What the findings come to.",
    enforcementLevel: "advisory",
    severity: "low",
    // Resources are remembered even where somebody has disabled the policy that carries the settings.
    validateResource(args) {
      session.register(args, position);
    },
    validateStack(args, report) {
      const urn = stackUrn(args.resources);
      if (urn === undefined) return;
      const summary = session.told.summary();
      for (const note of [
        ...session.exceptions.notes(),
        ...session.settingsNotes,
        ...(summary === undefined ? [] : [summary]),
      ]) {
        if (session.isNew(note)) report(note, urn);
      }
    },
  };
}
