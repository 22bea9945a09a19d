import { Engine } from "./engine";
import { previewFixture } from "./fixture-programs";

jest.setTimeout(300_000);

const program = "test/fixtures/known-resources";
const clients = JSON.stringify([{ from: ["10.20.4.0/24"], to: "vm" }]);

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

const about001 = (run: Awaited<ReturnType<typeof previewFixture>>): string[] =>
  run.violations.map(({ message }) => message.split("\n")[0]!).filter((line) => line.startsWith("RDP904-001"));

test("a host in another stack's network is undecided until that stack's export is given, and decided with it", async () => {
  const alone = await previewFixture(engine, program, { "rdp904:clients": clients });
  expect(about001(alone)).toEqual([expect.stringMatching(/^RDP904-001 undecided: .*is not part of this stack/)]);

  const together = await previewFixture(engine, program, {
    "rdp904:clients": clients,
    "rdp904:knownResources": JSON.stringify([`${program}/network-state.json`]),
  });
  expect(about001(together)).toEqual([
    expect.stringMatching(
      /^RDP904-001 deny-branch \(priority 200\) of hosts-nsg keeps .* from TCP 3389 of vm \(known from .*network-state\.json, \d+ days? old\)$/,
    ),
  ]);
  const judged = new Set(together.findings.map(({ resource }) => resource));
  expect([...judged].filter((resource) => /hosts-nsg|hub|Subnet/.test(resource))).toEqual([]);
});

test("what is undecided fails the preview where the stack says that unknowns fail", async () => {
  const clientsAlone = { "rdp904:clients": clients };
  const reported = await previewFixture(engine, program, clientsAlone);
  const failing = await previewFixture(engine, program, { ...clientsAlone, "rdp904:unknowns": "fail" });
  const undecided = (run: typeof reported): string[] =>
    run.findings.filter(({ verdict }) => verdict === "undecided").map(({ ref, level }) => `${ref} ${level}`);
  expect(undecided(reported)).toContain("RDP904-001 advisory");
  expect(undecided(failing)).toContain("RDP904-001 mandatory");
  expect(failing.exitCode).not.toBe(0);
});

test("a file that is not there stops the preview with one message that says what is allowed", async () => {
  const run = await previewFixture(engine, program, { "rdp904:knownResources": JSON.stringify(["no-such.json"]) });
  expect(run.exitCode).not.toBe(0);
  expect(run.violations.map(({ policyName, message }) => [policyName, message])).toEqual([
    ["rdp904-settings", expect.stringMatching(/knownResources\[0\] names no-such\.json, .*ENOENT.*; allowed: a file/)],
  ]);
});
