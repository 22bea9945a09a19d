import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { makeScratchFolder } from "../../../offline/cli/scratch-folder";
import { removeTemporaryFolders, temporaryFolder, writeScript } from "./temporary";

jest.setTimeout(60_000);
afterEach(removeTemporaryFolders);

function folderOf(home: string, owner: string): string {
  const folder = path.join(home, "scratch", owner);
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

const deadPid = () => spawnSync("true").pid;

it("folders of killed runs are removed; those of runs that live, of other machines and of strangers stay", async () => {
  const home = temporaryFolder();
  const killed = folderOf(home, `${deadPid()}@${os.hostname()}-aaaaaa`);
  const stay = [`${process.pid}@${os.hostname()}-aaaaaa`, `${deadPid()}@elsewhere-aaaaaa`, "notes"].map((owner) =>
    folderOf(home, owner),
  );
  const made = await makeScratchFolder(home);
  expect(fs.existsSync(killed)).toBe(false);
  expect([...stay, made].filter((folder) => !fs.existsSync(folder))).toEqual([]);
});

it("a process that works on a killed run's folder is ended", async () => {
  const home = temporaryFolder();
  const folder = folderOf(home, `${deadPid()}@${os.hostname()}-aaaaaa`);
  const script = writeScript(path.join(temporaryFolder(), "pulumi"), "read line");
  const orphan = spawn(script, ["up", "--config-file", path.join(folder, "Pulumi.dev.yaml")], { stdio: "pipe" });
  const bystander = spawn(script, ["up", "--config-file", path.join(home, "Pulumi.dev.yaml")], { stdio: "pipe" });
  const ended = new Promise((resolve) => orphan.once("close", (_code, signal) => resolve(signal)));
  await Promise.all([orphan, bystander].map((child) => new Promise((resolve) => child.once("spawn", resolve))));
  await makeScratchFolder(home);
  expect(await ended).toBe("SIGTERM");
  const bystanderEnded = new Promise((resolve) => bystander.once("close", (_code, signal) => resolve(signal)));
  bystander.stdin.end();
  expect(await bystanderEnded).toBeNull();
});
