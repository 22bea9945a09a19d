import * as fs from "node:fs";
import * as path from "node:path";
import { startOfflineSession, type OfflineSession } from "../../offline/session";
import { removeTemporaryFolders, temporaryFolder, writeScript } from "./cli/temporary";

jest.setTimeout(60_000);

/** A pulumi that makes stacks, and otherwise writes down how it was called and ends with 7. */
const FAKE_PULUMI = [
  'if [ "$1" = version ]; then echo v3.250.0; exit; fi',
  'if [ "$1 $2" = "stack init" ]; then',
  '  if [ "$3" = refused ]; then echo "error: no such stack" >&2; exit 3; fi',
  '  echo "encryptionsalt: x" > "$7/Pulumi.$3.yaml"',
  '  mkdir -p "${PULUMI_BACKEND_URL#file://}/.pulumi/stacks/program"; echo {} > "${PULUMI_BACKEND_URL#file://}/.pulumi/stacks/program/$3.json"',
  '  echo "Created stack"; echo "$3" >> "$NOTES/made"; exit',
  "fi",
  'env > "$NOTES/env"',
  'pwd > "$NOTES/cwd"',
  'cat > "$NOTES/input"',
  'for arg in "$@"; do echo "$arg"; case "$before" in --config-file) cat "$arg" > "$NOTES/config" 2>/dev/null;; esac; before="$arg"; done',
  "echo heard >&2",
  "exit 7",
];

let session: OfflineSession;
let [home, notes, program] = ["", "", ""];
const environment = { ...process.env };
const withoutPulumi = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_")));

beforeEach(async () => {
  const root = temporaryFolder();
  [home, notes, program] = ["home", "notes", "program"].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ];
  fs.mkdirSync(notes);
  fs.mkdirSync(program);
  fs.writeFileSync(path.join(program, "Pulumi.yaml"), "name: program\nruntime: nodejs\n");
  fs.writeFileSync(path.join(program, "Pulumi.dev.yaml"), "config:\n  program:size: 3\n");
  writeScript(path.join(root, "tools", "pulumi"), ...FAKE_PULUMI);
  writeScript(path.join(root, "tools", "pulumi-language-nodejs"));
  process.env = { ...withoutPulumi };
  process.env["PATH"] = `${path.join(root, "tools")}${path.delimiter}${environment["PATH"]}`;
  process.env["PULUMI_HOME"] = path.join(root, "pulumi-home");
  process.env["NOTES"] = notes;
  session = await startOfflineSession({ home, log: () => undefined });
});

afterEach(async () => {
  await session.stop();
  process.env = { ...environment };
  removeTemporaryFolders();
});

const noted = (name: string) => fs.readFileSync(path.join(notes, name), "utf8");
const stacksMade = () => (fs.existsSync(path.join(notes, "made")) ? noted("made").trim().split("\n") : []);

it("what Pulumi says, reads and ends with is passed on", async () => {
  const result = await session.run(["whoami", "-v", "3"], { cwd: program, input: "typed" });
  expect(result).toEqual({ exitCode: 7, stdout: "whoami\n-v\n3\n", stderr: "heard\n" });
  expect(noted("input")).toBe("typed");
  expect(noted("cwd").trim()).toBe(program);
});

it("Pulumi meets the offline Azure and a backend of its own, and asks for nothing", async () => {
  await session.run(["whoami"], { env: { PULUMI_NODEJS_TRANSPILE_ONLY: "false" } });
  const lines = noted("env").split("\n");
  expect(lines).toContain(`PULUMI_BACKEND_URL=file://${path.join(home, "backend")}`);
  expect(lines).toContain("PULUMI_CONFIG_PASSPHRASE=");
  expect(lines).toContain("PULUMI_SKIP_UPDATE_CHECK=true");
  expect(lines).toContain("PULUMI_NODEJS_TRANSPILE_ONLY=false");
  expect(noted("env")).toMatch(/^NODE_OPTIONS=.*--require ".+plain-errors-preload\.js"$/m);
  expect(noted("env")).toMatch(/^PULUMI_DEBUG_PROVIDERS=azure-native:(\d+),azure:\1$/m);
});

it("a stack that is missing is made once, without a word and without a trace beside the program", async () => {
  const args = ["preview", "--stack", "dev", "--cwd", "program"];
  const first = await session.run(args, { cwd: path.dirname(program) });
  await session.run(args, { cwd: path.dirname(program) });
  expect(first.stdout).not.toContain("Created stack");
  expect(stacksMade()).toEqual(["dev"]);
  expect(fs.readFileSync(path.join(program, "Pulumi.dev.yaml"), "utf8")).toBe("config:\n  program:size: 3\n");
  expect(fs.readdirSync(program).sort()).toEqual(["Pulumi.dev.yaml", "Pulumi.yaml"]);
});

it("an operation reads a copy of the stack's configuration, which is gone after the session", async () => {
  const { stdout } = await session.run(["-C", program, "up", "-ys", "dev"]);
  const [folderFlag, folder, command, configFlag, copy = "", ...more] = stdout.trim().split("\n");
  expect([folderFlag, folder, command, configFlag]).toEqual(["-C", program, "up", "--config-file"]);
  expect(copy).toMatch(new RegExp(`^${home}/scratch/.*/Pulumi\\.dev\\.yaml$`));
  expect(more).toEqual(["-ys", "dev"]);
  expect(noted("config")).toBe("config:\n  program:size: 3\n");
  await session.stop();
  expect(fs.readdirSync(path.join(home, "scratch"))).toEqual([]);
});

it.each([
  [["preview", "-s", "dev", "--config-file", "/given.yaml"], ["dev"]],
  [["config", "set", "key", "value", "--stack", "dev"], ["dev"]],
  [["stack", "output", "--stack", "dev"], []],
  [["preview"], []],
  [["preview", "--stack", "dev", "--help"], []],
])("%j gets no other arguments, and makes %j", async (args, made) => {
  const { stdout } = await session.run(args, { cwd: program });
  expect(stdout.trim().split("\n")).toEqual(args);
  expect(stacksMade()).toEqual(made);
});

it("Pulumi's refusal to make a stack is the result", async () => {
  const result = await session.run(["preview", "--stack", "refused"], { cwd: program });
  expect(result).toEqual({ exitCode: 3, stdout: "", stderr: "error: no such stack\n" });
});

it("an event log is allowed by asking for it, and lies where the command was typed", async () => {
  const { stdout } = await session.run(["preview", "--event-log=log.json", "--cwd=program"], {
    cwd: path.dirname(program),
  });
  expect(stdout).toContain(`--event-log=${path.join(path.dirname(program), "log.json")}\n`);
  expect(noted("env")).toContain("PULUMI_DEBUG_COMMANDS=true\n");
});

it("a command that does not end in time is ended, and says what it was", async () => {
  writeScript(session.command, "exec sleep 600");
  await expect(session.run(["whoami"], { timeoutMs: 50 })).rejects.toThrow("pulumi whoami did not end within 0.05 s.");
});

it("a CLI that is gone is an error that names it", async () => {
  fs.rmSync(session.command);
  await expect(session.run(["whoami"])).rejects.toThrow(`${session.command} could not start in `);
});
