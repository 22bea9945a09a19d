import * as fs from "node:fs";
import { hostname } from "node:os";
import * as path from "node:path";
import { repositoryRoot } from "../../offline/cli/repository";
import { startOfflineSession, type OfflineSession } from "../../offline/session";
import { removeTemporaryFolders, temporaryFolder } from "./cli/temporary";

jest.setTimeout(300_000);

const PROGRAM = `
import * as resources from "@pulumi/azure-native/resources";
const group = new resources.ResourceGroup("group", { location: "westeurope" });
export const id = group.id;
`;

const PACK = `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("pack", {
  policies: [{
    name: "no-west",
    description: "Nothing lies in the west.",
    enforcementLevel: "mandatory",
    validateResource: (args, report) => args.props.location === "westeurope" && report("it lies in the west"),
  }],
});
`;

let session: OfflineSession;
let typedIn = "";

beforeAll(async () => {
  typedIn = path.join(temporaryFolder(), "with space");
  write("some/program/Pulumi.yaml", "name: some-program\nruntime: nodejs\n");
  write("some/program/package.json", '{"name": "some-program"}');
  write("some/program/index.ts", PROGRAM);
  write("pack/PulumiPolicy.yaml", "runtime: nodejs\n");
  write("pack/package.json", '{"name": "pack", "version": "1.0.0"}');
  write("pack/index.js", PACK);
  fs.symlinkSync(path.join(repositoryRoot(), "node_modules"), path.join(typedIn, "node_modules"));
  session = await startOfflineSession({ home: path.join(typedIn, "home") });
});

afterAll(async () => {
  await session.stop();
  removeTemporaryFolders();
});

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(typedIn, file)), { recursive: true });
  fs.writeFileSync(path.join(typedIn, file), text);
}

it("a program in another folder is judged by a pack beside where the command was typed, and nothing is left with it", async () => {
  const before = fs.readdirSync(path.join(typedIn, "some", "program"));
  const place = ["--cwd", "some/program", "--stack", "dev", "--event-log", "log.json"];
  const judged = await session.run(["preview", ...place, "--policy-pack=pack"], { cwd: typedIn });
  expect(judged.stdout).toContain("it lies in the west");
  expect(judged.exitCode).not.toBe(0);
  expect(fs.readFileSync(path.join(typedIn, "log.json"), "utf8")).toContain("no-west");

  const unjudged = await session.run(["preview", ...place, "--json"], { cwd: typedIn });
  expect(unjudged.exitCode).toBe(0);
  expect(JSON.parse(unjudged.stdout)).toMatchObject({ changeSummary: { create: 2 } });
  expect(fs.readdirSync(path.join(typedIn, "some", "program"))).toEqual(before);
});

it("a stack keeps the salt that it was made with, and a killed run that held it does not stop the next one", async () => {
  const place = ["-C", "some/program", "-s", "held"];
  expect((await session.run(["config", ...place], { cwd: typedIn })).exitCode).toBe(0);
  const saltAtFirst = saltOf("held");
  const locks = backend("locks", "organization", "some-program", "held");
  fs.mkdirSync(locks, { recursive: true });
  fs.writeFileSync(path.join(locks, "left.json"), JSON.stringify({ pid: 2 ** 22, hostname: hostname() }));

  const run = await session.run(["up", "--yes", "--skip-preview", ...place], { cwd: typedIn });
  expect(run.stderr).toBe("");
  expect(run.exitCode).toBe(0);
  expect(saltAtFirst).toMatch(/^v1:/);
  expect(saltOf("held")).toBe(saltAtFirst);
});

function backend(...parts: string[]): string {
  return path.join(typedIn, "home", "backend", ".pulumi", ...parts);
}

function saltOf(stack: string): string | undefined {
  const state = JSON.parse(fs.readFileSync(backend("stacks", "some-program", `${stack}.json`), "utf8")) as {
    checkpoint: { latest: { secrets_providers?: { state?: { salt?: string } } } };
  };
  return state.checkpoint.latest.secrets_providers?.state?.salt;
}
