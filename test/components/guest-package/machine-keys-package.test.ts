import { createHash } from "node:crypto";
import { strFromU8, unzipSync } from "fflate";
import { buildMachineKeysPackage, machineKeysSource } from "../../../components/guest-package/machine-keys-package";
import { guestPackages } from "../../../policies/model/guest-packages";
import { runTypeScript } from "./run-typescript";

const built = buildMachineKeysPackage();
const files = unzipSync(built.zip);

test("the package holds the configuration, its metadata and the module, and nothing else", () => {
  expect(Object.keys(files)).toEqual([
    "Modules/Rdp904MachineKeys/Rdp904MachineKeys.psd1",
    "Modules/Rdp904MachineKeys/Rdp904MachineKeys.psm1",
    "Rdp904MachineKeys.metaconfig.json",
    "Rdp904MachineKeys.mof",
  ]);
  expect(built.fileName).toBe("Rdp904MachineKeys.zip");
});

test("the metadata lets the agent correct, not only look", () => {
  expect(JSON.parse(strFromU8(files["Rdp904MachineKeys.metaconfig.json"]!))).toEqual({
    Type: "AuditAndSet",
    Version: "1.0.0",
  });
});

test("two builds are the same byte for byte", () => {
  expect(Buffer.compare(buildMachineKeysPackage().zip, built.zip)).toBe(0);
});

test.each(["Pacific/Kiritimati", "America/Los_Angeles"])("a build in the time zone %s has the same hash", (TZ) => {
  const then = "process.stdout.write(loaded.buildMachineKeysPackage().contentHash);";
  const { stdout, stderr } = runTypeScript("components/guest-package/machine-keys-package.ts", [], {
    then,
    env: { TZ },
  });
  expect({ stdout, stderr }).toEqual({ stdout: built.contentHash, stderr: "" });
});

test("the content hash is the SHA-256 of the zip in upper case", () => {
  expect(built.contentHash).toBe(createHash("sha256").update(built.zip).digest("hex").toUpperCase());
});

test("the newest release that the rules know is the one that is built, so a changed guest file needs a new version", () => {
  const { configurationName, version } = machineKeysSource();
  const releases = guestPackages.filter((release) => release.configurationName === configurationName);
  expect(releases.at(-1)).toEqual({
    configurationName,
    version,
    contentHash: built.contentHash,
    keeps: ["machine-keys"],
  });
});

test("no two releases share a version or a hash", () => {
  const versions = guestPackages.map(({ configurationName, version }) => `${configurationName} ${version}`);
  expect(new Set(versions).size).toBe(guestPackages.length);
  expect(new Set(guestPackages.map(({ contentHash }) => contentHash)).size).toBe(guestPackages.length);
});
