import { Estate } from "../../policies/estate/estate";
import { readKnownResources } from "../../policies/estate/known-resources/read-known-resources";
import type { AzureResource } from "../../policies/estate/resource";
import { rules } from "../../policies/rules/catalog";
import type { Finding, Rule } from "../../policies/rules/rule";
import { defaultSettings, type Settings } from "../../policies/settings/settings";
import { corpus } from "../fixtures/network/corpus";
import type { Case, Expected, Ref } from "../fixtures/network/notation/case";
import { resourceGroup } from "../fixtures/network/notation/network";
import type { Declared } from "../../policies/testing";
import { deployedEstateOf, estateOf } from "../../policies/testing/estate-of";

/** Rules that the corpus has cases for and the catalog does not list yet; their cases wait. */
const notYet: readonly Ref[] = [];

const catalog = new Map<string, Rule>(rules.map((rule) => [rule.ref, rule]));

const cases = Object.entries(corpus).flatMap(([theme, { about, cases: ofTheme }]) =>
  ofTheme.map((one) => ({ theme, one, about: one.about ?? about })),
);

const runnable = cases.filter(({ about }) => about.every((ref) => catalog.has(ref)));

test.each(runnable.map(({ theme, one, about }) => [theme, one.title, one, about] as const))(
  "%s: %s, in preview with unknown ids",
  async (_theme, _title, one, about) => {
    await compare(one, about, "unknown");
  },
);

test.each(runnable.map(({ theme, one, about }) => [theme, one.title, one, about] as const))(
  "%s: %s, once deployed with known ids",
  async (_theme, _title, one, about) => {
    await compare(one, about, "known");
  },
);

test("the corpus has at least 150 cases, and no two of one title", () => {
  const titles = cases.map(({ theme, one }) => `${theme}: ${one.title}`);
  expect(titles.length).toBeGreaterThanOrEqual(150);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test("no case waits for a rule that is there, and none for a rule that nobody announced", () => {
  const used = new Set(cases.flatMap(({ one, about }) => [...about, ...expectedOf(one).map(({ ref }) => ref)]));
  expect([...used].filter((ref) => !catalog.has(ref)).sort()).toEqual([...notYet].sort());
});

test("a case expects findings only of the rules that it is about, and only on resources that it declares", () => {
  const stray = cases.flatMap(({ one, about }) => {
    const names = [...one.given, ...(one.known ?? [])].map(({ name }) => name);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    return [
      ...twice.map((name) => `${one.title}: ${name} is declared twice`),
      ...expectedOf(one)
        .filter(({ ref, resource }) => !about.includes(ref) || ![resource].flat().some((name) => names.includes(name)))
        .map(({ ref, resource }) => `${one.title}: ${ref} on ${[resource].flat().join(" or ")}`),
    ];
  });
  expect(stray).toEqual([]);
});

test("every declaration is complete, also of the cases that wait for their rule", () => {
  for (const { one } of cases) {
    const declared = [resourceGroup, ...one.given];
    expect([estateOf(declared), deployedEstateOf(declared)].map(({ resources }) => resources.length)).toEqual([
      declared.length,
      declared.length,
    ]);
  }
});

test("a source is a public page", () => {
  expect(cases.map(({ one }) => one.source ?? "https://").filter((source) => !source.startsWith("https://"))).toEqual(
    [],
  );
});

function expectedOf(one: Case): readonly Expected[] {
  return [...one.expect, ...(one.whenUnknown ?? [])];
}

async function compare(one: Case, about: readonly Ref[], ids: "unknown" | "known"): Promise<void> {
  const declared = [resourceGroup, ...one.given];
  const own = ids === "unknown" ? estateOf(declared) : deployedEstateOf(declared);
  const estate = one.known ? new Estate([...knownFrom(one.known), ...own.resources]) : own;
  const settings: Settings = {
    ...defaultSettings,
    clients: one.clients,
    providedElsewhere: one.providedElsewhere ?? {},
  };
  const found: Found[] = [];
  for (const ref of about) {
    const rule = catalog.get(ref)!;
    for (const verdict of await rule.judge({ estate, settings })) {
      if (verdict.verdict !== "holds") found.push(asFound(rule, verdict));
    }
  }
  const demanded = ids === "unknown" ? (one.whenUnknown ?? one.expect) : one.expect;
  const matched = demanded.map((expected) => ({
    line: `${lineOf(expected)} on ${matchingResource(expected, found)}`,
    words: expected.decidedBy ?? [],
  }));
  const lines = [...new Set(found.map(({ line }) => line))].sort();
  expect({ findings: lines, facts: factsWhere(lines, matched, found) }).toEqual({
    findings: matched.map(({ line }) => line).sort(),
    facts: expect.anything(),
  });
  expect(missingWords(matched, found)).toEqual([]);
}

/** Resources of another stack as its exported state tells of them. */
function knownFrom(known: readonly Declared[]): readonly AzureResource[] {
  const deployed = deployedEstateOf([resourceGroup, ...known]).resources.filter(({ name }) => name !== "rg");
  const resources = deployed.map(({ urn, token, id, inputs }) => ({ urn, type: token, id, inputs }));
  return readKnownResources(JSON.stringify({ deployment: { resources } }), { file: "network.json", day: "2026-11-11" });
}

interface Found {
  readonly line: string;
  readonly head: string;
  readonly resource: string;
  readonly fact: string;
}

function asFound(rule: Rule, finding: Finding): Found {
  const level = finding.verdict === "broken" ? (finding.level ?? rule.level) : undefined;
  const head = lineOf({ ref: rule.ref, verdict: finding.verdict, ...(level === "advisory" && { level }) });
  return { head, resource: finding.resource.name, line: `${head} on ${finding.resource.name}`, fact: finding.fact };
}

function lineOf({ ref, verdict, level }: Pick<Expected, "ref" | "verdict" | "level">): string {
  return `${ref} ${verdict}${level ? `, ${level}` : ""}`;
}

// Of several resources at which the fix may be made, the one that has the finding.
function matchingResource(expected: Expected, found: readonly Found[]): string {
  const names = [expected.resource].flat();
  const here = names.find((name) => found.some(({ head, resource }) => head === lineOf(expected) && resource === name));
  return here ?? names.join(" or ");
}

// What the findings say, shown where they are not the ones that were demanded.
function factsWhere(lines: readonly string[], matched: readonly { line: string }[], found: readonly Found[]): string[] {
  const demanded = new Set(matched.map(({ line }) => line));
  return lines.every((line) => demanded.has(line)) && lines.length === demanded.size
    ? []
    : found.map(({ fact }) => fact);
}

function missingWords(
  matched: readonly { line: string; words: readonly string[] }[],
  found: readonly Found[],
): string[] {
  return matched.flatMap(({ line, words }) => {
    const facts = found.filter((one) => one.line === line).map(({ fact }) => fact);
    const said = new Set(facts.flatMap(wordsOf));
    return words
      .flatMap((text) => text.split(" at "))
      .filter((word) => !said.has(word.toLowerCase()))
      .map((word) => `"${facts.join("; ")}" does not name ${word}`);
  });
}

function wordsOf(fact: string): string[] {
  return fact
    .toLowerCase()
    .split(/[\s,;()"]+/)
    .map((word) => word.replace(/[.:]+$/, ""));
}
