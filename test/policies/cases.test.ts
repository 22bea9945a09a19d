import { rules } from "../../policies/rules/catalog";
import { fixtureFiles } from "./fixture-files";

const files = ["stacks", "guest-scripts"].flatMap(fixtureFiles);
// Rules about the network have a corpus of their own: test/fixtures/network.
const counted = rules.filter(({ ref, name }) => ref >= "RDP904-040" || files.some(({ rule }) => rule === name));

test.each(counted.map(({ name }) => name))("%s has at least four broken and four healthy cases as data", (name) => {
  for (const kind of ["broken", "healthy"]) {
    const cases = files.filter(({ rule, verdict }) => rule === name && verdict === kind);
    expect(cases.length).toBeGreaterThanOrEqual(4);
  }
});

test("every case is one of a rule that there is", () => {
  const names = new Set(rules.map(({ name }) => name));
  expect(files.map(({ rule }) => rule).filter((rule) => !names.has(rule))).toEqual([]);
});
