import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pages } from "../docs/generate/pages";
import { causes } from "../policies/model/causes";
import { guestPackages } from "../policies/model/guest-packages";
import { rules } from "../policies/rules/catalog";

const root = join(__dirname, "..");
const names = rules.map(({ name }) => name).sort();
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();

test("every file of a rule is in the catalog, and nothing else is", () => {
  const notRules = ["rule", "catalog"];
  expect(filesIn("policies/rules", ".ts").filter((name) => !notRules.includes(name))).toEqual(names);
});

test("every rule has a broken and a healthy program, a test and a page, and there are no others", () => {
  expect(readdirSync(join(root, "test/fixtures/rules")).sort()).toEqual(names);
  for (const name of names) {
    expect(readdirSync(join(root, "test/fixtures/rules", name)).sort()).toEqual(["broken.ts", "healthy.ts"]);
  }
  expect(filesIn("test/policies/rules", ".test.ts")).toEqual(names);
  expect(filesIn("policies/docs", ".md")).toEqual([...names, "README"].sort());
});

test("the pages are what the rules and their programs give", () => {
  for (const [file, text] of pages(root)) {
    const path = join(root, "policies/docs", file);
    expect(existsSync(path) ? readFileSync(path, "utf8") : `${file} is missing: npm run docs`).toBe(text);
  }
});

test("refs are unique, in order, and of the form RDP904-nnn", () => {
  const refs = rules.map(({ ref }) => ref);
  expect(refs).toEqual([...new Set(refs)].sort());
  for (const ref of refs) expect(ref).toMatch(/^RDP904-\d{3}$/);
});

test.each(rules.map((rule) => [rule.ref, rule] as const))("%s says all that a rule has to say", (_, rule) => {
  expect(rule.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(Object.keys(causes)).toContain(rule.cause);
  for (const sentence of [rule.description, rule.effect, rule.inference ?? "None.", ...rule.blindSpots])
    expect(sentence).toMatch(/^([A-Z0-9`]|[a-z]+[A-Z]).*\.$/s);
  expect(rule.fix).toMatch(/^[A-Z].*\.$/);
  expect(rule.blindSpots.length).toBeGreaterThan(0);
  expect(rule.sources.length).toBeGreaterThan(0);
  for (const source of rule.sources) expect(source).toMatch(/^https:\/\//);
});

test.each(rules.map((rule) => [rule.ref, rule] as const))(
  "%s names the log of the events that its user finds, and does not repeat the error that stands before its effect",
  (_, { cause, effect }) => {
    if (/\bevents? \d/.test(effect)) expect(effect).toMatch(/in the (System|Security) log/);
    expect(effect).not.toContain(causes[cause].symptom);
  },
);

test("every cause has a rule", () => {
  expect(new Set(rules.map(({ cause }) => cause))).toEqual(new Set(Object.keys(causes)));
});

test("the example uses the guest package of this release", () => {
  const used = JSON.parse(readFileSync(join(root, "examples/reproduces-0x904/guest-package.json"), "utf8")) as object;
  expect(used).toMatchObject({ contentHash: guestPackages.at(-1)!.contentHash });
});
