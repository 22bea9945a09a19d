import type { PolicyPackConfig, Policies } from "@pulumi/policy";
import { rules } from "../rules/catalog";
import { policyOf } from "./policy";
import { Session } from "./session";
import { settingsPolicy } from "./settings-policy";

/** All policies of the pack over one shared session; the settings come first, because every rule needs them. */
export function packPolicies(stackConfiguration: Readonly<Record<string, string>>, isPreview: () => boolean): Policies {
  const session = new Session(stackConfiguration, isPreview);
  return [settingsPolicy(session), ...rules.map((rule, index) => policyOf(rule, index + 1, session))];
}

/**
 * Levels that the profile sets; whatever is configured from outside overrides them. They come from the stack
 * configuration, because the pack's own configuration arrives only after the pack has started.
 */
export function profileLevels(stackConfiguration: Readonly<Record<string, string>>): PolicyPackConfig {
  if (stackConfiguration["rdp904:profile"] !== "adopt") return {};
  return Object.fromEntries(rules.filter((rule) => rule.advisoryWhenAdopting).map((rule) => [rule.name, "advisory"]));
}
