import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judged, type KeyVerdict } from "./verdict-of";

const folder = join(__dirname, "../../../fixtures/guest-scripts");
const verdicts: readonly KeyVerdict[] = ["broken", "healthy", "undecided"];
const scripts = verdicts.flatMap((verdict) =>
  readdirSync(join(folder, verdict)).map((file) => [verdict, file] as const),
);

test.each(scripts)("the script %s/%s is what its folder says", async (verdict, file) => {
  const text = readFileSync(join(folder, verdict, file), "utf8");
  expect(await judged(text, file.endsWith(".cmd") ? "cmd" : "powershell")).toBe(verdict);
});

test("the verdict does not depend on line ends", async () => {
  for (const [verdict, file] of scripts) {
    const text = readFileSync(join(folder, verdict, file), "utf8").replaceAll("\n", "\r\n");
    expect([file, await judged(text, file.endsWith(".cmd") ? "cmd" : "powershell")]).toEqual([file, verdict]);
  }
});

test("there are at least twenty broken and twenty healthy scripts", () => {
  for (const verdict of ["broken", "healthy"]) {
    expect(scripts.filter(([each]) => each === verdict).length).toBeGreaterThanOrEqual(20);
  }
});
