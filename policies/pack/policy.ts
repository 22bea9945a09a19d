import type { Policies, ResourceValidation } from "@pulumi/policy";
import { resourceType } from "../estate/resource-type";
import { causes } from "../model/causes";
import { levelUnder, type Question, type Rule } from "../rules/rule";
import { settingProperties } from "../settings/schema";
import { judge } from "./judge";
import { toldHere } from "./told-here";
import { pagePath } from "./message";
import { remediated } from "./remediation";
import type { Session } from "./session";
import { stackUrn } from "./stack-urn";
import { Teller } from "./teller";

type Policy = Policies[number];

/**
 * One Pulumi policy for each rule, so that a level or `disabled` set from outside holds for all that the rule says. Only
 * where it may stop something does it look at single resources: the SDK deserialises each one anew for every policy that does.
 */
export function policyOf(rule: Rule, position: number, session: Session): Policy {
  const teller = new Teller(rule, session);
  const { remedy } = rule;
  const found = async (question: Question): ReturnType<typeof judge> =>
    toldHere(await judge(rule, question), question.estate, session.today);
  const mayStop = session.occasion === "update" && rule.earlyAt !== undefined;
  const stopEarly: ResourceValidation = async (args, report) => {
    session.register(args, position);
    const reading = session.settingsFor(rule.name, args.getConfig());
    if (teller.problems(report, reading, args.urn) || !rule.earlyAt?.includes(resourceType(args.type))) return;
    const question = { estate: session.registeredEstate(), settings: reading.settings };
    for (const finding of await found(question)) {
      const isFinal = finding.verdict === "broken" && finding.final === true;
      if (isFinal) teller.finding(report, reading, finding, finding.resource.urn !== args.urn, args.urn);
    }
  };
  return {
    name: rule.name,
    description: rule.description,
    displayName: `${rule.ref} ${rule.name}`,
    enforcementLevel: levelUnder(session.startProfile, rule),
    severity: rule.severity,
    framework: frameworkOf(rule),
    tags: [rule.ref, rule.cause, causes[rule.cause].symptom],
    remediationSteps: rule.fix,
    url: pagePath(rule),
    configSchema: { properties: structuredClone(settingProperties) as never },
    ...(remedy && { remediateResource: (args) => remediated(remedy, args) }),
    ...(mayStop && { validateResource: stopEarly }),
    async validateStack(args, report) {
      const wholeStack = stackUrn(args.resources);
      if (wholeStack === undefined) return;
      const reading = session.settingsFor(rule.name, args.getConfig());
      if (teller.problems(report, reading, wholeStack)) return;
      session.exceptions.announce(reading.settings.exceptions);
      const question = { estate: session.stackEstate(args.resources, position), settings: reading.settings };
      for (const finding of await found(question)) {
        teller.finding(report, reading, finding, session.occasion === "update", wholeStack);
      }
    },
  };
}

// The catalog of documented causes is the framework that a rule answers to.
function frameworkOf({ ref, cause }: Rule): NonNullable<Policy["framework"]> {
  return {
    name: "Documented causes of RDP error 0x904",
    version: "1",
    reference: ref,
    specification: `${causes[cause].title}: ${causes[cause].sources[0] ?? ""}`,
  };
}
