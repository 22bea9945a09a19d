import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../policies/rules/catalog";
import { indexPage } from "./index-page";
import { rulePage } from "./rule-page";

/** Every generated page: file name under policies/docs to its text. */
export function pages(root: string): Map<string, string> {
  const example = (rule: string, kind: string): string =>
    readFileSync(join(root, "test", "fixtures", "rules", rule, `${kind}.ts`), "utf8");
  return new Map([
    ["README.md", indexPage(rules)],
    ...rules.map((rule): [string, string] => [
      `${rule.name}.md`,
      rulePage(rule, { healthy: example(rule.name, "healthy"), broken: example(rule.name, "broken") }),
    ]),
  ]);
}
