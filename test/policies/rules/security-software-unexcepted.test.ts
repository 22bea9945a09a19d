import { securitySoftwareUnexcepted as rule } from "../../../policies/rules/security-software-unexcepted";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { machine, verdicts, words } from "./certificate-stack";

type Inputs = Record<string, unknown>;

function protection(publisher: string, type: string, inputs: Inputs = {}, token?: string): Declared {
  return {
    type: token ?? "azure-native:compute:VirtualMachineExtension",
    name: "protection",
    inputs: { vmName: ref("jump", "name"), resourceGroupName: "rg", publisher, type, ...inputs },
  };
}

const eset = (inputs: Inputs = {}): Declared => protection("ESET", "FileSecurity", inputs);
const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";

test("the finding names the product, the host and what is not excepted", async () => {
  expect(await verdicts(rule, [machine("jump"), eset()])).toEqual([
    "broken protection at settings: " +
      "protection puts ESET File Security on jump and names no exception for Remote Desktop and the key folders",
  ]);
  expect(await verdicts(rule, [machine("jump"), eset({ settings: { Exclude: keys } })])).toEqual([
    "broken protection at settings: protection puts ESET File Security on jump and names no exception for Remote Desktop",
  ]);
});

test.each<[string, Declared]>([
  ["Trend Micro", protection("TrendMicro.DeepSecurity", "TrendMicroDSA", { settings: { tenantID: "t" } })],
  ["Symantec", protection("Symantec", "SymantecEndpointProtection")],
  ["McAfee", protection("McAfee.EndpointSecurity", "McAfeeEndpointSecurity", { settings: { featureVS: "true" } })],
  ["Kaspersky", protection("KasperskyLab.SecurityAgent", "KSWS")],
])("%s without exceptions is found", async (_, declared) => {
  expect(await words(rule, [machine("jump"), declared])).toEqual(["broken protection"]);
  expect(await words(rule, [machine("jump"), declared], { deployed: true })).toEqual(["broken protection"]);
});

test("providedElsewhere.securityExceptions speaks for the console of the product", async () => {
  const asked = { settings: { providedElsewhere: { securityExceptions: ["ju*"] } } };
  expect(await words(rule, [machine("jump"), eset()], asked)).toEqual(["holds protection"]);
  const other = { settings: { providedElsewhere: { securityExceptions: ["web*"] } } };
  expect(await words(rule, [machine("jump"), eset()], other)).toEqual(["broken protection"]);
});

test.each<[string, string, Inputs]>([
  ["settings that are not known yet", "settings", { settings: unknownValue }],
  ["protected settings that are not known yet", "protectedSettings", { protectedSettings: unknownValue }],
])("%s leave it open", async (_, path, inputs) => {
  const [verdict] = await verdicts(rule, [machine("jump"), eset(inputs)]);
  expect(verdict).toContain(`undecided protection at ${path}: `);
});

test("a tag that is not known yet leaves it open whether the exceptions are made elsewhere", async () => {
  const asked = { settings: { providedElsewhere: { securityExceptions: ["tag:owner=soc"] } } };
  const jump = machine("jump", { tags: { rdp904: "host", owner: unknownValue } });
  expect(await words(rule, [jump, eset()], asked)).toEqual(["undecided protection"]);
});

test.each<[string, Declared]>([
  ["that only looks for weak points", protection("Qualys", "QualysAgent")],
  ["of an unknown publisher", protection(unknownValue, "FileSecurity")],
])("an extension %s is not judged", async (_, declared) => {
  expect(await words(rule, [machine("jump"), declared])).toEqual([]);
});

test("a secret in protected settings is never told", async () => {
  const [verdict] = await verdicts(rule, [machine("jump"), eset({ protectedSettings: { password: "hunter2" } })]);
  expect(verdict).not.toContain("hunter2");
});
