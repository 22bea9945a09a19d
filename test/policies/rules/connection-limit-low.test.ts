import { connectionLimitLow as rule } from "../../../policies/rules/connection-limit-low";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { machine, scaleSet, verdicts, words } from "./certificate-stack";

const rdpTcp = "SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
const policyKey = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services";
const limit = (value: unknown, key = rdpTcp): string =>
  `Set-ItemProperty -Path 'HKLM:\\${key}' -Name MaxInstanceCount -Value ${String(value)}`;

function runCommand(script: string, more: Partial<Declared> = {}): Declared {
  return {
    type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    name: "sessions",
    inputs: { vmName: ref("web", "name"), resourceGroupName: "rg", runCommandName: "sessions", source: { script } },
    ...more,
  };
}

const extension = {
  publisher: "Microsoft.Compute",
  type: "CustomScriptExtension",
  settings: { commandToExecute: `reg add "HKLM\\${rdpTcp}" /v MaxInstanceCount /t REG_DWORD /d 0x1 /f` },
};
const customScript: Declared = {
  type: "azure-native:compute:VirtualMachineExtension",
  name: "sessions",
  inputs: { vmName: ref("web", "name"), resourceGroupName: "rg", ...extension },
};

const imageOf = (imageReference: Record<string, unknown>): Declared =>
  machine("web", { storageProfile: { imageReference }, osProfile: { windowsConfiguration: {} } });
const desktop = (sku: unknown): Declared =>
  imageOf({ publisher: "MicrosoftWindowsDesktop", offer: "windows-11", sku, version: "latest" });

test("one connection on a server is broken, and the fact names line, number and what the server is for", async () => {
  expect(await verdicts(rule, [machine("web"), runCommand(`$ErrorActionPreference = 'Stop'\n${limit(1)}`)])).toEqual([
    "broken sessions at source.script, line 2: Set-ItemProperty: the script sets MaxInstanceCount to 1, but Windows Server lets two in to administer it",
  ]);
});

test.each<[string, Declared]>([
  ["reg.exe in an extension", customScript],
  ["the policy's key", runCommand(limit(1, policyKey))],
  ["a policy that wins over the listener's value", runCommand(`${limit(999999)}\n${limit(1, policyKey)}`)],
  ["New-ItemProperty", runCommand(`New-ItemProperty -Force "HKLM:\\${rdpTcp}" MaxInstanceCount -Type DWord -Value 1`)],
  ["a condition, which counts as met", runCommand(`if ($env:ROLE -eq 'kiosk') { ${limit(1)} }`)],
  ["a repair before the harm", runCommand(`${limit(4294967295)}\n${limit(1)}`)],
  [
    "a versioned token",
    runCommand(limit(1), { type: "azure-native:compute/v20240701:VirtualMachineRunCommandByVirtualMachine" }),
  ],
  [
    "a local package's token",
    runCommand(limit(1), {
      type: "azure-native_compute_v20240701:compute:VirtualMachineRunCommandByVirtualMachine",
    }),
  ],
])("one connection on a server is broken through %s, in a preview and once deployed", async (_, declared) => {
  for (const deployed of [false, true]) {
    expect(await words(rule, [machine("web"), declared], { deployed })).toEqual(["broken sessions"]);
  }
});

test("an inline extension of a scale set is found", async () => {
  expect(await words(rule, [scaleSet("farm", [extension])])).toEqual(["broken farm"]);
});

test.each(["win11-24h2-avd", "win11-22h2-avd-m365", "rs5-evd", "20h2-evd-g2"])(
  "two connections are too few for %s, which is there for many",
  async (sku) => {
    expect(await verdicts(rule, [desktop(sku), runCommand(limit(2))])).toEqual([
      "broken sessions at source.script, line 1: Set-ItemProperty: the script sets MaxInstanceCount to 2, but Windows multi-session is there for many at once",
    ]);
  },
);

test.each<[string, readonly Declared[]]>([
  ["a host without scripts", [machine("web")]],
  ["two on a server", [machine("web"), runCommand(limit(2))]],
  ["no limit, as Windows has it", [machine("web"), runCommand(limit("0xFFFFFFFF"))]],
  ["no limit, as a negative number", [machine("web"), runCommand(limit(-1))]],
  ["no limit by policy, which wins", [machine("web"), runCommand(`${limit(1)}\n${limit(999999, policyKey)}`)]],
  ["one on a Windows client", [desktop("win11-24h2-ent"), runCommand(limit(1))]],
  ["ten on Windows multi-session", [desktop("win11-24h2-avd"), runCommand(limit(10))]],
  ["a server product on Windows Server", [imageOf({ publisher: "x", offer: "sql2022-ws2022" }), runCommand(limit(2))]],
  ["a limit that the same script raises", [machine("web"), runCommand(`${limit(1)}\n${limit(50)}`)]],
  [
    "a limit that is taken out again",
    [machine("web"), runCommand(`${limit(1)}\nRemove-ItemProperty 'HKLM:\\${rdpTcp}' MaxInstanceCount`)],
  ],
  ["a value of the same name elsewhere", [machine("web"), runCommand(limit(1, "SOFTWARE\\Contoso"))]],
  ["three where the image does not tell", [imageOf({ id: "/galleries/own" }), runCommand(limit(3))]],
  ["a machine that takes no RDP", [machine("web", { tags: { rdp904: "none" } }), runCommand(limit(1))]],
])("%s is not broken", async (_, declared) => {
  for (const deployed of [false, true]) {
    expect((await words(rule, declared, { deployed })).filter((word) => !word.startsWith("holds"))).toEqual([]);
  }
});

const line = "undecided sessions at source.script, line 1: Set-ItemProperty: Set-ItemProperty: ";
const untold =
  "whether the 1 to which it sets MaxInstanceCount is enough is not known: the image of web does not tell which Windows it holds";
test.each<[string, readonly Declared[], string]>([
  [
    "a number from outside",
    [machine("web"), runCommand(limit("$env:SESSIONS"))],
    `${line}what it sets MaxInstanceCount to is not known: the environment variable sessions is not known`,
  ],
  [
    "zero",
    [machine("web"), runCommand(limit(0))],
    `${line}it sets MaxInstanceCount to 0, of which no document says what it does`,
  ],
  [
    "a repair under a condition",
    [machine("web"), runCommand(`${limit(1)}\nif ($env:FARM) { ${limit(50)} }`)],
    `${line}whether MaxInstanceCount is 1 in the end depends on a condition`,
  ],
  ["one on an image of one's own", [imageOf({ id: "/galleries/own" }), runCommand(limit(1))], `${line}${untold}`],
  ["one on a client whose sku is not known yet", [desktop(unknownValue), runCommand(limit(1))], `${line}${untold}`],
])("%s is undecided", async (_, declared, expected) => {
  expect(await verdicts(rule, declared)).toEqual([expected]);
});

test("a low limit on a machine that may be no RDP host is undecided", async () => {
  expect(await words(rule, [machine("web", { tags: { rdp904: unknownValue } }), runCommand(limit(1))])).toEqual([
    "undecided web",
  ]);
});
