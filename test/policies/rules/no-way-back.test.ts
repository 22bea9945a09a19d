import { noWayBack as rule } from "../../../policies/rules/no-way-back";
import { unknownValue } from "../../../policies/testing";
import { machine, verdicts, words } from "./certificate-stack";

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
  ["the agent is left out, in words", agent("False")],
  ["extension operations are off beside an agent", agent(true, { allowExtensionOperations: false })],
])("there is no way back where %s", async (_, inputs) => {
  expect(await words(rule, [machine("jump", inputs)])).toEqual(["broken jump"]);
});

test.each<[string, Inputs]>([
  ["boot diagnostics are on, in words", { ...agent(false), ...diagnostics("true") }],
  ["boot diagnostics are on and the agent is not known yet", { ...agent(unknownValue), ...diagnostics(true) }],
])("there is a way back where %s", async (_, inputs) => {
  expect(await words(rule, [machine("jump", inputs)])).toEqual(["holds jump"]);
});

test.each<[string, string, Inputs]>([
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
