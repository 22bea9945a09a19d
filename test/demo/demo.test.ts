import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deviationsFrom } from "../../demo/expectation";
import { steps } from "../../demo/steps";
import { ProgramRunner } from "../../offline/program";
import { startOfflineSession } from "../../offline/session";

const root = join(__dirname, "..", "..");

test("every step of the demo goes as described", async () => {
  const home = mkdtempSync(join(tmpdir(), "rdp904-demo-"));
  const session = await startOfflineSession({ home });
  const said = jest.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    const runner = new ProgramRunner(session, join(home, "runs"));
    for (const { title, check } of steps(root, runner))
      expect({ title, deviations: await check() }).toEqual({ title, deviations: [] });
  } finally {
    said.mockRestore();
    await session.stop();
    rmSync(home, { recursive: true, force: true });
  }
}, 300_000);

test("a finding too many, one too few and an undecided one are all deviations", () => {
  const place = { resource: "type::name", path: "x" };
  const expected = [
    { ref: "RDP904-001", ...place },
    { ref: "RDP904-002", ...place },
  ];
  const reported = [
    { ref: "RDP904-001", ...place, verdict: "undecided" as const, level: "advisory" },
    { ref: "RDP904-003", ...place, verdict: "broken" as const, level: "mandatory" },
  ];
  expect(deviationsFrom(expected, reported)).toEqual([
    "missing: RDP904-001 on type::name at x",
    "missing: RDP904-002 on type::name at x",
    "not expected: undecided RDP904-001 on type::name at x",
    "not expected: RDP904-003 on type::name at x",
  ]);
});
