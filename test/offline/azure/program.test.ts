import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { OfflineSession, startOfflineSession } from "../../../offline/session";

jest.setTimeout(180_000);

const password = "Correct-Horse-9";
let home: string;
let session: OfflineSession;

beforeAll(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "offline-azure-program-"));
  session = await startOfflineSession({ home });
});

afterAll(async () => {
  await session.stop();
  fs.rmSync(home, { recursive: true, force: true });
});

/** Runs Pulumi on the program; its local package is served by the same port as the rest. */
async function pulumi(command: string, config: Record<string, string> = {}): Promise<string> {
  const providers = session.env["PULUMI_DEBUG_PROVIDERS"] ?? "";
  const port = /azure-native:(\d+)/.exec(providers)?.[1] ?? "";
  const settings = Object.entries(config).flatMap(([key, value]) => ["--config", `offline-azure:${key}=${value}`]);
  const place = ["--cwd", path.join(__dirname, "program"), "--stack", "dev", "--non-interactive"];
  const file = ["--config-file", path.join(home, "Pulumi.dev.yaml")];
  const { exitCode, stdout, stderr } = await session.run([...command.split(" "), ...place, ...file, ...settings], {
    env: { PULUMI_DEBUG_PROVIDERS: `${providers},azure-native_network_v20230901:${port}` },
  });
  if (exitCode !== 0) throw new Error(`${command}: ${stdout}\n${stderr}`);
  return stdout;
}

function textsBelow(folder: string): string {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => fs.readFileSync(path.join(file.parentPath, file.name), "latin1")).join("\n");
}

test("a program is created, planned and refreshed without a change, replaced in part and destroyed", async () => {
  await pulumi(`config set --secret adminPassword ${password}`);
  expect(await pulumi("up --yes --skip-preview")).toMatch(/\+ 15 created/);
  expect(await pulumi("preview --refresh --expect-no-changes")).toMatch(/15 unchanged/);

  const update = await pulumi("up --yes --skip-preview", { nicName: "nic-1", priority: "310" });
  expect(update).toMatch(/~ 2 updated/);
  expect(update).toMatch(/\+-1 replaced/);

  expect(textsBelow(home).includes(password)).toBe(false);

  expect(await pulumi("destroy --yes --skip-preview")).toMatch(/- 15 deleted/);
  const left = fs.readdirSync(path.join(home, "azure", "azure"));
  expect(left.map((file) => fs.readFileSync(path.join(home, "azure", "azure", file), "utf8"))).toEqual([
    expect.stringContaining("keyvault:DeletedVault"),
  ]);
});
