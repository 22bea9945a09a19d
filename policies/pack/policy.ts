import type { Policies, ReportViolation } from "@pulumi/policy";
import { causes } from "../model/causes";
import { resourceType } from "../estate/resource-type";
import type { Broken, Level, Rule } from "../rules/rule";
import { settingProperties } from "../settings/schema";
import type { SettingsReading } from "../settings/read-settings";
import type { Settings } from "../settings/settings";
import { judge } from "./judge";
import { messageOf, pagePath } from "./message";
import type { Session } from "./session";

type Policy = Policies[number];
type Finding = Awaited<ReturnType<typeof judge>>[number];

/** What the SDK takes at run time; its type shows the two plain arguments only. A test pins that it does. */
interface Violation {
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel?: Level;
}

function levelUnder(profile: Settings["profile"], rule: Rule): Level {
  return profile === "adopt" && rule.advisoryWhenAdopting ? "advisory" : rule.level;
}

/** One Pulumi policy for each rule, so that a level or `disabled` set from outside holds for all that the rule says. */
export function policyOf(rule: Rule, position: number, session: Session): Policy {
  const say = (report: ReportViolation, violation: Violation): void => {
    (report as unknown as (violation: Violation) => void)(violation);
  };
  const sayProblems = (report: ReportViolation, reading: SettingsReading, urn: string): boolean => {
    for (const problem of session.problemsToReport(reading.problems)) {
      say(report, { message: `settings: ${problem.path} ${problem.message}`, urn, enforcementLevel: "mandatory" });
    }
    return reading.problems.length > 0;
  };
  const sayFinding = (
    report: ReportViolation,
    { settings }: SettingsReading,
    finding: Finding,
    alreadyCreated: boolean,
    fallbackUrn: string,
  ): void => {
    const strict = settings.unknowns === "fail" ? {} : ({ enforcementLevel: "advisory" } as const);
    if (finding.verdict === "internal-error") {
      if (session.isNew(finding.message)) say(report, { message: finding.message, urn: fallbackUrn, ...strict });
      return;
    }
    if (!session.isNew(`${rule.ref} ${finding.resource.urn} ${finding.path} ${finding.fact}`)) return;
    const level = finding.verdict === "undecided" ? strict : brokenLevel(finding, settings);
    say(report, { message: messageOf(rule, finding, alreadyCreated), urn: finding.resource.urn, ...level });
  };
  // Nothing said here leaves the level that the policy has, which may have been set from outside.
  const brokenLevel = (finding: Broken, settings: Settings): Pick<Violation, "enforcementLevel"> => {
    if (finding.level === "advisory") return { enforcementLevel: "advisory" };
    const level = levelUnder(settings.profile, rule);
    return level === startLevel ? {} : { enforcementLevel: level };
  };
  const startLevel = levelUnder(session.startProfile, rule);

  return {
    name: rule.name,
    description: rule.description,
    displayName: `${rule.ref} ${rule.name}`,
    enforcementLevel: startLevel,
    severity: rule.severity,
    tags: [rule.ref, rule.cause, causes[rule.cause].symptom],
    remediationSteps: rule.fix,
    url: pagePath(rule),
    configSchema: { properties: structuredClone(settingProperties) as never },
    async validateResource(args, report) {
      session.register(args, position);
      const reading = session.settingsFor(rule.name, args.getConfig());
      if (sayProblems(report, reading, args.urn) || session.isPreview()) return;
      if (!rule.earlyAt?.includes(resourceType(args.type))) return;
      const question = { estate: session.registeredEstate(), settings: reading.settings };
      for (const finding of await judge(rule, question)) {
        const isFinal = finding.verdict === "broken" && finding.final === true;
        if (isFinal) sayFinding(report, reading, finding, finding.resource.urn !== args.urn, args.urn);
      }
    },
    async validateStack(args, report) {
      const stackUrn = args.resources[0]?.urn;
      if (stackUrn === undefined) return;
      const reading = session.settingsFor(rule.name, args.getConfig());
      if (sayProblems(report, reading, stackUrn)) return;
      const question = { estate: session.stackEstate(args.resources, position), settings: reading.settings };
      for (const finding of await judge(rule, question)) {
        sayFinding(report, reading, finding, !session.isPreview(), stackUrn);
      }
    },
  };
}
