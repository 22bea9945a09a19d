import { securityLayerWeakened as rule } from "../../../policies/rules/security-layer-weakened";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { machine, scaleSet, verdicts, words } from "./certificate-stack";

const rdpTcp = "SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
const policies = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services";
const set = (name: string, value: unknown, key = rdpTcp): string =>
  `Set-ItemProperty -Path 'HKLM:\\${key}' -Name ${name} -Value ${String(value)}`;

function runCommand(source: unknown, inputs: Record<string, unknown> = {}, more: Partial<Declared> = {}): Declared {
  return {
    type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    name: "hardening",
    inputs: { vmName: ref("web", "name"), resourceGroupName: "rg", runCommandName: "hardening", source, ...inputs },
    ...more,
  };
}

const script = (...lines: string[]): Declared => runCommand({ script: lines.join("\n") });
const command = (commandToExecute: string): Declared => ({
  type: "azure-native:compute:VirtualMachineExtension",
  name: "hardening",
  inputs: {
    vmName: ref("web", "name"),
    resourceGroupName: "rg",
    publisher: "Microsoft.Compute",
    type: "CustomScriptExtension",
    settings: { commandToExecute },
  },
});

test("RDP's own security under Network Level Authentication is broken, and the fact names line and command", async () => {
  expect(
    await verdicts(rule, [machine("web"), script("$ErrorActionPreference = 'Stop'", set("SecurityLayer", 0))]),
  ).toEqual([
    "broken hardening at source.script, line 2: Set-ItemProperty: the script sets SecurityLayer to 0, which is RDP's own security without TLS, while Network Level Authentication is required and needs it",
  ]);
});

test("ResetRDPCert is broken by its name", async () => {
  expect(await verdicts(rule, [machine("web"), runCommand({ commandId: "ResetRDPCert" })])).toEqual([
    "broken hardening at source.commandId: ResetRDPCert sets SecurityLayer to 0, which is RDP's own security without TLS, while Network Level Authentication is required and needs it",
  ]);
});

test.each<[string, Declared]>([
  ["reg.exe in a command line", command(`reg add "HKLM\\${rdpTcp}" /v SecurityLayer /t REG_DWORD /d 0x0 /f`)],
  ["the policy's twin", script(set("SecurityLayer", 0, policies), set("SecurityLayer", 2))],
  ["NLA switched on beside it", script(set("UserAuthentication", 1), set("SecurityLayer", 0))],
  ["a condition, which counts as met", script(`if ($env:ROLE -eq 'kiosk') { ${set("SecurityLayer", 0)} }`)],
  ["repair before the harm", script(set("SecurityLayer", 2), set("SecurityLayer", 0))],
  [
    "the method of the listener's class",
    script("(Get-WmiObject Win32_TSGeneralSetting -Namespace root\\cimv2\\TerminalServices).SetSecurityLayer(0)"),
  ],
  [
    "a versioned token",
    runCommand(
      { commandId: "resetrdpcert" },
      {},
      { type: "azure-native:compute/v20240701:VirtualMachineRunCommandByVirtualMachine" },
    ),
  ],
  [
    "a local package's token",
    runCommand(
      { script: set("SecurityLayer", 0) },
      {},
      { type: "azure-native_compute_v20240701:compute:VirtualMachineRunCommandByVirtualMachine" },
    ),
  ],
  [
    "a later script that waits for the healthy one",
    runCommand({ script: set("SecurityLayer", 0) }, {}, { dependencies: ["first"] }),
  ],
])("it is broken through %s, in a preview and once deployed", async (_, declared) => {
  const first: Declared = { ...script(set("SecurityLayer", 2)), name: "first" };
  const before = declared.dependencies ? [first] : [];
  for (const deployed of [false, true]) {
    expect(await words(rule, [machine("web"), ...before, declared], { deployed })).toEqual(["broken hardening"]);
  }
});

test("an inline extension of a scale set is found, and instance commands are", async () => {
  const extension = {
    publisher: "Microsoft.Compute",
    type: "CustomScriptExtension",
    settings: { commandToExecute: `reg add "HKLM\\${rdpTcp}" /v SecurityLayer /t REG_DWORD /d 0 /f` },
  };
  expect(await words(rule, [scaleSet("farm", [extension])])).toEqual(["broken farm"]);
  const onInstance: Declared = {
    type: "azure-native:compute:VirtualMachineScaleSetVMRunCommand",
    name: "reset",
    inputs: {
      vmScaleSetName: ref("farm", "name"),
      instanceId: "0",
      resourceGroupName: "rg",
      source: { commandId: "ResetRDPCert" },
    },
  };
  expect(await words(rule, [scaleSet("farm", []), onInstance])).toEqual(["broken reset"]);
});

test.each<[string, Declared, string]>([
  [
    "DisableNLA",
    runCommand({ commandId: "DisableNLA" }),
    "DisableNLA sets UserAuthentication to 0, which switches Network Level Authentication off",
  ],
  [
    "NLA off",
    script(set("UserAuthentication", "$false")),
    "the script sets UserAuthentication to 0, which switches Network Level Authentication off",
  ],
  [
    "RDP's own security with NLA off",
    script(set("SecurityLayer", 0), set("UserAuthentication", 0)),
    "the script sets SecurityLayer to 0, which is RDP's own security without TLS, where Network Level Authentication is off",
  ],
  [
    "the lowest encryption",
    script(set("MinEncryptionLevel", 1)),
    "the script sets MinEncryptionLevel to 1, which leaves what the host sends unencrypted where a client does not speak TLS",
  ],
  [
    "the lowest encryption beside TLS",
    script(set("SecurityLayer", 2), set("MinEncryptionLevel", 1)),
    "the script sets MinEncryptionLevel to 1, which is not valid beside SecurityLayer 2, and Windows corrects the pair (event 1050 in the System log)",
  ],
])("%s is advisory", async (_, declared, fact) => {
  const estate = estateOf([machine("web"), declared]);
  expect(await rule.judge({ estate, settings: defaultSettings })).toMatchObject([
    { verdict: "broken", level: "advisory", fact },
  ]);
});

test.each<[string, readonly Declared[]]>([
  ["a host without scripts", [machine("web")]],
  [
    "TLS and NLA switched on",
    [machine("web"), script(set("SecurityLayer", 2), set("UserAuthentication", 1), set("MinEncryptionLevel", 3))],
  ],
  ["harm that the same script repairs", [machine("web"), script(set("SecurityLayer", 0), set("SecurityLayer", 2))]],
  [
    "harm that is taken back",
    [machine("web"), script(set("SecurityLayer", 0), `Remove-ItemProperty 'HKLM:\\${rdpTcp}' SecurityLayer`)],
  ],
  [
    "a policy that wins over the listener's value",
    [machine("web"), script(set("SecurityLayer", 0), set("SecurityLayer", 2, policies))],
  ],
  ["negotiation", [machine("web"), script(set("SecurityLayer", 1))]],
  [
    "a value of the same name elsewhere",
    [machine("web"), script(`Set-ItemProperty HKLM:\\SOFTWARE\\Contoso SecurityLayer 0`)],
  ],
  ["RDPSettings", [machine("web"), runCommand({ commandId: "RDPSettings" })]],
  ["a machine that takes no RDP", [machine("web", { tags: { rdp904: "none" } }), script(set("SecurityLayer", 0))]],
  [
    "a script that the healthy one waits for",
    [
      machine("web"),
      { ...script(set("SecurityLayer", 0)), name: "first" },
      runCommand({ script: set("SecurityLayer", 2) }, {}, { dependencies: ["first"] }),
    ],
  ],
])("%s is not broken", async (_, declared) => {
  expect((await words(rule, declared)).filter((word) => !word.startsWith("holds"))).toEqual([]);
});

test.each<[string, readonly Declared[], string]>([
  [
    "a value from outside",
    [script(`param($layer)\n${set("SecurityLayer", "$layer")}`)],
    "undecided hardening at source.script, line 2: Set-ItemProperty: Set-ItemProperty: what it sets SecurityLayer to is not known: $layer comes from outside",
  ],
  [
    "a repair under a condition",
    [script(set("SecurityLayer", 0), `if ($env:TLS) { ${set("SecurityLayer", 2)} }`)],
    "undecided hardening at source.script, line 1: Set-ItemProperty: Set-ItemProperty: whether SecurityLayer is 0 in the end depends on a condition",
  ],
  [
    "two scripts of which neither waits",
    [script(set("SecurityLayer", 0)), { ...script(set("SecurityLayer", 2)), name: "other" }],
    "undecided hardening at source.script, line 1: Set-ItemProperty: Set-ItemProperty: it sets SecurityLayer to 0, other to something else, and neither waits for the other",
  ],
  [
    "a file that is imported beside RDP's keys",
    [script(set("UserAuthentication", 1), "reg import C:\\rdp.reg")],
    "undecided hardening at source.script, line 2: reg: reg: the file that it imports is not part of the script",
  ],
  [
    "code that is fetched beside RDP's keys",
    [script(set("UserAuthentication", 1), "iex (irm https://example.com/x.ps1)")],
    "undecided hardening at source.script, line 2: what the script does to the RDP listener cannot be read: Invoke-Expression runs a text that is not known: the output of a command is not known",
  ],
])("%s is undecided", async (_, declared, expected) => {
  expect(await verdicts(rule, [machine("web"), ...declared])).toEqual([expected]);
});

test("harm on a machine that may be no RDP host is undecided", async () => {
  const found = await verdicts(rule, [
    machine("web", { tags: { rdp904: unknownValue } }),
    script(set("SecurityLayer", 0)),
  ]);
  expect(found).toEqual([
    expect.stringMatching(/^undecided web .*if RDP is meant for it: tag rdp904 is not known yet$/),
  ]);
});
