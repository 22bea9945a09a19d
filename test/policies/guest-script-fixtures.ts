import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Shell } from "../../policies/model/guest-script/reading/call";

/** What a rule says of a script. */
export type ScriptVerdict = "broken" | "healthy" | "undecided";

/** A script under test/fixtures/guest-scripts/<rule>/<verdict>. */
export interface ScriptFixture {
  readonly rule: string;
  readonly verdict: ScriptVerdict;
  readonly file: string;
  readonly text: string;
  readonly shell: Shell;
}

const folder = join(__dirname, "../fixtures/guest-scripts");

/** All scripts that are kept as data, by rule and by verdict. */
export const scriptFixtures: readonly ScriptFixture[] = readdirSync(folder).flatMap((rule) =>
  readdirSync(join(folder, rule)).flatMap((verdict) =>
    readdirSync(join(folder, rule, verdict)).map((file) => ({
      rule,
      verdict: verdict as ScriptVerdict,
      file,
      text: readFileSync(join(folder, rule, verdict, file), "utf8"),
      shell: file.endsWith(".cmd") ? "cmd" : "powershell",
    })),
  ),
);
