import { scriptFailureHidden as rule } from "../../../policies/rules/script-failure-hidden";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { machine, scaleSet, verdicts, words } from "./certificate-stack";
import { spellings } from "./spellings";

const rdpTcp = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
const layer = `Set-ItemProperty '${rdpTcp}' SecurityLayer 2`;
const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";

function runCommand(source: unknown, inputs: Record<string, unknown> = {}, type = "azure-native:compute"): Declared {
  return {
    type: `${type}:VirtualMachineRunCommandByVirtualMachine`,
    name: "setup",
    inputs: { vmName: ref("web", "name"), resourceGroupName: "rg", runCommandName: "setup", source, ...inputs },
  };
}

test("a Run Command whose failure nobody sees is broken, and the fact names what it changes", async () => {
  expect(await verdicts(rule, [machine("web"), runCommand({ script: layer })])).toEqual([
    "broken setup at treatFailureAsDeploymentFailure: setup changes what RDP depends on (Set-ItemProperty), and the deployment succeeds where it fails",
  ]);
});

test.each<[string, Declared]>([
  ["said outright", runCommand({ script: layer }, { treatFailureAsDeploymentFailure: false })],
  ["a service", runCommand({ script: "Set-Service TermService -StartupType Automatic" })],
  ["grants on keys", runCommand({ script: `icacls ${keys} /t /grant "NETWORK SERVICE:(R)"` })],
  ["a built-in command", runCommand({ commandId: "SetRDPPort" })],
  ["a versioned token", runCommand({ script: layer }, {}, "azure-native:compute/v20240701")],
  ["a local package's token", runCommand({ script: layer }, {}, "azure-native_compute_v20240701:compute")],
])("%s is found, in a preview and once deployed", async (_, declared) => {
  expect(await words(rule, [machine("web"), declared])).toEqual(["broken setup"]);
  expect(await words(rule, [machine("web"), declared], { deployed: true })).toEqual(["broken setup"]);
});

test.each<[string, Declared[]]>([
  [
    "a failure that fails the deployment",
    [machine("web"), runCommand({ script: layer }, { treatFailureAsDeploymentFailure: true })],
  ],
  ["a script about something else", [machine("web"), runCommand({ script: "Install-WindowsFeature Web-Server" })]],
  [
    "a script that only reads",
    [machine("web"), runCommand({ script: `Get-ItemProperty '${rdpTcp}'; Restart-Service TermService` })],
  ],
  ["a built-in command that leaves RDP alone", [machine("web"), runCommand({ commandId: "IPConfig" })]],
  ["a machine that is no RDP host", [machine("web", { tags: { rdp904: "none" } }), runCommand({ script: layer })]],
])("%s is not told", async (_, declared) => {
  expect((await words(rule, declared)).filter((word) => !word.startsWith("holds"))).toEqual([]);
});

const seen = { treatFailureAsDeploymentFailure: true };
test.each<[string, Declared]>([
  ["a setting of the listener", runCommand({ script: layer }, seen)],
  ["a service", runCommand({ script: "sc.exe config SessionEnv start= auto" }, seen)],
  ["grants on keys", runCommand({ script: `icacls ${keys} /t /grant "NETWORK SERVICE:(R)"` }, seen)],
  ["a built-in command", runCommand({ commandId: "SetRDPPort" }, seen)],
  [
    "a setting of the listener, said as a text",
    runCommand({ script: layer }, { treatFailureAsDeploymentFailure: "true" }),
  ],
])("a failure that is seen holds, with %s, in a preview and once deployed", async (_, declared) => {
  expect(await words(rule, [machine("web"), declared])).toEqual(["holds setup"]);
  expect(await words(rule, [machine("web"), declared], { deployed: true })).toEqual(["holds setup"]);
});

test.each(spellings)("%s change nothing where the failure is seen", async (_, spell) => {
  expect(await words(rule, spell([machine("web"), runCommand({ script: layer }, seen)]))).toEqual(["holds setup"]);
});

test("a Run Command of one instance of a scale set is judged as that of a machine", async () => {
  const onInstance = (inputs: Record<string, unknown>): Declared => ({
    type: "azure-native:compute:VirtualMachineScaleSetVMRunCommand",
    name: "setup",
    inputs: {
      ...{ vmScaleSetName: ref("farm", "name"), instanceId: "0", resourceGroupName: "rg", source: { script: layer } },
      ...inputs,
    },
  });
  expect(await words(rule, [scaleSet("farm", []), onInstance(seen)])).toEqual(["holds setup"]);
  expect(await words(rule, [scaleSet("farm", []), onInstance({})])).toEqual(["broken setup"]);
});

test("a setting that is not known yet is undecided", async () => {
  const declared = runCommand({ script: layer }, { treatFailureAsDeploymentFailure: unknownValue });
  expect(await words(rule, [machine("web"), declared])).toEqual(["undecided setup"]);
});
