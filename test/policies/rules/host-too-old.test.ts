import { endedReleases, supportListedOn } from "../../../policies/model/windows-support";
import { hostTooOld as rule } from "../../../policies/rules/host-too-old";
import { type Declared } from "../../../policies/testing";
import { machine, verdicts, words } from "./certificate-stack";

type Image = Record<string, unknown>;
const server = { publisher: "MicrosoftWindowsServer", offer: "WindowsServer" };
const desktop = { publisher: "MicrosoftWindowsDesktop" };

const from = (imageReference: Image, inputs: Image = {}): Declared =>
  machine("jump", { storageProfile: { imageReference }, ...inputs });

test("the finding names the release, its last day, and where it is written", async () => {
  expect(await verdicts(rule, [from({ ...server, sku: "2012-R2-Datacenter" })])).toEqual([
    "broken jump at storageProfile.imageReference.sku: " +
      "jump runs Windows Server 2012 R2, whose updates ended on 2026-10-13",
  ]);
});

test("the release before R2 is not called R2", async () => {
  const [verdict] = await verdicts(rule, [from({ ...server, sku: "2012-Datacenter-smalldisk" })]);
  expect(verdict).toMatch(/: jump runs Windows Server 2012, whose updates ended on 2026-10-13$/);
});

test("of a release that has TLS 1.2 switched off the finding says so", async () => {
  const [verdict] = await verdicts(rule, [from({ ...server, sku: "2008-R2-SP1" })]);
  expect(verdict).toMatch(
    /Windows Server 2008 R2, whose updates ended on 2024-01-09 and which has TLS 1.2 switched off unless somebody switches it on$/,
  );
});

test.each<[string, Image]>([
  ["Windows Server 2012 in small letters", { ...server, sku: "2012-datacenter-gensecond" }],
  [
    "an older semi-annual release",
    { publisher: "microsoftwindowsserver", offer: "WindowsServer", sku: "Datacenter-Core-1903" },
  ],
  ["Windows 7", { ...desktop, offer: "windows-7", sku: "win7-enterprise" }],
  ["Windows 10 version 21H2", { ...desktop, offer: "windows-10", sku: "win10-21h2-ent-g2" }],
])("%s is out of support", async (_, image) => {
  expect(await words(rule, [from(image)])).toEqual(["broken jump"]);
  expect(await words(rule, [from(image)], { deployed: true })).toEqual(["broken jump"]);
});

test.each<[string, Image]>([
  ["Windows Server 2025", { ...server, sku: "2025-datacenter-g2" }],
  ["Windows 11 version 24H2", { ...desktop, offer: "windows-11", sku: "win11-24h2-ent" }],
])("%s is supported", async (_, image) => {
  expect(await words(rule, [from(image)])).toEqual(["holds jump"]);
});

test("an image of one's own does not tell, and a machine that is no RDP host is not judged", async () => {
  const own = { id: "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Compute/galleries/g/images/ws2012" };
  expect(await words(rule, [from(own, { osProfile: { windowsConfiguration: {} } })])).toEqual([]);
  expect(await words(rule, [from({ ...server, sku: "2012-Datacenter" }, { tags: { rdp904: "none" } })])).toEqual([]);
});

test("only what had ended on the day of the list is listed", () => {
  expect(endedReleases.filter(({ endedOn }) => !(endedOn <= supportListedOn))).toEqual([]);
});
