import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** A file under test/fixtures/stacks/<rule>/<verdict>. */
export interface StackFixture {
  readonly rule: string;
  readonly verdict: "broken" | "healthy" | "undecided";
  readonly file: string;
  /** The file from the root of the repository on. */
  readonly path: string;
  readonly text: string;
}

const folder = join(__dirname, "../fixtures/stacks");
const rules = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());

/** All small programs that are kept as data, by rule and by verdict. */
export const stackFixtures: readonly StackFixture[] = rules.flatMap((rule) =>
  readdirSync(join(folder, rule)).flatMap((verdict) =>
    readdirSync(join(folder, rule, verdict)).map((file) => ({
      rule,
      verdict: verdict as StackFixture["verdict"],
      file,
      path: relative(join(__dirname, "../.."), join(folder, rule, verdict, file)),
      text: readFileSync(join(folder, rule, verdict, file), "utf8"),
    })),
  ),
);
