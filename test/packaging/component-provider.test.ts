import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { errorsOf } from "../../offline/event-log";
import { Engine, repository, type EngineRun } from "../engine/engine";

jest.setTimeout(600_000);

interface Program {
  readonly resources: Readonly<Record<string, { readonly type: string }>>;
}
interface Exported {
  readonly type: string;
  readonly urn: string;
  readonly inputs?: unknown;
  readonly outputs?: unknown;
}

const host = "test/fixtures/yaml-host";
const schemaFile = join(repository, "components/provider/schema.json");
const { resources } = JSON.parse(readFileSync(schemaFile, "utf8")) as Program;
// Each in the words that Pulumi's YAML has; together they construct every component.
const programs: Readonly<Record<string, { readonly judged: boolean }>> = {
  "examples/yaml/Pulumi.yaml": { judged: true },
  // Of a machine that the program has no business with.
  [`${host}/existing-machine.yaml`]: { judged: false },
};

// One Azure each, because a deleted vault keeps its name.
let throughProvider: Engine;
let byClasses: Engine;
beforeAll(async () => {
  [throughProvider, byClasses] = await Promise.all([Engine.start(), Engine.start()]);
});
afterAll(() => Promise.all([throughProvider.stop(), byClasses.stop()]));

test.each(Object.keys(programs))(
  "%s is constructed through the provider, with nothing found, and becomes what the TypeScript classes make",
  async (program) => {
    const constructed = await deploy(throughProvider, program);
    expect(Object.keys(constructed)).toContainEqual(expect.stringMatching(/rdp904:index:\w+\$azure-native:/));
    expect(constructed).toEqual(await deploy(byClasses, program));
  },
);

test("those programs construct every component", () => {
  const types = Object.keys(programs).flatMap((program) => Object.values(read<Program>(program).resources));
  const used = types.map(({ type }) => type).filter((type) => type.startsWith("rdp904:"));
  expect([...new Set(used)].sort()).toEqual(Object.keys(resources).sort());
});

/** Deploys a program and gives what became of it, without what each run makes up. */
async function deploy(engine: Engine, program: string): Promise<Record<string, unknown>> {
  expectSuccess(await run(engine, "up", program));
  const { stdout } = await engine.pulumi(["stack", "export", "--cwd", host, "--stack", "dev"]);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources: Exported[] } };
  expectSuccess(await run(engine, "destroy", program));
  const own = deployment.resources.filter(({ type }) => !type.startsWith("pulumi:"));
  return Object.fromEntries(
    own.map(({ type, urn, inputs, outputs }) => [
      urn.split("::").slice(2).join("::"),
      // What Azure answers is not the components' doing.
      JSON.parse(JSON.stringify(type in resources ? { inputs, outputs } : inputs).replace(madeUp, "…")) as unknown,
    ]),
  );
}

// GUIDs, the ends of automatic names, addresses in the order in which cards come, and ciphertexts.
const madeUp =
  /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=[a-z-])[0-9a-f]{8}(?=["/.])|10\.\d+\.\d+\.\d+(?=")|v1:[^"]*/g;

function run(engine: Engine, command: string, program: string): Promise<EngineRun> {
  const config = {
    ...read<{ config: object }>("examples/yaml/Pulumi.dev.yaml").config,
    "yaml:program": join(repository, program),
    "yaml:schema": schemaFile,
    "yaml:throughProvider": String(engine === throughProvider),
  };
  const secrets = { "yaml:adminPassword": "Aa1-only-for-this-test" };
  return engine.run(command, host, { config, secrets, judged: programs[program]!.judged });
}

function expectSuccess(ran: EngineRun): void {
  expect([...ran.violations, ...errorsOf(ran), ...(ran.exitCode === 0 ? [] : [ran.output])]).toEqual([]);
}

function read<Content>(file: string): Content {
  return load(readFileSync(join(repository, file), "utf8")) as Content;
}
