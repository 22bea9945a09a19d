import { renewalWindowSeconds, type RenewalTrigger } from "./life";

/** Days for which a renewal has to be possible, so that somebody notices when it fails and can still repair it. */
export const leastWindowDays = 14;

/** Whether a renewal leaves enough room before the old certificate expires. */
export interface WindowAnswer {
  /** Undefined where the validity decides and is not known. */
  readonly roomy: boolean | undefined;
  /** Days from the renewal to the expiry, as far as they are known. */
  readonly days: number | undefined;
  /** Days that there should be. */
  readonly neededDays: number | undefined;
}

/** Judges a trigger: at least 14 days, or a fifth of the validity if that is shorter. */
export function judgeWindow(trigger: RenewalTrigger, validityMonths: number | undefined): WindowAnswer {
  if (validityMonths === undefined) return withoutValidity(trigger);
  const validityDays = daysInMonths(validityMonths);
  const seconds = renewalWindowSeconds(trigger, validityDays);
  // A fifth of a day is 17280 seconds.
  const neededSeconds = Math.min(leastWindowDays * 86_400, validityDays * 17_280);
  return { roomy: seconds >= neededSeconds, days: seconds / 86_400, neededDays: neededSeconds / 86_400 };
}

function withoutValidity(trigger: RenewalTrigger): WindowAnswer {
  const days = "daysBeforeExpiry" in trigger ? trigger.daysBeforeExpiry : undefined;
  const roomy = days === undefined ? "lifetimePercentage" in trigger && trigger.lifetimePercentage <= 80 : days >= 14;
  return { roomy: roomy || undefined, days, neededDays: undefined };
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The fewest days that so many calendar months have: 365 for 12. A vault counts a certificate's validity in months, and
 * which months they are is not known before it is issued.
 */
export function daysInMonths(months: number): number {
  const years = Math.floor(months / 12);
  const rest = months % 12;
  const starts = monthDays.map((_, start) =>
    Array.from({ length: rest }, (_unused, offset) => monthDays[(start + offset) % 12]!).reduce((a, b) => a + b, 0),
  );
  return years * 365 + Math.min(...starts);
}
