/** When the vault issues the next version of a certificate. */
export type RenewalTrigger =
  /** So much of the lifetime has passed, in percent: 1 to 99. */
  | { readonly lifetimePercentage: number }
  /** So many days are left. */
  | { readonly daysBeforeExpiry: number };

/** All that decides whether a renewed certificate is in use before the old one expires. */
export interface CertificateLife {
  readonly validityDays: number;
  readonly trigger: RenewalTrigger;
  /** Seconds between two looks of the extension into the vault. */
  readonly pollingIntervalSeconds: number;
  /** Seconds between two runs of the guest configuration that binds. Default: 900, the least that the agent allows. */
  readonly guestConfigurationIntervalSeconds?: number;
  /** Looks, and likewise runs, that fail in a row before one succeeds. Default: 0. */
  readonly failuresInARow?: number;
  /** Seconds that have to be left in the worst case. Default: one day. */
  readonly marginSeconds?: number;
}

export interface LifeAnswer {
  /** Seconds from the renewal to the expiry of the old certificate. */
  readonly windowSeconds: number;
  /** The longest time from the renewal to the use of the new certificate, in seconds. */
  readonly reachesListenerWithinSeconds: number;
  /** What is then left, in seconds; below zero where the old certificate expires first. */
  readonly leftSeconds: number;
  /** True where what is left is at least the margin. */
  readonly fits: boolean;
}

const daySeconds = 86_400;

/** https://learn.microsoft.com/azure/governance/machine-configuration/overview/02-setup-prerequisites */
export const guestConfigurationIntervalSeconds = 900;
export const lifeMarginSeconds = daySeconds;

/**
 * The longest time between a renewal and its use, and whether it fits into the window. At worst the extension looked just
 * before the renewal, and the guest configuration ran just before the extension installed it.
 */
export function judgeLife(life: CertificateLife): LifeAnswer {
  const attempts = (life.failuresInARow ?? 0) + 1;
  const binding = life.guestConfigurationIntervalSeconds ?? guestConfigurationIntervalSeconds;
  const windowSeconds = renewalWindowSeconds(life.trigger, life.validityDays);
  const reachesListenerWithinSeconds = attempts * (life.pollingIntervalSeconds + binding);
  const leftSeconds = windowSeconds - reachesListenerWithinSeconds;
  const fits = leftSeconds >= (life.marginSeconds ?? lifeMarginSeconds);
  return { windowSeconds, reachesListenerWithinSeconds, leftSeconds, fits };
}

/** Seconds from the renewal to the expiry; never more than the whole lifetime. */
export function renewalWindowSeconds(trigger: RenewalTrigger, validityDays: number): number {
  // Whole numbers until the end: a hundredth of a day is 864 seconds.
  if ("lifetimePercentage" in trigger) return (100 - trigger.lifetimePercentage) * validityDays * 864;
  return Math.min(trigger.daysBeforeExpiry, validityDays) * daySeconds;
}

/** "is renewed 73 days before expiry and reaches the listener within 75 minutes, with 72.9 days to spare". */
export function describeLife({ windowSeconds, reachesListenerWithinSeconds, leftSeconds }: LifeAnswer): string {
  const margin = leftSeconds >= 0 ? `with ${duration(leftSeconds)} to spare` : `${duration(-leftSeconds)} too late`;
  const reach = `reaches the listener within ${duration(reachesListenerWithinSeconds)}`;
  return `is renewed ${duration(windowSeconds)} before expiry and ${reach}, ${margin}`;
}

const units = [
  { name: "day", seconds: daySeconds, from: daySeconds },
  // Up to two hours in minutes, as polling intervals are thought of.
  { name: "hour", seconds: 3600, from: 7200 },
  { name: "minute", seconds: 60, from: 60 },
  { name: "second", seconds: 1, from: 0 },
];

/** A duration in its largest fitting unit with at most one decimal, rounded down: "72.9 days". */
export function duration(seconds: number): string {
  const unit = units.find(({ from }) => seconds >= from) ?? units[units.length - 1]!;
  const count = Math.floor((seconds / unit.seconds) * 10) / 10;
  return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
}
