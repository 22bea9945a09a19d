import { machineConfigurationNotRunning as rule } from "../../../policies/rules/machine-configuration-not-running";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { machine, scaleSet, verdicts, words } from "./certificate-stack";
import { agent, assignment, own } from "./guest-configuration-stack";
import { scaleSetExtension } from "./spellings";

type Inputs = Record<string, unknown>;
const identity = { type: "SystemAssigned, UserAssigned" };
const host = (inputs: Inputs = {}): Declared => machine("jump", { identity, ...inputs });
const stack = (change: { host?: Inputs; agent?: Inputs; assignment?: Inputs } = {}): Declared[] => [
  host(change.host),
  agent("agent", "jump", change.agent),
  assignment("keys", "jump", own, change.assignment),
];

test("without the extension nothing runs what is assigned", async () => {
  expect(await verdicts(rule, [host(), assignment("keys", "jump", own)])).toEqual([
    "broken jump at : jump has no Machine Configuration extension, so nothing runs its guest configuration",
  ]);
});

test("an extension under another name is not found", async () => {
  expect(await verdicts(rule, stack({ agent: { vmExtensionName: "agent8f2c1a" } }))).toEqual([
    "broken agent at vmExtensionName: agent does not have the name AzurePolicyforWindows, by which alone Machine " +
      "Configuration finds it",
  ]);
});

test.each([
  ["guest-configuration", "guest-configuration"],
  ["agent", "agent, the name of the resource itself"],
  ["agent8f2c1a9b", "agent8f2c1a9b, which Pulumi made up"],
])("the name %s is shown as what the program or the provider gave: %s", async (vmExtensionName, value) => {
  const estate = estateOf(stack({ agent: { vmExtensionName } }));
  const said = await rule.judge({ estate, settings: defaultSettings });
  expect(said).toMatchObject([{ verdict: "broken", value, fix: "Set vmExtensionName to AzurePolicyforWindows." }]);
});

test("a user-assigned identity alone does not sign in", async () => {
  expect(await verdicts(rule, stack({ host: { identity: { type: "UserAssigned" } } }))).toEqual([
    "broken jump at identity.type: jump has no system-assigned identity, with which alone Machine Configuration signs in",
  ]);
});

test("an assignment with a name that Pulumi made up is not its configuration's", async () => {
  expect(await verdicts(rule, stack({ assignment: { guestConfigurationAssignmentName: "keys7d1e" } }))).toEqual([
    "broken keys at guestConfigurationAssignmentName: keys does not have the name of its configuration, Rdp904",
  ]);
});

const setOfHosts = (mode: unknown): Declared[] => {
  const inline = {
    name: "AzurePolicyforWindows",
    publisher: "Microsoft.GuestConfiguration",
    type: "ConfigurationforWindows",
  };
  const keys = assignment("keys", "farm", own, { vmName: null, vmssName: ref("farm", "name") });
  return [
    scaleSet("farm", [inline], { identity, orchestrationMode: mode }),
    { ...keys, type: "azure-native:guestconfiguration:GuestConfigurationAssignmentsVMSS" },
  ];
};

const besideItsSet = (type: string): Declared[] => {
  const [, keys] = setOfHosts("Flexible");
  const extension = {
    vmssExtensionName: "AzurePolicyforWindows",
    publisher: "Microsoft.GuestConfiguration",
    type,
  };
  return [
    scaleSet("farm", [], { identity, orchestrationMode: "Flexible" }),
    scaleSetExtension("agent", { vmScaleSetName: "farm-set", ...extension }),
    keys!,
  ];
};

test("a Flexible scale set is not told to take an identity that Azure refuses it", async () => {
  const [set, keys] = setOfHosts("Flexible");
  const without = [{ ...set!, inputs: { ...set!.inputs, identity: { type: "UserAssigned" } } }, keys!];
  const found = await rule.judge({ estate: estateOf(without), settings: defaultSettings });
  const fixes = found.map((verdict) => ("fix" in verdict ? verdict.fix : undefined));
  expect(fixes).toEqual([
    expect.stringMatching(/^Put machines of their own .* because Azure refuses it in the set's model/),
  ]);
});

test.each<[string, Declared[]]>([
  ["no identity at all", stack({ host: { identity: null } })],
  [
    "the tag in other letters",
    stack({ host: { tags: { rdp904: "host", customguestconfigurationsetpolicy: "Disable" } } }),
  ],
  ["a scale set that says nothing, and so is Uniform", setOfHosts(null)],
  ["another body's name", stack({ assignment: { name: "MachineKeys" } })],
])("%s: broken, in a preview and once deployed", async (_, declared) => {
  const broken = (found: string[]): string[] => found.filter((word) => word.startsWith("broken"));
  expect(broken(await words(rule, declared))).toHaveLength(1);
  expect(broken(await words(rule, declared, { deployed: true }))).toHaveLength(1);
});

test.each<[string, Declared[]]>([
  [
    "the tag with another value",
    stack({ host: { tags: { rdp904: "host", CustomGuestConfigurationSetPolicy: "enable" } } }),
  ],
  ["the machine by its literal name", [host(), agent("agent", "jump", { vmName: "jump-vm" }), stack()[2]!]],
])("%s: holds, in a preview and once deployed", async (_, declared) => {
  for (const deployed of [false, true]) {
    expect((await words(rule, declared, { deployed })).map((word) => word.split(" ")[0])).toEqual(["holds"]);
  }
});

test("the extension for Linux beside a scale set runs nothing", async () => {
  expect(await words(rule, besideItsSet("ConfigurationForLinux"))).toContain("broken farm");
});

test.each<[string, Declared[]]>([
  ["the extension's type", stack({ agent: { type: unknownValue } })],
  ["the assignment's name", stack({ assignment: { guestConfigurationAssignmentName: unknownValue } })],
])("%s that is not known leaves it open", async (_, declared) => {
  const found = await words(rule, declared);
  expect(found.map((word) => word.split(" ")[0])).toEqual(["undecided"]);
});

test("a landing zone may add extension and identity, and mends no name", async () => {
  const asked = { settings: { providedElsewhere: { machineConfiguration: ["jump"] } } };
  const bare = [machine("jump"), assignment("keys", "jump", own)];
  expect((await words(rule, bare, asked)).filter((word) => word.startsWith("broken"))).toEqual([]);
  const misnamed = [machine("jump"), assignment("keys", "jump", own, { name: "MachineKeys" })];
  expect(await words(rule, misnamed, asked)).toContain("broken keys");
});

test("a tag that is not known yet may say that RDP is not meant, whatever is assigned", async () => {
  const tags = { rdp904: unknownValue };
  expect(await words(rule, [machine("jump", { identity, tags }), assignment("keys", "jump", own)])).toEqual([
    "undecided jump",
  ]);
});
