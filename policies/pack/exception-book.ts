import picomatch from "picomatch";
import type { Rule } from "../rules/rule";
import { daysInWords } from "../settings/days";
import { daysLeft, expiryNoticeDays, type ExceptionDeclaration } from "../settings/exceptions";

/** What an exception says about a finding. */
export interface AppliedException {
  readonly exception: ExceptionDeclaration;
  /** False once its last day is over; then it silences nothing. */
  readonly inForce: boolean;
}

/** The exceptions of an analysis, and which of them met a finding. */
export class ExceptionBook {
  private readonly met = new Map<string, { readonly exception: ExceptionDeclaration; findings: number }>();

  /** @param today The day, YYYY-MM-DD in UTC. */
  constructor(private readonly today: string) {}

  /** Notes that these exceptions are to be met, however many policies are given them. */
  announce(exceptions: readonly ExceptionDeclaration[]): void {
    for (const exception of exceptions) {
      const key = JSON.stringify(exception);
      if (!this.met.has(key)) this.met.set(key, { exception, findings: 0 });
    }
  }

  /** The exception that meets a finding: one in force before an expired one; undefined where there is none. */
  meet(rule: Rule, urn: string, exceptions: readonly ExceptionDeclaration[]): AppliedException | undefined {
    const meeting = exceptions.filter((exception) => means(exception, rule, urn));
    const inForce = meeting.find((exception) => daysLeft(exception, this.today) >= 0);
    for (const exception of meeting) {
      const entry = this.met.get(JSON.stringify(exception));
      if (entry) entry.findings += 1;
    }
    const exception = inForce ?? meeting[0];
    return exception && { exception, inForce: exception === inForce };
  }

  /** What their owners should know: exceptions that end soon, and those that meet nothing. One line each. */
  notes(): readonly string[] {
    return [...this.met.values()].flatMap(({ exception, findings }) => {
      const { rule, resource, owner, expires } = exception;
      const title = `exception of ${owner} for ${rule} on "${resource}"`;
      if (findings === 0) return [`${title} meets no finding of this run: remove it, or mend its rule and resource`];
      const days = daysLeft(exception, this.today);
      if (days < 0 || days > expiryNoticeDays) return [];
      return [`${title} ends on ${expires}${days === 0 ? ", today" : `, in ${daysInWords(days)}`}`];
    });
  }
}

function means({ rule, resource }: ExceptionDeclaration, { ref, name }: Rule, urn: string): boolean {
  if (rule !== ref && rule !== name) return false;
  // A URN has no folders, so a star may cross a slash.
  const matches = picomatch(resource, { bash: true, dot: true });
  return urn === resource || matches(urn.split("::").at(-1) ?? "") || matches(urn);
}
