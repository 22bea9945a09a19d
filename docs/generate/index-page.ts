import { causes, type Cause, type CauseId } from "../../policies/model/causes";
import { levelUnder, type Rule } from "../../policies/rules/rule";
import { packProperties, settingProperties } from "../../policies/settings/schema";
import { defaultSettings } from "../../policies/settings/settings";
import { expiryNoticeDays, longestExceptionDays } from "../../policies/settings/exceptions";
import { lines } from "./rule-page";

/** The index of all rules: by cause, by event id, and the settings; as Markdown. */
export function indexPage(rules: readonly Rule[]): string {
  return lines([
    "# Rules",
    "",
    "| ref | rule | what it says |",
    "| --- | --- | --- |",
    ...rules.map((rule) => `| ${rule.ref} | [${rule.name}](${rule.name}.md) | ${rule.description} |`),
    "",
    "# Levels",
    "",
    "The profile (setting `profile`) gives each rule its level; a level that is set for one policy from outside, with",
    "`--policy-pack-config`, wins over both. `remediate` can be set for the rules that have a remedy: Pulumi then changes",
    "the resource and shows the change.",
    "",
    "| rule | under `enforce` | under `adopt` | remedy |",
    "| --- | --- | --- | --- |",
    ...rules.map(
      (rule) =>
        `| ${rule.ref} ${rule.name} | ${levelUnder("enforce", rule)} | ${levelUnder("adopt", rule)} | ${rule.remedy ? "yes" : ""} |`,
    ),
    "",
    "# Symptoms",
    ...symptoms.flatMap((symptom) => symptomSection(symptom, rules)),
    "",
    "# Causes",
    ...Object.entries(causes).flatMap(([id, cause]) => causeSection(id as CauseId, cause, rules)),
    "",
    "# From an event to its rules",
    "",
    "| event | log | source | says | rules |",
    "| --- | --- | --- | --- | --- |",
    ...eventRows(rules),
    "",
    "# Settings",
    "",
    "They stand in the stack's configuration under `rdp904:`, or in the pack's configuration under the policy",
    "`rdp904-settings`; the stack wins, except for what the pack's configuration lists in `locked`. What a policy is given",
    "of its own wins for that policy. A wrong key or value stops the run.",
    "",
    "| setting | what it says |",
    "| --- | --- |",
    ...settingRows("", settingProperties),
    "",
    "The pack's configuration alone can say:",
    "",
    "| setting | what it says |",
    "| --- | --- |",
    ...settingRows("", packProperties),
    "",
    "# Exceptions",
    "",
    "An entry of `exceptions` makes the findings that it means advisory. They stay in the output, with its owner and reason.",
    `It ends by itself: at most ${longestExceptionDays} days ahead, announced ${expiryNoticeDays} days before. After that day the finding`,
    "counts again. An entry that meets no finding is told, so that none is forgotten.",
    `No exception silences ${defaultSettings.neverExcepted.join(", ")}, unless the pack's configuration says otherwise in \`neverExcepted\`.`,
    "",
    "```yaml",
    "config:",
    "  rdp904:exceptions:",
    "    - rule: script-harms-machine-keys",
    "      resource: legacy-*",
    "      reason: the image repairs its keys at boot, until it is replaced",
    "      owner: platform team",
    "      expires: 2027-01-31",
    "```",
  ]);
}

const symptomTitle: Readonly<Record<Cause["symptom"], string>> = {
  "0x904": "RDP error 0x904",
  "0x204": "RDP error 0x204",
  exposure: "Exposure",
  recovery: "Recovery",
};

const symptoms = [...new Set(Object.values(causes).map(({ symptom }) => symptom))];

function symptomSection(symptom: Cause["symptom"], rules: readonly Rule[]): string[] {
  return [
    "",
    `## ${symptomTitle[symptom]}`,
    "",
    ...rules.filter((rule) => causes[rule.cause].symptom === symptom).map(link),
  ];
}

function link(rule: Rule): string {
  return `- [${rule.ref} ${rule.name}](${rule.name}.md)`;
}

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

// A list's entries and a map's keys stand below it.
function settingRows(prefix: string, schemas: Readonly<Record<string, Schema>>): string[] {
  return Object.entries(schemas).flatMap(([key, schema]) => {
    const path = prefix + key;
    const below = schema.items?.properties ? `${path}[].` : `${path}.`;
    return [
      `| \`${path}\` | ${schema.description ?? ""} |`,
      ...settingRows(below, schema.items?.properties ?? schema.properties ?? {}),
    ];
  });
}

function causeSection(id: CauseId, cause: Cause, rules: readonly Rule[]): string[] {
  return [
    "",
    `## ${id}`,
    "",
    `${cause.title}. Symptom: ${cause.symptom}.`,
    cause.explanation,
    "",
    ...rules.filter((rule) => rule.cause === id).map(link),
    ...cause.sources.map((source) => `- Source: <${source}>`),
  ];
}

function eventRows(rules: readonly Rule[]): string[] {
  const all = Object.values(causes as Record<string, Cause>).flatMap(({ events }) => events);
  const columns = new Map(all.map((event) => [columnsOf(event), event.id]));
  const rows = [...columns].map(([text, id]) => {
    const theirs = rules.filter((rule) => (causes[rule.cause] as Cause).events.some((one) => columnsOf(one) === text));
    return { id, text: `${text} ${theirs.map((rule) => `[${rule.ref}](${rule.name}.md)`).join(", ")} |` };
  });
  return rows.sort((a, b) => a.id - b.id).map((row) => row.text);
}

function columnsOf({ id, log, source, says }: Cause["events"][number]): string {
  return `| ${id} | ${log} | ${source} | ${says} |`;
}
