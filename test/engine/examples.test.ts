import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine } from "./engine";
import { expectSuccess } from "./outcome";

jest.setTimeout(600_000);

const password = "Aa1-only-for-this-test";

const scratch = mkdtempSync(join(tmpdir(), "rdp904-examples-"));

let engine: Engine;
beforeAll(async () => {
  // A grant that the vault hears of late, as in Azure: the certificate waits for it.
  engine = await Engine.start([
    {
      type: "authorization:RoleAssignment",
      name: "desktops-deployer-issues",
      kind: "takes-effect-late",
      delayMs: 8000,
    },
  ]);
});
afterAll(async () => {
  await engine.stop();
  rmSync(scratch, { recursive: true, force: true });
});

interface Example {
  readonly folder: string;
  /** Names of its secrets. */
  readonly secrets: readonly string[];
  /** Program that has to be there before, such as a network team's. */
  readonly before?: string;
  /** True if the pack is to know what that one made. */
  readonly knows?: boolean;
}

const examples: readonly Example[] = [
  { folder: "quickstart", secrets: ["adminPassword"] },
  { folder: "bastion", secrets: ["adminPassword"] },
  { folder: "gateway-farm", secrets: ["adminPassword", "authorityPassword"] },
  { folder: "existing-network", secrets: ["adminPassword"], before: "existing-network/network" },
  { folder: "two-stacks", secrets: ["adminPassword"], before: "two-stacks/network", knows: true },
  { folder: "scale-set", secrets: ["adminPassword"] },
];

test.each(examples)(
  "the example $folder deploys with nothing found, then nothing changes, and it can be destroyed",
  async ({ folder, secrets, before, knows }) => {
    const values = Object.fromEntries(secrets.map((name) => [`${folder}:${name}`, password]));
    const known = join(scratch, `${folder}.json`);
    const config = knows ? { "rdp904:knownResources": [known] } : {};
    const run = (command: string) => engine.run(command, `examples/${folder}`, { secrets: values, config });
    if (before) expectSuccess(await engine.run("up", `examples/${before}`, { judged: false }));
    if (before && knows) {
      await engine.pulumi(["stack", "export", "--cwd", `examples/${before}`, "--stack", "dev", "--file", known]);
    }
    expectSuccess(await run("preview"));
    const deployed = await run("up");
    expectSuccess(deployed);
    const again = await run("up");
    expectSuccess(again);
    expect(Object.keys(again.changes ?? {})).toEqual(["same"]);
    const exported = await engine.pulumi(["stack", "export", "--cwd", `examples/${folder}`, "--stack", "dev"]);
    expect(exported.stdout).toContain("azure-native:compute:VirtualMachine");
    expect(exported.stdout + deployed.output).not.toContain(password);
    expectSuccess(await run("destroy"));
    if (before) expectSuccess(await engine.run("destroy", `examples/${before}`, { judged: false }));
  },
);
