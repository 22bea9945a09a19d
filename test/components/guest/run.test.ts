import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePowerShell } from "./powershell";

const script = join(__dirname, "Rdp904.Tests.ps1");
const guest = join(__dirname, "..", "..", "..", "components", "guest", "Rdp904");
const command = ["pwsh", "powershell"].find(
  (name) => spawnSync(name, ["-NoProfile", "-Command", "exit 0"], { stdio: "ignore" }).status === 0,
);
// Where there is no PowerShell, the guest code is unproven, and the count of skipped tests says so.
const whereInstalled = command === undefined ? test.skip : test;

whereInstalled("PowerShell reads the guest code, and what needs no Windows does what it says", () => {
  const run = spawnSync(command!, ["-NoProfile", "-File", script, "-Folder", guest], { encoding: "utf8" });
  expect({ status: run.status, said: run.stdout.trim(), errors: run.stderr }).toEqual({
    status: 0,
    said: "",
    errors: "",
  });
});

test("the tests of the guest code are PowerShell themselves", async () => {
  expect((await parsePowerShell(readFileSync(script, "utf8"))).hasError).toBe(false);
});
