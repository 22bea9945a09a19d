import type { types } from "@pulumi/azure-native";
import { ArgumentError } from "../argument-check";

/** A security rule as ARM takes it. */
export type SecurityRule = types.input.network.SecurityRuleArgs;

/** A security rule that has no place in the order yet. */
export type UnplacedRule = Omit<SecurityRule, "priority">;

// From 300 on and ten apart, so that a rule of the caller's fits before, between and after.
const firstPriority = 300;
const step = 10;

/** Priority of the rule that comes after all others. */
export const lastPriority = 4000;

/** Gives rules of one direction their priorities, in the order given. */
export function placed(path: string, rules: readonly UnplacedRule[]): SecurityRule[] {
  const most = (lastPriority - firstPriority) / step;
  if (rules.length > most) {
    throw new ArgumentError(path, `need ${rules.length} rules`, `what needs at most ${most} rules of a security group`);
  }
  return rules.map((rule, index) => ({ ...rule, priority: firstPriority + step * index }));
}

/** ARM takes "*" and service tags in the singular field only. */
export function listOr(
  one: keyof SecurityRule,
  many: keyof SecurityRule,
  values: readonly string[],
): Partial<UnplacedRule> {
  return values.length === 1 ? { [one]: values[0]! } : { [many]: values };
}
