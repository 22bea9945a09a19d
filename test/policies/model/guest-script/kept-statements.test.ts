import fc from "fast-check";
import { powerShellParser } from "../../../../policies/model/guest-script/powershell/parser";
import type * as Reading from "../../../../policies/model/guest-script/read-guest-script";
import { readWith, topicReaders } from "../../../../policies/model/guest-script/read-guest-script";
import { scriptFixtures } from "../../guest-script-fixtures";
import { told } from "./verdict-of";

const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";

test("what was parsed is given back once it is much, and is parsed anew then", async () => {
  const parser = await powerShellParser();
  const { Tree } = jest.requireActual<typeof import("web-tree-sitter")>("web-tree-sitter");
  const given = jest.spyOn(Tree.prototype, "delete");
  const text = "$x.Delete()";
  const first = parser.parse(text, { reports: 0 });
  parser.release();
  expect(parser.parse(text, { reports: 0 })).toBe(first);
  for (let count = 0; count < 30; count++) parser.parse(`$x.Delete(${"1 + ".repeat(1_000)}${count})`, { reports: 0 });
  expect(given).not.toHaveBeenCalled();
  parser.release();
  expect(given.mock.calls.length).toBeGreaterThan(30);
  given.mockRestore();
  const again = parser.parse(text, { reports: 0 });
  expect(again).not.toBe(first);
  expect(again?.hasError).toBe(false);
});

test("parsing the same statement again counts as the work that it is", async () => {
  const parser = await powerShellParser();
  const text = `$x = ${"1 + ".repeat(2_000)}1`;
  const [first, again] = [{ reports: 0 }, { reports: 0 }];
  parser.parse(text, first);
  parser.parse(text, again);
  expect(first.reports).toBeGreaterThan(0);
  expect(again).toEqual(first);
  expect(parser.parse(text, { reports: 30_000 })).toBeUndefined();
});

const operands = fc.array(
  fc.constantFrom(`'${keys}'`, `"${keys}\\*"`, "$other", "'C:\\inetpub'", "$env:TEMP", "7", "(Join-Path C:\\ x)"),
  { minLength: 1, maxLength: 4 },
);
const between = fc.constantFrom(", ", ",", ",\n  ");
const whole = (list: string): string =>
  `$other = '${keys}\\a'\n$all = ${list}\nforeach ($one in $all) { icacls $one /reset }`;

test("a list of operands is the same with and without the grammar", async () => {
  await fc.assert(
    fc.asyncProperty(operands, between, async (items, comma) => {
      const list = items.join(comma);
      // Only the grammar takes a sum apart.
      expect(await told(whole(list))).toEqual(await told(whole(`${list} + @()`)));
    }),
    { numRuns: 300 },
  );
});

// Loading everything anew leaves other modules than this file has, so it comes last.
test("a script says the same whatever was read before it", async () => {
  const scripts = scriptFixtures.filter(({ shell }) => shell === "powershell").map(({ text }) => text);
  const alone = new Map<string, unknown>();
  for (const text of scripts.filter((_, index) => index % 20 === 0)) {
    jest.resetModules();
    const fresh = jest.requireActual<typeof Reading>("../../../../policies/model/guest-script/read-guest-script");
    alone.set(text, await fresh.readWith(fresh.topicReaders, text));
  }
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(scripts, { minLength: 5, maxLength: 20 }), async (several) => {
      for (const text of several) {
        const facts = await readWith(topicReaders, text);
        if (alone.has(text)) expect(facts).toEqual(alone.get(text));
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
