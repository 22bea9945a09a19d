import { causes, type Cause } from "../../policies/model/causes";
import type { Rule } from "../../policies/rules/rule";
import { defaultSettings } from "../../policies/settings/settings";

/** Programs that show a rule; the tests run the same files. */
export interface RuleExamples {
  readonly healthy: string;
  readonly broken: string;
}

const evidenceWords: Record<Cause["evidence"], string> = {
  documented: "Microsoft documents this cause for the symptom.",
  reported: "People report this cause for the symptom; Microsoft does not document it.",
  inferred: "The cause follows from documented facts, but nobody documents it for the symptom.",
};

/** The page about one rule, as Markdown. A pure function of the rule and its examples. */
export function rulePage(rule: Rule, examples: RuleExamples): string {
  const cause: Cause = causes[rule.cause];
  const symptom = cause.symptom.startsWith("0x") ? `RDP error ${cause.symptom}` : `${cause.symptom} (not an RDP error)`;
  return lines([
    `# ${rule.ref} ${rule.name}`,
    "",
    rule.description,
    "",
    "| | |",
    "| --- | --- |",
    `| Cause | [${cause.title}](README.md#${rule.cause}) |`,
    `| Symptom | ${symptom} |`,
    `| Level | ${rule.level}${rule.advisoryWhenAdopting ? "; advisory under the profile `adopt`" : ""} |`,
    `| Severity | ${rule.severity} |`,
    "",
    "## What happens",
    "",
    rule.effect,
    cause.explanation,
    ...eventTable(cause),
    "",
    "## How sure we are",
    "",
    evidenceWords[cause.evidence],
    ...(rule.inference === undefined
      ? []
      : [`That this rule brings the cause about is an inference. ${rule.inference}`]),
    "",
    "## What to do",
    "",
    rule.fix,
    ...(rule.remedy ? ["", remedyHint(rule)] : []),
    "",
    "## Healthy",
    "",
    "```ts",
    examples.healthy.trim(),
    "```",
    "",
    "## Broken",
    "",
    "```ts",
    examples.broken.trim(),
    "```",
    "",
    "## Exceptions",
    "",
    exceptionHint(rule),
    "",
    "## What it cannot see",
    "",
    ...rule.blindSpots.map((spot) => `- ${spot}`),
    "",
    "## Sources",
    "",
    ...[...new Set([...rule.sources, ...cause.sources])].map((source) => `- <${source}>`),
  ]);
}

function remedyHint({ name }: Rule): string {
  const configuration = JSON.stringify({ [name]: { enforcementLevel: "remediate" } });
  return `Pulumi does it, and shows the change, where the pack's configuration says \`${configuration}\`.`;
}

function exceptionHint({ ref, name }: Rule): string {
  return defaultSettings.neverExcepted.includes(ref)
    ? "No exception silences this rule, unless the pack's configuration says otherwise in `neverExcepted`."
    : `An entry of \`rdp904:exceptions\` with \`rule: ${name}\`: see [Exceptions](README.md#exceptions).`;
}

function eventTable(cause: Cause): string[] {
  if (cause.events.length === 0) return [];
  return [
    "",
    "| event | log | source | says |",
    "| --- | --- | --- | --- |",
    ...cause.events.map((event) => `| ${event.id} | ${event.log} | ${event.source} | ${event.says} |`),
  ];
}

export function lines(text: readonly string[]): string {
  return `${text.join("\n")}\n`;
}
