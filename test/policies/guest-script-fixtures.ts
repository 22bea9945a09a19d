import type { Shell } from "../../policies/model/guest-script/reading/call";
import { fixtureFiles, type FixtureFile } from "./fixture-files";

/** A script under test/fixtures/guest-scripts/<rule>/<verdict>. */
export interface ScriptFixture extends FixtureFile {
  readonly shell: Shell;
}

/** All scripts that are kept as data, by rule and by verdict. */
export const scriptFixtures: readonly ScriptFixture[] = fixtureFiles("guest-scripts").map((fixture) => ({
  ...fixture,
  shell: fixture.file.endsWith(".cmd") ? "cmd" : "powershell",
}));
