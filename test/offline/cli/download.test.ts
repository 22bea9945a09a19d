import * as fs from "node:fs";
import * as path from "node:path";
import { downloadCli } from "../../../offline/cli/download";
import { removeTemporaryFolders, temporaryFolder, writeScript } from "./temporary";

jest.setTimeout(60_000);
afterEach(removeTemporaryFolders);

function download(firstSignMs: number, ...script: string[]) {
  const folder = path.join(temporaryFolder(), "bin");
  const installer = [writeScript(path.join(temporaryFolder(), "install"), ...script)];
  const done = downloadCli({ folder, installer, firstSignMs, env: process.env, log: () => undefined });
  return { folder, done };
}

const INSTALLS = ['mkdir -p "$2/bin"', 'echo "$1" > "$2/bin/pulumi"'];

it("an installer that shows no sign of the network is ended, with what it started", async () => {
  const started = path.join(temporaryFolder(), "pid");
  const { folder, done } = download(1, `sleep 600 & echo $! > ${started}`, "wait");
  await expect(done).rejects.toThrow("nothing could be fetched within 0.001 s");
  expect(fs.readdirSync(folder)).toEqual([]);
  if (fs.existsSync(started)) {
    const pid = Number(fs.readFileSync(started, "utf8"));
    if (pid > 0) expect(commandOf(pid)).not.toContain("sleep");
  }
});

it("an installer that has fetched something may take its time", async () => {
  // It goes on only after the time for the first sign is over, which an installer without a sign would not live to see.
  const { folder, done } = download(3_000, 'echo script > "$TMPDIR/script"', "sleep 4", ...INSTALLS);
  await done;
  expect(fs.readFileSync(path.join(folder, "pulumi"), "utf8")).toBe("3.250.0\n");
});

it("what an installer leaves in temporary folders is removed", async () => {
  const { folder, done } = download(15_000, 'echo script > "$TMPDIR/script"', ...INSTALLS);
  await done;
  expect(fs.readdirSync(folder)).toEqual(["pulumi"]);
});

it("the last line of a failed installer says why", async () => {
  const { folder, done } = download(15_000, "echo trying >&2", "echo no route to host >&2", "exit 1");
  await expect(done).rejects.toThrow(/^no route to host$/);
  expect(fs.readdirSync(folder)).toEqual([]);
});

function commandOf(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
