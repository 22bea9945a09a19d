import { guestPackages } from "../../../policies/model/guest-packages";
import { machineKeysUnmanaged as rule } from "../../../policies/rules/machine-keys-unmanaged";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { machine, scaleSet, verdicts, words } from "./certificate-stack";

const released = guestPackages[guestPackages.length - 1]!;
const own = {
  name: released.configurationName,
  version: released.version,
  contentUri: "https://packages.example.net/package.zip",
  contentHash: released.contentHash,
  assignmentType: "ApplyAndAutoCorrect",
};

function assignment(
  name: string,
  guestConfiguration: Record<string, unknown>,
  inputs: Record<string, unknown> = {},
): Declared {
  return {
    type: "azure-native:guestconfiguration:GuestConfigurationAssignment",
    name,
    inputs: { vmName: ref("jump", "name"), resourceGroupName: "rg", properties: { guestConfiguration }, ...inputs },
  };
}

test("an RDP host without any guest configuration is broken", async () => {
  expect(await verdicts(rule, [machine("jump")])).toEqual([
    "broken jump at : jump has no guest configuration that keeps the access control lists of its machine keys",
  ]);
});

test.each<[string, Declared]>([
  ["by name and hash", assignment("keys", own)],
  ["with the hash in lower case", assignment("keys", { ...own, contentHash: released.contentHash.toLowerCase() })],
  [
    "by a versioned token",
    { ...assignment("keys", own), type: "azure-native:guestconfiguration/v20240405:GuestConfigurationAssignment" },
  ],
  ["by the machine's literal name", assignment("keys", own, { vmName: "jump-vm" })],
  ["without a hash, of which another rule speaks", assignment("keys", { ...own, contentHash: null })],
  ["by its hash under another name, of which another rule speaks", assignment("keys", { ...own, name: "Corp" })],
  ["named by the assignment alone", assignment("keys", { ...own, name: null }, { name: released.configurationName })],
])("a released package of this project keeps the keys, %s", async (_, declared) => {
  expect(await words(rule, [machine("jump"), declared])).toEqual(["holds jump"]);
  expect(await words(rule, [machine("jump"), declared], { deployed: true })).toEqual(["holds jump"]);
});

test("a scale set has assignments of its own kind", async () => {
  const declared = {
    ...assignment("keys", own, { vmName: null, vmssName: ref("jump", "name") }),
    type: "azure-native:guestconfiguration:GuestConfigurationAssignmentsVMSS",
  };
  expect(await words(rule, [scaleSet("jump", []), declared])).toEqual(["holds jump"]);
});

test.each<[string, string, Declared]>([
  [
    "somebody else's package",
    "properties.guestConfiguration.contentUri",
    assignment("keys", { ...own, name: "CorpKeys", contentHash: "00" }),
  ],
  [
    "a package of this name with another hash",
    "properties.guestConfiguration.contentHash",
    assignment("keys", { ...own, contentHash: "00" }),
  ],
  [
    "a hash that is not known yet",
    "properties.guestConfiguration.contentHash",
    assignment("keys", { ...own, contentHash: unknownValue }),
  ],
  [
    "a name that is not known yet",
    "properties.guestConfiguration.name",
    assignment("keys", { ...own, name: unknownValue, contentHash: "00" }),
  ],
  ["an assignment of some machine", "vmName", assignment("keys", own, { vmName: unknownValue })],
])("%s cannot be looked into", async (_, path, declared) => {
  const [verdict, ...more] = await verdicts(rule, [machine("jump"), declared]);
  expect(more).toEqual([]);
  expect(verdict).toMatch(/^undecided jump at /);
  expect(verdict).toContain(`at ${path}: `);
});

test("what comes with Azure keeps no machine keys", async () => {
  const declared = [machine("jump"), assignment("baseline", { name: "AzureWindowsBaseline", version: "1.*" })];
  expect(await verdicts(rule, declared)).toEqual([
    "broken jump at : jump has the guest configuration AzureWindowsBaseline, which keeps no machine keys",
  ]);
});

test.each(["Audit", "ApplyAndMonitor"])(
  "somebody else's package keeps nothing where it is assigned to %s only",
  async (type) => {
    const watching = assignment("corp", { name: "CorpKeys", assignmentType: type });
    expect(await words(rule, [machine("jump"), watching])).toEqual(["broken jump"]);
  },
);

test("one known package is enough beside any other", async () => {
  const declared = [machine("jump"), assignment("corp", { name: "CorpKeys" }), assignment("keys", own)];
  expect(await words(rule, declared)).toEqual(["holds jump"]);
});

test("another machine's assignment keeps nothing here", async () => {
  const declared = [machine("jump"), machine("other"), assignment("keys", own, { vmName: ref("other", "name") })];
  expect(await words(rule, declared)).toEqual(["broken jump", "holds other"]);
});

test("providedElsewhere.machineConfiguration speaks for a host", async () => {
  const asked = { settings: { providedElsewhere: { machineConfiguration: ["tag:owner=payroll"] } } };
  const payroll = machine("jump", { tags: { rdp904: "host", owner: "payroll" } });
  expect(await words(rule, [payroll], asked)).toEqual(["holds jump"]);
  expect(await words(rule, [machine("jump")], asked)).toEqual(["broken jump"]);
});

test("a machine that may not run Windows is undecided at most", async () => {
  expect(await words(rule, [machine("jump", { storageProfile: {} })])).toEqual(["undecided jump"]);
});
