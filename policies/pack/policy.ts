import type { Policies, ResourceValidation, ResourceValidationArgs, StackValidation } from "@pulumi/policy";
import type { Estate } from "../estate/estate";
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
type Findings = Awaited<ReturnType<typeof judge>>;

/**
 * One Pulumi policy for each rule, so that a level or `disabled` set from outside holds for all that the rule says.
 *
 * The SDK deserialises every resource anew for each policy that it calls, so a rule is called as seldom as can be: about a
 * first resource, which brings its own configuration; about others where it may stop them; about the stack where it has
 * something to say, which the first policy of the pack finds out for all. See docs/decisions/0002.
 */
export function policyOf(rule: Rule, position: number, session: Session): Policy {
  const teller = new Teller(rule, session);
  const { remedy } = rule;
  const mayStop = session.occasion === "update" && rule.earlyAt !== undefined;
  let configuration: Record<string, unknown> | undefined;
  let ahead: { readonly estate: Estate; readonly findings: Findings } | undefined;

  const found = async (question: Question): Promise<Findings> =>
    toldHere(await judge(rule, question), question.estate, session.today);

  session.judgesAhead.push(async (estate) => {
    ahead = undefined;
    if (configuration === undefined) return;
    const { settings, problems } = session.settingsFor(rule.name, configuration);
    if (problems.length > 0) return;
    session.exceptions.announce(settings.exceptions);
    ahead = { estate, findings: await found({ estate, settings }) };
  });

  const validateResource: ResourceValidation = async (args, report) => {
    session.register(args, position);
    const own = args.getConfig<Record<string, unknown>>();
    configuration = own;
    const reading = session.settingsFor(rule.name, own);
    if (teller.problems(report, reading, args.urn)) return;
    if (!mayStop || !rule.earlyAt?.includes(resourceType(args.type))) return;
    const question = { estate: session.registeredEstate(), settings: reading.settings };
    for (const finding of await found(question)) {
      const isFinal = finding.verdict === "broken" && finding.final === true;
      if (isFinal) teller.finding(report, reading, finding, finding.resource.urn !== args.urn, args.urn);
    }
  };

  const validateStack: StackValidation = async (args, report) => {
    const wholeStack = stackUrn(args.resources);
    if (wholeStack === undefined) return;
    const reading = session.settingsFor(rule.name, args.getConfig());
    if (teller.problems(report, reading, wholeStack)) return;
    session.exceptions.announce(reading.settings.exceptions);
    const estate = session.stackEstate(args.resources, position);
    const findings = ahead?.estate === estate ? ahead.findings : await found({ estate, settings: reading.settings });
    for (const finding of findings) {
      teller.finding(report, reading, finding, session.occasion === "update", wholeStack);
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
    ...(remedy && { remediateResource: (args: ResourceValidationArgs) => remediated(remedy, args) }),
    get validateResource() {
      return mayStop || configuration === undefined ? validateResource : undefined;
    },
    get validateStack() {
      return ahead?.findings.length === 0 ? undefined : validateStack;
    },
  } as Policy;
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
