import { causes, type Cause, type CauseId } from "../../policies/model/causes";
import type { Rule } from "../../policies/rules/rule";
import { settingProperties } from "../../policies/settings/schema";
import { lines } from "./rule-page";

/** The index of all rules: by cause, by event id, and the settings; as Markdown. */
export function indexPage(rules: readonly Rule[]): string {
  return lines([
    "# Rules",
    "",
    "| ref | rule | symptom | level | what it says |",
    "| --- | --- | --- | --- | --- |",
    ...rules.map(
      (rule) =>
        `| ${rule.ref} | [${rule.name}](${rule.name}.md) | ${causes[rule.cause].symptom} | ${rule.level} | ${rule.description} |`,
    ),
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
    "`rdp904-settings`, which can list settings in `locked` that the stack may not change.",
    "",
    "| setting | what it says |",
    "| --- | --- |",
    ...Object.entries(settingProperties).map(([key, schema]) => `| \`${key}\` | ${schema.description} |`),
  ]);
}

function causeSection(id: CauseId, cause: Cause, rules: readonly Rule[]): string[] {
  return [
    "",
    `## ${id}`,
    "",
    `${cause.title}. Symptom: ${cause.symptom}.`,
    cause.explanation,
    "",
    ...rules.filter((rule) => rule.cause === id).map((rule) => `- [${rule.ref} ${rule.name}](${rule.name}.md)`),
    ...cause.sources.map((source) => `- Source: <${source}>`),
  ];
}

function eventRows(rules: readonly Rule[]): string[] {
  const rows = Object.entries(causes as Record<string, Cause>).flatMap(([id, cause]) =>
    cause.events.map((event) => {
      const refs = rules.filter((rule) => rule.cause === id).map((rule) => `[${rule.ref}](${rule.name}.md)`);
      const text = `| ${event.id} | ${event.log} | ${event.source} | ${event.says} | ${refs.join(", ")} |`;
      return { id: event.id, text };
    }),
  );
  return rows.sort((a, b) => a.id - b.id).map((row) => row.text);
}
