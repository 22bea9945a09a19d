import type { ReportViolation } from "@pulumi/policy";
import { levelUnder, type Broken, type Finding, type Level, type Rule } from "../rules/rule";
import type { SettingsReading } from "../settings/read-settings";
import type { Settings } from "../settings/settings";
import type { InternalError } from "./judge";
import { messageOf } from "./message";
import type { Session } from "./session";

/** What the SDK takes at run time; its type shows the two plain arguments only. A test pins that it does. */
interface Violation {
  readonly message: string;
  readonly urn: string;
  /** Left out: the level that the policy has, which may have been set from outside. */
  readonly enforcementLevel?: Level;
}

/** Tells the engine what a rule found, each thing once, at the level that the settings give it. */
export class Teller {
  constructor(
    private readonly rule: Rule,
    private readonly session: Session,
  ) {}

  /** Tells what is wrong with the settings; true where they cannot be used. */
  problems(report: ReportViolation, reading: SettingsReading, urn: string): boolean {
    for (const problem of this.session.problemsToReport(reading.problems)) {
      say(report, { message: `settings: ${problem.path} ${problem.message}`, urn, enforcementLevel: "mandatory" });
    }
    return reading.problems.length > 0;
  }

  /** @param fallbackUrn Where an internal error is reported, which belongs to no resource. */
  finding(
    report: ReportViolation,
    { settings }: SettingsReading,
    finding: Finding | InternalError,
    alreadyCreated: boolean,
    fallbackUrn: string,
  ): void {
    if (finding.verdict === "internal-error") {
      const { message } = finding;
      if (this.session.isNew(message)) say(report, { message, urn: fallbackUrn, ...openLevel(settings) });
      return;
    }
    const { urn } = finding.resource;
    if (!this.session.isNew(`${this.rule.ref} ${urn} ${finding.path} ${finding.fact}`)) return;
    const exception = this.session.exceptions.meet(this.rule, urn, settings.exceptions);
    this.session.told.count(this.rule, exception?.inForce ? "excepted" : finding.verdict);
    const level = exception?.inForce
      ? advisory
      : finding.verdict === "undecided"
        ? openLevel(settings)
        : this.brokenLevel(finding, settings);
    say(report, { message: messageOf(this.rule, finding, { alreadyCreated, exception }), urn, ...level });
  }

  private brokenLevel(finding: Broken, { profile }: Settings): Pick<Violation, "enforcementLevel"> {
    if (finding.level === "advisory") return advisory;
    const level = levelUnder(profile, this.rule);
    return level === levelUnder(this.session.startProfile, this.rule) ? {} : { enforcementLevel: level };
  }
}

const advisory = { enforcementLevel: "advisory" } as const;

function openLevel({ unknowns }: Settings): Pick<Violation, "enforcementLevel"> {
  return unknowns === "fail" ? {} : advisory;
}

function say(report: ReportViolation, violation: Violation): void {
  (report as unknown as (violation: Violation) => void)(violation);
}
