import type { Estate } from "../../policies/estate/estate";
import { property } from "../../policies/estate/resource";
import { rules } from "../../policies/rules/catalog";
import type { Rule } from "../../policies/rules/rule";
import { defaultSettings } from "../../policies/settings/settings";
import { deployedEstateOf, estateOf } from "../../policies/testing/estate-of";
import { spellings } from "./rules/spellings";
import { fixtureFiles, type FixtureFile } from "./fixture-files";
import { readStackCase, type Expected } from "./stack-notation";

const stackFixtures = fixtureFiles("stacks");
const fixtures = stackFixtures.map((fixture) => [fixture.rule, fixture.verdict, fixture.file, fixture] as const);

test.each(fixtures)("%s says of %s/%s what the file expects, in every spelling of its types", async (...row) => {
  const [, , , fixture] = row;
  const rule = ruleOf(fixture);
  const { declared, expect: inPreview, onceDeployed } = readStackCase(fixture.text, fixture.path);
  for (const [, spell] of spellings) {
    await compare(rule, estateOf(spell(declared)), inPreview);
    await compare(rule, deployedEstateOf(spell(declared)), onceDeployed);
  }
});

test.each(fixtures)("%s/%s/%s lies in the folder of what it expects of a preview", (_rule, verdict, _file, fixture) => {
  const words = new Set(readStackCase(fixture.text, fixture.path).expect.map((one) => one.verdict));
  const worst = words.has("broken") ? "broken" : words.has("undecided") ? "undecided" : "healthy";
  expect(worst).toBe(verdict);
});

test("no rule leaves anything open at a property that the resource of its finding does not have", async () => {
  const elsewhere = new Set<string>();
  for (const { text, path } of stackFixtures) {
    const { declared } = readStackCase(text, path);
    for (const estate of [estateOf(declared), deployedEstateOf(declared)]) {
      for (const rule of rules) {
        for (const one of await rule.judge({ estate, settings: defaultSettings })) {
          if (one.verdict !== "undecided" || one.path === "") continue;
          if (property(one.resource, one.path).state === "absent") elsewhere.add(`${path}: ${rule.ref} at ${one.path}`);
        }
      }
    }
  }
  expect([...elsewhere]).toEqual([]);
});

test("no two stacks are described alike", () => {
  const descriptions = stackFixtures.map(({ text, path }) => readStackCase(text, path).description);
  expect(descriptions.filter((one, index) => descriptions.indexOf(one) !== index)).toEqual([]);
});

function ruleOf({ rule, path }: FixtureFile): Rule {
  const found = rules.find(({ name }) => name === rule);
  if (!found) throw new Error(`${path}: there is no rule ${rule}`);
  return found;
}

async function compare(rule: Rule, estate: Estate, expected: readonly Expected[]): Promise<void> {
  const verdicts = await rule.judge({ estate, settings: defaultSettings });
  const said = verdicts.map((one): Expected => {
    const { verdict, resource } = one;
    if (one.verdict === "holds") return { verdict, resource: resource.name, at: "", fact: "" };
    const level = one.verdict === "broken" && one.level === "advisory" ? { level: one.level } : {};
    return { verdict, resource: resource.name, at: one.path, fact: one.fact, ...level };
  });
  // A rule that asks two things of one resource says twice that it holds.
  const lines = (all: readonly Expected[]): string[] => [...new Set(all.map(headOf))].sort();
  expect({ lines: lines(said), said }).toEqual({ lines: lines(expected), said: said as unknown });
  for (const one of expected) {
    const facts = said.filter((other) => headOf(other) === headOf(one)).map(({ fact }) => fact);
    expect(facts).toContainEqual(expect.stringContaining(one.fact));
  }
}

function headOf({ verdict, resource, at, level }: Expected): string {
  return `${verdict} ${resource}${at && ` at ${at}`}${level ? `, ${level}` : ""}`;
}
