import { daysBetween } from "./days";

/** A finding that somebody accepts for a while. */
export interface ExceptionDeclaration {
  /** Ref or name of a rule: "RDP904-063" or "script-harms-machine-keys". */
  readonly rule: string;
  /** Which resources: a glob over the Pulumi name, or over the whole URN. */
  readonly resource: string;
  /** Why the finding is accepted. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day on which it holds (UTC), YYYY-MM-DD. */
  readonly expires: string;
}

/** How far ahead an exception may end. */
export const longestExceptionDays = 180;
/** From how many days before its end an exception is announced. */
export const expiryNoticeDays = 14;

/** What Pulumi appends to a date that stands in YAML without quotes. */
export const yamlMidnight = " 00:00:00 +0000 UTC";

/** The exception with its last day as YYYY-MM-DD, however YAML spelt it. */
export function withPlainDay(exception: ExceptionDeclaration): ExceptionDeclaration {
  return { ...exception, expires: exception.expires.replace(yamlMidnight, "") };
}

/** Where an exception stands in its life: days that are left (0 on its last day), negative once it is expired. */
export function daysLeft({ expires }: ExceptionDeclaration, today: string): number {
  return daysBetween(today, expires) ?? -1;
}

/** Problems of one exception that a schema cannot see: key of the property to what is wrong and what is allowed. */
export function exceptionProblems(
  exception: ExceptionDeclaration,
  today: string,
  known: (rule: string) => boolean,
): readonly (readonly [keyof ExceptionDeclaration, string])[] {
  const problems: (readonly [keyof ExceptionDeclaration, string])[] = [];
  if (!known(exception.rule)) {
    problems.push([
      "rule",
      `is ${JSON.stringify(exception.rule)}; allowed: the ref or the name of a rule of this pack`,
    ]);
  }
  const days = daysBetween(today, exception.expires);
  if (days === undefined) problems.push(["expires", `is ${JSON.stringify(exception.expires)}, which no calendar has`]);
  else if (days > longestExceptionDays) {
    problems.push([
      "expires",
      `is ${exception.expires}, in ${days} days; allowed: at most ${longestExceptionDays} days ahead`,
    ]);
  }
  return problems;
}
