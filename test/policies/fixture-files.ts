import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** A file under test/fixtures/<room>/<rule>/<verdict>. */
export interface FixtureFile {
  readonly rule: string;
  readonly verdict: "broken" | "healthy" | "undecided";
  readonly file: string;
  /** The file from the root of the repository on. */
  readonly path: string;
  readonly text: string;
}

const root = join(__dirname, "../..");

/** The cases of a room that are kept as files, by rule and by verdict. */
export function fixtureFiles(room: string): readonly FixtureFile[] {
  const folder = join(root, "test/fixtures", room);
  const rules = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
  return rules.flatMap((rule) =>
    readdirSync(join(folder, rule)).flatMap((verdict) =>
      readdirSync(join(folder, rule, verdict)).map((file) => {
        const path = join(folder, rule, verdict, file);
        return {
          ...{ rule, verdict: verdict as FixtureFile["verdict"], file },
          ...{ path: relative(root, path), text: readFileSync(path, "utf8") },
        };
      }),
    ),
  );
}
