import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { removeLocksOfKilledRuns } from "../../../offline/cli/stack-locks";
import { removeTemporaryFolders, temporaryFolder, writeScript } from "./temporary";

jest.setTimeout(60_000);
afterEach(removeTemporaryFolders);

async function locksThatStay(...holders: unknown[]): Promise<number[]> {
  const backend = temporaryFolder();
  const folder = path.join(backend, ".pulumi", "locks", "organization", "project", "dev");
  fs.mkdirSync(folder, { recursive: true });
  holders.forEach((holder, index) => fs.writeFileSync(path.join(folder, `${index}.json`), JSON.stringify(holder)));
  await removeLocksOfKilledRuns(backend);
  return fs.readdirSync(folder).map((name) => Number.parseInt(name, 10));
}

const deadPid = () => spawnSync("true").pid;

it("the lock of a process that is gone is removed", async () => {
  expect(await locksThatStay({ pid: deadPid(), hostname: os.hostname() })).toEqual([]);
});

it("the lock of a Pulumi that runs stays", async () => {
  const pulumi = spawn(writeScript(path.join(temporaryFolder(), "pulumi"), "read line"), { stdio: "pipe" });
  await new Promise((resolve) => pulumi.once("spawn", resolve));
  const stays = await locksThatStay({ pid: pulumi.pid, hostname: os.hostname() });
  pulumi.stdin.end();
  await new Promise((resolve) => pulumi.once("close", resolve));
  expect(stays).toEqual([0]);
});

it("a lock of another machine stays, and so does one that cannot be read", async () => {
  const pid = deadPid();
  expect(await locksThatStay({ pid, hostname: "elsewhere" }, { hostname: os.hostname() }, null, "text")).toEqual([
    0, 1, 2, 3,
  ]);
});

it("a backend without locks is no error", async () => {
  await expect(removeLocksOfKilledRuns(temporaryFolder())).resolves.toBeUndefined();
});
