import type { Policies } from "@pulumi/policy";
import { rules } from "../rules/catalog";
import { policyOf } from "./policy";
import { Session } from "./session";
import { settingsPolicy } from "./settings-policy";

/** All policies of the pack over one shared session; the settings come first, because every rule needs them. */
export function packPolicies(stackConfiguration: Readonly<Record<string, string>>, isPreview: () => boolean): Policies {
  const session = new Session(stackConfiguration, isPreview);
  return [settingsPolicy(session), ...rules.map((rule, index) => policyOf(rule, index + 1, session))];
}
