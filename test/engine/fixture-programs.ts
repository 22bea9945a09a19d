import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { errorsOf } from "../../offline/event-log";
import { repository, type Engine, type EngineRun } from "./engine";

/** A finding without its path: what a fixture's expected.json pins. */
export interface Place {
  readonly ref: string;
  readonly resource: string;
}

/** expected.json of a fixture: what is found under the profile `enforce`, advisories apart. */
export interface Expected {
  readonly broken: readonly Place[];
  readonly undecided: readonly Place[];
  readonly advisories?: readonly Place[];
}

export function expectedOf(folder: string): Expected {
  return JSON.parse(readFileSync(join(repository, folder, "expected.json"), "utf8")) as Expected;
}

/** Previews a fixture with the pack, or with that of a folder; the password that each of them asks for is made up here. */
export async function previewFixture(
  engine: Engine,
  folder: string,
  config: Readonly<Record<string, unknown>> = {},
  policyPack?: string,
): Promise<EngineRun> {
  const { name } = load(readFileSync(join(repository, folder, "Pulumi.yaml"), "utf8")) as { name: string };
  const run = await engine.run("preview", folder, {
    config: { [`${name}:adminPassword`]: "Aa1-only-for-this-test", ...config },
    ...(policyPack !== undefined && { policyPack }),
  });
  const errors = errorsOf(run);
  if (errors.length > 0) throw new Error(errors.join("\n"));
  return run;
}

/** The findings of a run in the form that expected.json pins, in one order. */
export function placesOf(run: EngineRun): Required<Expected> {
  const of = (wanted: (finding: EngineRun["findings"][number]) => boolean): Place[] =>
    sorted(run.findings.filter(wanted));
  return {
    broken: of(({ verdict, level }) => verdict === "broken" && level === "mandatory"),
    advisories: of(({ verdict, level }) => verdict === "broken" && level !== "mandatory"),
    undecided: of(({ verdict }) => verdict === "undecided"),
  };
}

export function sorted(places: readonly Place[]): Place[] {
  const plain = places.map(({ ref, resource }) => ({ ref, resource: resource.split("$").at(-1)! }));
  return plain.sort((a, b) => `${a.ref} ${a.resource}`.localeCompare(`${b.ref} ${b.resource}`, "en"));
}
