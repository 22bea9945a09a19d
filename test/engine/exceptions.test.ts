import { Engine } from "./engine";

jest.setTimeout(300_000);

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.stop());

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test.each([
  ["in force", 30, { exitCode: 0, verdict: "excepted", level: "advisory" }],
  ["expired", -1, { exitCode: 1, verdict: "broken", level: "mandatory" }],
])("a finding with an exception that is %s", async (_state, days, expected) => {
  const run = await engine.run("preview", "test/fixtures/programs/broken", {
    config: {
      "broken:adminPassword": "Aa1-only-for-this-test",
      "broken:only": "rdp-allow-shadowed",
      "rdp904:exceptions": [
        {
          rule: "RDP904-002",
          resource: "rdp-allow-*",
          reason: "the group is replaced soon",
          owner: "platform team",
          // So Pulumi hands on a date that stands in YAML without quotes.
          expires: `${inDays(days)} 00:00:00 +0000 UTC`,
        },
      ],
    },
  });
  expect(run.findings.map(({ ref, verdict, level }) => ({ exitCode: run.exitCode, ref, verdict, level }))).toEqual([
    { ref: "RDP904-002", ...expected },
  ]);
});
