import { guestPackages } from "../../../policies/model/guest-packages";
import { machineKeysUnmanaged as rule } from "../../../policies/rules/machine-keys-unmanaged";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { machine, verdicts, words } from "./certificate-stack";

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
  ["without a hash, of which another rule speaks", assignment("keys", { ...own, contentHash: null })],
  ["named by the assignment alone", assignment("keys", { ...own, name: null }, { name: released.configurationName })],
])("a released package of this project keeps the keys, %s", async (_, declared) => {
  expect(await words(rule, [machine("jump"), declared])).toEqual(["holds jump"]);
  expect(await words(rule, [machine("jump"), declared], { deployed: true })).toEqual(["holds jump"]);
});

test.each<[string, string, Declared]>([
  [
    "a name that is not known yet",
    "properties.guestConfiguration.name",
    assignment("keys", { ...own, name: unknownValue, contentHash: "00" }),
  ],
  ["an assignment of some machine", "vmName", assignment("keys", own, { vmName: unknownValue })],
])("%s cannot be looked into", async (_, path, declared) => {
  const [verdict, ...more] = await verdicts(rule, [machine("jump"), declared]);
  expect(more).toEqual([]);
  expect(verdict).toMatch(/^undecided jump at : /);
  expect(verdict).toContain(`: ${path} is not known yet`);
});

test("what comes with Azure keeps no machine keys", async () => {
  const declared = [machine("jump"), assignment("baseline", { name: "AzureWindowsBaseline", version: "1.*" })];
  expect(await verdicts(rule, declared)).toEqual([
    "broken jump at : jump has the guest configuration AzureWindowsBaseline, which keeps no machine keys",
  ]);
});

test("somebody else's package keeps nothing where it is applied once", async () => {
  const watching = assignment("corp", { name: "CorpKeys", assignmentType: "ApplyAndMonitor" });
  expect(await words(rule, [machine("jump"), watching])).toEqual(["broken jump"]);
});

test("providedElsewhere.machineConfiguration speaks for a host", async () => {
  const asked = { settings: { providedElsewhere: { machineConfiguration: ["tag:owner=payroll"] } } };
  const payroll = machine("jump", { tags: { rdp904: "host", owner: "payroll" } });
  expect(await words(rule, [payroll], asked)).toEqual(["holds jump"]);
  expect(await words(rule, [machine("jump")], asked)).toEqual(["broken jump"]);
});
