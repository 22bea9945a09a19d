import { createHash } from "node:crypto";
import { strFromU8, unzipSync } from "fflate";
import { resourceId } from "../../../components/guest-package/mof";
import { buildRdp904Package, rdp904Source } from "../../../components/guest-package/rdp904-package";
import { guestPackages, guestParameters } from "../../../policies/model/guest-packages";
import { runTypeScript } from "./run-typescript";

const built = buildRdp904Package();
const files = unzipSync(built.zip);

test("the package holds the configuration, its metadata and the module, and nothing else", () => {
  expect(Object.keys(files)).toEqual([
    "Modules/Rdp904/Cim.ps1",
    "Modules/Rdp904/EventLog.ps1",
    "Modules/Rdp904/Firewall.ps1",
    "Modules/Rdp904/ListenerCertificate.ps1",
    "Modules/Rdp904/ListenerSettings.ps1",
    "Modules/Rdp904/MachineKeys.ps1",
    "Modules/Rdp904/Rdp904.psd1",
    "Modules/Rdp904/Rdp904.psm1",
    "Modules/Rdp904/Registry.ps1",
    "Modules/Rdp904/Services.ps1",
    "Modules/Rdp904/Tls.ps1",
    "Rdp904.metaconfig.json",
    "Rdp904.mof",
  ]);
  expect(built.fileName).toBe("Rdp904.zip");
});

test("the metadata lets the agent correct, not only look", () => {
  expect(JSON.parse(strFromU8(files["Rdp904.metaconfig.json"]!))).toEqual({
    Type: "AuditAndSet",
    Version: "1.2.0",
  });
});

test("two builds are the same byte for byte", () => {
  expect(Buffer.compare(buildRdp904Package().zip, built.zip)).toBe(0);
});

test.each(["Pacific/Kiritimati", "America/Los_Angeles"])("a build in the time zone %s has the same hash", (TZ) => {
  const then = "process.stdout.write(loaded.buildRdp904Package().contentHash);";
  const { stdout, stderr } = runTypeScript("components/guest-package/rdp904-package.ts", [], {
    then,
    env: { TZ },
  });
  expect({ stdout, stderr }).toEqual({ stdout: built.contentHash, stderr: "" });
});

test("the content hash is the SHA-256 of the zip in upper case", () => {
  expect(built.contentHash).toBe(createHash("sha256").update(built.zip).digest("hex").toUpperCase());
});

test("the newest release that the rules know is the one that is built, so a changed guest file needs a new version", () => {
  const { configurationName, version } = rdp904Source();
  const releases = guestPackages.filter((release) => release.configurationName === configurationName);
  expect(releases.at(-1)).toEqual({
    configurationName,
    version,
    contentHash: built.contentHash,
    keeps: ["machine-keys", "tls", "services", "listener-settings", "listener-certificate", "firewall"],
  });
});

test("no two releases share a version or a hash", () => {
  const versions = guestPackages.map(({ configurationName, version }) => `${configurationName} ${version}`);
  expect(new Set(versions).size).toBe(guestPackages.length);
  expect(new Set(guestPackages.map(({ contentHash }) => contentHash)).size).toBe(guestPackages.length);
});

test("every parameter that an assignment may give is a property that the configuration has, and keys are none of them", () => {
  const open = rdp904Source().resources.flatMap((resource) =>
    Object.keys(resource.properties)
      .slice(1)
      .map((property) => `${resourceId(resource)};${property}`),
  );
  expect(Object.values(guestParameters).sort()).toEqual(open.sort());
});
