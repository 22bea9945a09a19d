import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
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

it("a process that works on a killed run's folder is ended, and no other", async () => {
  const home = temporaryFolder();
  const folder = folderOf(home, `${deadPid()}@${os.hostname()}-aaaaaa`);
  const script = writeScript(path.join(temporaryFolder(), "pulumi"), "read line; exit 5");
  const start = async (configFile: string) => {
    const child = spawn(script, ["up", "--config-file", configFile], { stdio: "pipe" });
    const ended = once(child, "close");
    await once(child, "spawn");
    return { child, ended };
  };
  const orphan = await start(path.join(folder, "Pulumi.dev.yaml"));
  const bystander = await start(path.join(home, "Pulumi.dev.yaml"));
  await makeScratchFolder(home);
  for (const { child } of [orphan, bystander]) child.stdin.end();
  expect(await orphan.ended).toEqual([null, "SIGTERM"]);
  expect(await bystander.ended).toEqual([5, null]);
});
