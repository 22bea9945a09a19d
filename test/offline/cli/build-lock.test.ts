import { EventEmitter, once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { withBuildLock } from "../../../offline/cli/build-lock";
import { removeTemporaryFolders, temporaryFolder } from "./temporary";

jest.setTimeout(60_000);
afterEach(removeTemporaryFolders);

const quick = { log: () => undefined, retryMs: 5 };

it("two runs never work at the same time", async () => {
  const file = path.join(temporaryFolder(), "versions", "cli.lock");
  const events: string[] = [];
  const work = (name: string) => () =>
    new Promise<void>((resolve) => {
      events.push(`${name} begins`);
      setImmediate(() => {
        events.push(`${name} ends`);
        resolve();
      });
    });
  await Promise.all([withBuildLock(file, quick, work("one")), withBuildLock(file, quick, work("two"))]);
  expect(events).toHaveLength(4);
  expect([events[1], events[3]]).toEqual([events[0], events[2]].map((event) => event!.replace("begins", "ends")));
});

it("the lock that a killed run left is taken over", async () => {
  const file = path.join(temporaryFolder(), "cli.lock");
  fs.mkdirSync(file);
  const longAgo = new Date(Date.now() - 60_000);
  fs.utimesSync(file, longAgo, longAgo);
  await expect(withBuildLock(file, quick, async () => "done")).resolves.toBe("done");
});

it("a run that waits says so", async () => {
  const file = path.join(temporaryFolder(), "cli.lock");
  const lines: string[] = [];
  const first = new EventEmitter();
  const firstRun = withBuildLock(file, quick, async () => {
    const ended = once(first, "end");
    first.emit("begin");
    await ended;
  });
  await once(first, "begin");
  const log = (line: string) => {
    lines.push(line);
    first.emit("end");
  };
  const secondRun = withBuildLock(file, { retryMs: 5, log }, async () => undefined);
  await Promise.all([firstRun, secondRun]);
  expect(lines).toEqual(["Another run is getting the Pulumi CLI; waiting for it (0 s)."]);
});

it("work that fails frees the lock", async () => {
  const file = path.join(temporaryFolder(), "cli.lock");
  await expect(withBuildLock(file, quick, () => Promise.reject(new Error("no Go")))).rejects.toThrow("no Go");
  await expect(withBuildLock(file, quick, async () => "next")).resolves.toBe("next");
});
