import type { Policies } from "@pulumi/policy";
import { rules } from "../rules/catalog";
import { policyOf } from "./policy";
import { reportPolicy } from "./report-policy";
import { Session, type SessionSource } from "./session";
import { settingsPolicy } from "./settings-policy";

/** All policies of the pack over one shared session: the settings first, which every rule needs, the report last. */
export function packPolicies(source: Omit<SessionSource, "rules">): Policies {
  const session = new Session({ ...source, rules });
  return [
    settingsPolicy(session),
    ...rules.map((rule, index) => policyOf(rule, index + 1, session)),
    reportPolicy(session, rules.length + 1),
  ];
}
