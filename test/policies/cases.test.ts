import { rules } from "../../policies/rules/catalog";
import type { Rule, Verdict } from "../../policies/rules/rule";
import { scriptFixtures } from "./guest-script-fixtures";

type Case = () => unknown;
type Row = (...row: unknown[]) => unknown;

const enough = 4;
const counted = rules.filter(({ ref }) => ref >= "RDP904-040");

/** What the tests of a rule would run: a case for each row of their tables. */
function casesOf({ name }: Rule): Case[] {
  const cases: Case[] = [];
  const test = Object.assign((_title: string, run: Case): void => void cases.push(run), {
    each: (rows: readonly unknown[]) => (_title: string, run: Row) => {
      for (const row of rows) cases.push(() => (Array.isArray(row) ? run(...(row as unknown[])) : run(row)));
    },
  });
  const describe = (_title: string, body: () => void): void => body();
  const own = { test: globalThis.test, describe: globalThis.describe };
  Object.assign(globalThis, { test, describe });
  try {
    jest.requireActual(`./rules/${name}.test`);
  } finally {
    Object.assign(globalThis, own);
  }
  return cases;
}

/** How many of its cases a rule calls broken, and healthy; counting ends where there are enough of both. */
async function judgedCases(rule: Rule): Promise<{ broken: number; healthy: number }> {
  const count = { broken: 0, healthy: 0 };
  const said = new Set<keyof typeof count>();
  const judge = rule.judge.bind(rule);
  const judging = jest.spyOn(rule, "judge").mockImplementation(async (asked): Promise<readonly Verdict[]> => {
    const verdicts = await judge(asked);
    const words = new Set(verdicts.map(({ verdict }) => verdict));
    if (words.has("broken")) said.add("broken");
    else if (!words.has("undecided")) said.add("healthy");
    return verdicts;
  });
  for (const run of casesOf(rule)) {
    said.clear();
    await run();
    for (const word of said) count[word]++;
    if (count.broken >= enough && count.healthy >= enough) break;
  }
  judging.mockRestore();
  return count;
}

test.each(counted.map((rule) => [rule.name, rule] as const))(
  "%s has at least four broken and four healthy cases",
  async (_, rule) => {
    const { broken, healthy } = await judgedCases(rule);
    expect(Math.min(broken, healthy)).toBeGreaterThanOrEqual(enough);
  },
);

test.each([...new Set(scriptFixtures.map(({ rule }) => rule))])(
  "%s has at least four scripts of each kind as data",
  (rule) => {
    for (const verdict of ["broken", "healthy"]) {
      const files = scriptFixtures.filter((one) => one.rule === rule && one.verdict === verdict);
      expect(files.length).toBeGreaterThanOrEqual(enough);
    }
  },
);
