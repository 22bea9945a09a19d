import { noWayBack as rule } from "../../../policies/rules/no-way-back";
import { unknownValue } from "../../../policies/testing";
import { machine, scaleSet, verdicts, words } from "./certificate-stack";

type Inputs = Record<string, unknown>;
const diagnostics = (enabled: unknown): Inputs => ({ diagnosticsProfile: { bootDiagnostics: { enabled } } });
const agent = (provisionVMAgent: unknown, more: Inputs = {}): Inputs => ({
  osProfile: { windowsConfiguration: { provisionVMAgent }, ...more },
});

test("the finding says why neither way works", async () => {
  expect(await verdicts(rule, [machine("jump", agent(false))])).toEqual([
    "broken jump at diagnosticsProfile.bootDiagnostics.enabled: jump has no way in but RDP: " +
      "Serial Console does not work because boot diagnostics are off, and Run Command does not work because it has no VM agent",
  ]);
});

test.each<[string, Inputs]>([
  ["the agent is left out", agent(false)],
  ["the agent is left out, in words", agent("False")],
  ["extension operations are off", agent(true, { allowExtensionOperations: false })],
  [
    "extension operations are off, and nothing is said of the agent",
    { osProfile: { allowExtensionOperations: false } },
  ],
  ["boot diagnostics are switched off on purpose", { ...agent(false), ...diagnostics(false) }],
  [
    "boot diagnostics name a storage account and stay off",
    {
      ...agent(false),
      diagnosticsProfile: { bootDiagnostics: { storageUri: "https://diag.blob.core.windows.net/" } },
    },
  ],
])("there is no way back where %s", async (_, inputs) => {
  expect(await words(rule, [machine("jump", inputs)])).toEqual(["broken jump"]);
  expect(await words(rule, [machine("jump", inputs)], { deployed: true })).toEqual(["broken jump"]);
});

test.each<[string, Inputs]>([
  ["nothing is said, because ARM's default is an agent", {}],
  ["the agent is there", agent(true)],
  ["boot diagnostics are on", { ...agent(false), ...diagnostics(true) }],
  ["boot diagnostics are on, in words", { ...agent(false), ...diagnostics("true") }],
  ["extension operations are allowed in words", agent(true, { allowExtensionOperations: "true" })],
  ["boot diagnostics are on and the agent is not known yet", { ...agent(unknownValue), ...diagnostics(true) }],
])("there is a way back where %s", async (_, inputs) => {
  expect(await words(rule, [machine("jump", inputs)])).toEqual(["holds jump"]);
});

test.each<[string, string, Inputs]>([
  ["the agent", "osProfile.windowsConfiguration.provisionVMAgent", agent(unknownValue)],
  [
    "extension operations",
    "osProfile.allowExtensionOperations",
    agent(true, { allowExtensionOperations: unknownValue }),
  ],
  ["boot diagnostics", "diagnosticsProfile", { ...agent(false), diagnosticsProfile: unknownValue }],
])("%s that is not known yet leaves it open", async (_, path, inputs) => {
  const [verdict] = await verdicts(rule, [machine("jump", inputs)]);
  expect(verdict).toContain(`undecided jump at ${path}: `);
});

test("a scale set's ways stand in its model", async () => {
  const model = {
    storageProfile: { imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer" } },
    osProfile: { allowExtensionOperations: false },
  };
  expect(await verdicts(rule, [scaleSet("jump", [], { virtualMachineProfile: model })])).toEqual([
    expect.stringContaining("broken jump at virtualMachineProfile.diagnosticsProfile.bootDiagnostics.enabled: "),
  ]);
  const watched = { ...model, ...diagnostics(true) };
  expect(await words(rule, [scaleSet("jump", [], { virtualMachineProfile: watched })])).toEqual(["holds jump"]);
});

test("a versioned token changes nothing", async () => {
  for (const type of [
    "azure-native:compute/v20230301:VirtualMachine",
    "azure-native_compute_v20240701:compute:VirtualMachine",
  ]) {
    expect(await words(rule, [{ ...machine("jump", agent(false)), type }])).toEqual(["broken jump"]);
  }
});

test("a machine that nobody means to reach by RDP is not judged", async () => {
  expect(await words(rule, [machine("web", { ...agent(false), tags: {} })])).toEqual([]);
});
