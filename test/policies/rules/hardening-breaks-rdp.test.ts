import { hardeningBreaksRdp as rule } from "../../../policies/rules/hardening-breaks-rdp";
import { ref, type Declared } from "../../../policies/testing";
import { machine, verdicts, words } from "./certificate-stack";

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
      "which rewrites user rights such as the one to access this computer from the network, after which RDP refused its users",
  ]);
});

test("other packages, and machines that are no RDP hosts, are not judged", async () => {
  expect(await words(rule, [machine("jump"), baseline({ ...corrects, name: "CorpBaseline" })])).toEqual([]);
  expect(await words(rule, [machine("jump", { tags: {} }), baseline(corrects)])).toEqual([]);
});
