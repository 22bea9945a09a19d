import { hardeningBreaksRdp as rule } from "../../../policies/rules/hardening-breaks-rdp";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { machine, scaleSet, verdicts, words } from "./certificate-stack";
import { spellings } from "./spellings";

type Inputs = Record<string, unknown>;

function baseline(guestConfiguration: Inputs, inputs: Inputs = {}, type?: string): Declared {
  return {
    type: type ?? "azure-native:guestconfiguration:GuestConfigurationAssignment",
    name: "baseline",
    inputs: { vmName: ref("jump", "name"), resourceGroupName: "rg", properties: { guestConfiguration }, ...inputs },
  };
}

const name = "AzureWindowsBaseline";
const corrects = { name, version: "1.*", assignmentType: "ApplyAndAutoCorrect" };

test("the finding stands on the assignment and says what the baseline does", async () => {
  expect(await verdicts(rule, [machine("jump"), baseline(corrects)])).toEqual([
    "broken baseline at properties.guestConfiguration.assignmentType: baseline applies AzureWindowsBaseline to jump, " +
      "which rewrites user rights such as Access this computer from the network, after which RDP refused its users",
  ]);
});

test.each<[string, Declared]>([
  ["with correction", baseline(corrects)],
  ["with correction by its other name", baseline({ ...corrects, assignmentType: "DeployAndAutoCorrect" })],
  ["once, with reports afterwards", baseline({ ...corrects, assignmentType: "ApplyAndMonitor" })],
  ["in other letters", baseline({ ...corrects, name: "AZUREWINDOWSBASELINE" })],
  ["by the assignment's own name", baseline({ ...corrects, name: null }, { guestConfigurationAssignmentName: name })],
  ["by the machine's literal name", baseline(corrects, { vmName: "jump-vm" })],
  [
    "by a versioned token",
    baseline(corrects, {}, "azure-native:guestconfiguration/v20220125:GuestConfigurationAssignment"),
  ],
  [
    "by a local package",
    baseline(corrects, {}, "azure-native_guestconfiguration_v20240405:guestconfiguration:GuestConfigurationAssignment"),
  ],
])("the baseline breaks RDP where it is applied %s", async (_, declared) => {
  expect(await words(rule, [machine("jump"), declared])).toEqual(["broken baseline"]);
  expect(await words(rule, [machine("jump"), declared], { deployed: true })).toEqual(["broken baseline"]);
});

test("a scale set gets it by an assignment of its own kind", async () => {
  const type = "azure-native:guestconfiguration:GuestConfigurationAssignmentsVMSS";
  const declared = baseline(corrects, { vmName: null, vmssName: ref("jump", "name") }, type);
  expect(await words(rule, [scaleSet("jump", []), declared])).toEqual(["broken baseline"]);
  const audits = { ...corrects, assignmentType: "Audit" };
  const audited = baseline(audits, { vmName: null, vmssName: ref("jump", "name") }, type);
  expect(await words(rule, [scaleSet("jump", []), audited])).toEqual(["holds baseline"]);
});

test.each(spellings)("%s change nothing where it only audits, in a preview and once deployed", async (_, spell) => {
  const audited = [machine("jump"), baseline({ ...corrects, assignmentType: "Audit" })];
  expect(await words(rule, spell(audited))).toEqual(["holds baseline"]);
  expect(await words(rule, spell(audited), { deployed: true })).toEqual(["holds baseline"]);
});

test.each<[string, Inputs]>([
  ["only audits", { ...corrects, assignmentType: "Audit" }],
  ["is told nothing, as Azure's own policies assign it", { name, version: "1.*" }],
  ["only audits, in other letters", { ...corrects, name: "azurewindowsbaseline", assignmentType: "Audit" }],
  ["only audits, by an old release", { ...corrects, version: "0.9.1", assignmentType: "Audit" }],
])("the baseline leaves RDP alone where it %s", async (_, configuration) => {
  expect(await words(rule, [machine("jump"), baseline(configuration)])).toEqual(["holds baseline"]);
});

test.each<[string, string, Inputs, Inputs]>([
  [
    "a type that is not known yet",
    "properties.guestConfiguration.assignmentType",
    { ...corrects, assignmentType: unknownValue },
    {},
  ],
  [
    "a type that there is not",
    "properties.guestConfiguration.assignmentType",
    { ...corrects, assignmentType: "applyandautocorrect" },
    {},
  ],
  ["a machine that is not known yet", "vmName", corrects, { vmName: unknownValue }],
])("%s is undecided", async (_, path, configuration, inputs) => {
  const [verdict, ...more] = await verdicts(rule, [machine("jump"), baseline(configuration, inputs)]);
  expect(verdict).toContain(`undecided baseline at ${path}: `);
  expect(more).toEqual([]);
});

test("other packages, and machines that are no RDP hosts, are not judged", async () => {
  expect(await words(rule, [machine("jump"), baseline({ ...corrects, name: "CorpBaseline" })])).toEqual([]);
  expect(await words(rule, [machine("jump", { tags: {} }), baseline(corrects)])).toEqual([]);
});
