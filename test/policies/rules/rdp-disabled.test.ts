import { rdpDisabled as rule } from "../../../policies/rules/rdp-disabled";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { machine, scaleSet, verdicts, words } from "./certificate-stack";

const server = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server";
const listener = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
const policies = "HKLM:\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services";
const deny = `Set-ItemProperty '${server}' -Name fDenyTSConnections -Value 1`;
const allow = `Set-ItemProperty '${server}' -Name fDenyTSConnections -Value 0`;
const noService = "Set-Service TermService -StartupType Disabled";

function runCommand(name: string, source: unknown, more: Partial<Declared> = {}): Declared {
  return {
    type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    name,
    inputs: { vmName: ref("web", "name"), resourceGroupName: "rg", runCommandName: name, source },
    ...more,
  };
}

const script = (text: string, more: Partial<Declared> = {}): Declared =>
  runCommand("hardening", { script: text }, more);
const command = (commandToExecute: string): Declared => ({
  type: "azure-native:compute:VirtualMachineExtension",
  name: "hardening",
  inputs: {
    vmName: "web-vm",
    resourceGroupName: "rg",
    publisher: "Microsoft.Compute",
    type: "CustomScriptExtension",
    settings: { commandToExecute },
  },
});
const notHosts = { tags: { rdp904: "none" } };

test("a script that switches Remote Desktop off is broken, and the fact names line and command", async () => {
  expect(await verdicts(rule, [machine("web"), script(`Write-Host start\n${deny}`)])).toEqual([
    "broken hardening at source.script, line 2: Set-ItemProperty: the script sets fDenyTSConnections to 1, which switches Remote Desktop off",
  ]);
});

test("a disabled service is broken, and the fact says what it is for", async () => {
  expect(await verdicts(rule, [machine("web"), script("sc.exe config SessionEnv start= disabled")])).toEqual([
    "broken hardening at source.script, line 1: sc: the script disables SessionEnv, which keeps the certificate of the RDP listener",
  ]);
});

test.each<[string, Declared]>([
  [
    "the policy's twin, which wins over the machine's own value",
    script(`Set-ItemProperty '${policies}' fDenyTSConnections 1\n${allow}`),
  ],
  [
    "reg.exe in a command line",
    command(
      'reg add "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server" /v fDenyTSConnections /t REG_DWORD /d 1 /f',
    ),
  ],
  [
    "the method of Remote Desktop's own class",
    script(
      "(Get-WmiObject Win32_TerminalServiceSetting -Namespace root\\cimv2\\TerminalServices).SetAllowTSConnections(0)",
    ),
  ],
  ["the listener's own switch", script(`Set-ItemProperty '${server}\\WinStations\\RDP-Tcp' fEnableWinStation 0`)],
  ["the listener that is removed", script(`Remove-Item '${server}\\WinStations\\RDP-Tcp' -Recurse -Force`)],
  [
    "a key that is made anew without what was in it",
    script(`New-Item '${server}\\WinStations\\RDP-Tcp' -Force | Out-Null\n${allow}`),
  ],
  ["a key above that is made anew", script(`New-Item -Path '${server}' -Force\n${allow}`)],
  ["sc in a command line", command("sc config TermService start= disabled & net stop TermService /y")],
  ["a pipeline", script("Get-Service TermService | Set-Service -StartupType Disabled")],
  [
    "the service's start value in the registry",
    script("Set-ItemProperty HKLM:\\SYSTEM\\CurrentControlSet\\Services\\CryptSvc Start 4"),
  ],
  [
    "a versioned token",
    script(noService, { type: "azure-native:compute/v20240701:VirtualMachineRunCommandByVirtualMachine" }),
  ],
  [
    "a local package's token",
    script(noService, { type: "azure-native_compute_v20240701:compute:VirtualMachineRunCommandByVirtualMachine" }),
  ],
])("%s is found, in a preview and once deployed", async (_, declared) => {
  expect(await words(rule, [machine("web"), declared])).toEqual(["broken hardening"]);
  expect(await words(rule, [machine("web"), declared], { deployed: true })).toEqual(["broken hardening"]);
});

test("the listener's removal is told as what it is", async () => {
  expect(await verdicts(rule, [machine("web"), script(`reg delete "${listener}" /f`)])).toEqual([
    "broken hardening at source.script, line 1: reg: the script takes the RDP listener, or what it consists of, out of the registry",
  ]);
});

test.each([
  ["is made only where it is missing", `if (-not (Test-Path $k)) { New-Item $k -Force }`],
  ["comes back from a file", `Remove-Item $k -Recurse -Force\nregedit /s C:\\rdp.reg`],
  [
    "is written anew",
    `Remove-Item $k -Recurse\nNew-Item $k -Force\nSet-ItemProperty $k LoadableProtocol_Object '{58}'`,
  ],
  ["loses one value", `Remove-ItemProperty $k SSLCertificateSHA1Hash`],
  ["lies beside the one that goes", `Remove-Item "${server}\\WinStations\\Old" -Recurse`],
])("a listener that %s is not told as gone", async (_, text) => {
  expect(await words(rule, [machine("web"), script(`$k = '${server}\\WinStations\\RDP-Tcp'\n${text}`)])).toEqual([
    "holds web",
  ]);
});

test("a switch that is written as a text is undecided", async () => {
  const text = `reg add "${listener.slice(0, listener.indexOf("\\WinStations"))}" /v fDenyTSConnections /d 1 /f`;
  expect(await verdicts(rule, [machine("web"), script(text)])).toEqual([
    "undecided hardening at source.script, line 1: reg: reg: it sets fDenyTSConnections to 1 as a text, and whether Windows takes that for a number is not known",
  ]);
});

test("a scale set's inline extension is found", async () => {
  const farm = scaleSet("farm", [
    {
      publisher: "Microsoft.Compute",
      type: "CustomScriptExtension",
      settings: { commandToExecute: "sc delete TermService" },
    },
  ]);
  expect(await verdicts(rule, [farm])).toEqual([
    "broken farm at virtualMachineProfile.extensionProfile.extensions[0].settings.commandToExecute, line 1: sc: the script removes TermService, which is Remote Desktop itself",
  ]);
});

test("certificate propagation is advisory", async () => {
  const estate = estateOf([machine("web"), script("Set-Service CertPropSvc -StartupType Disabled")]);
  const [verdict] = await rule.judge({ estate, settings: defaultSettings });
  expect(verdict).toMatchObject({ verdict: "broken", level: "advisory" });
});

test.each<[string, Declared[]]>([
  ["a machine that is no RDP host", [machine("web", notHosts), script(`${deny}\n${noService}`)]],
  [
    "a script that switches it on",
    [machine("web"), script(`${allow}\nSet-Service TermService -StartupType Automatic`)],
  ],
  [
    "a script that harms and then repairs",
    [machine("web"), script(`${deny}\n${noService}\n${allow}\nSet-Service TermService -StartupType Manual`)],
  ],
  ["a service that is only stopped", [machine("web"), script("Stop-Service TermService -Force")]],
  ["another service", [machine("web"), command("sc config Spooler start= disabled")]],
  [
    "the machine's value beside a policy that allows",
    [machine("web"), script(`Set-ItemProperty '${policies}' fDenyTSConnections 0\n${deny}`)],
  ],
  ["Azure's built-in Run Commands", [machine("web"), runCommand("nla", { commandId: "DisableNLA" })]],
  ["a host without scripts", [machine("web")]],
  [
    "a repair that waits for the harm",
    [
      machine("web"),
      script(noService),
      runCommand("repair", { script: "Set-Service TermService -StartupType Manual" }, { dependencies: ["hardening"] }),
    ],
  ],
])("%s holds", async (_, declared) => {
  expect((await words(rule, declared)).filter((word) => !word.startsWith("holds"))).toEqual([]);
});

test.each<[string, Declared[], string]>([
  [
    "a value that comes from outside",
    [machine("web"), script(`param($off)\nSet-ItemProperty '${server}' -Name fDenyTSConnections -Value $off`)],
    "undecided hardening at source.script, line 2: Set-ItemProperty: Set-ItemProperty: what it sets fDenyTSConnections to is not known: $off comes from outside",
  ],
  [
    "a repair under a condition",
    [machine("web"), script(`${noService}\nif ($env:ROLE -eq 'jump') { Set-Service TermService -StartupType Manual }`)],
    "undecided hardening at source.script, line 1: Set-Service: Set-Service: whether TermService can start in the end depends on a condition",
  ],
  [
    "two scripts of which neither waits for the other",
    [
      machine("web"),
      script(noService),
      runCommand("repair", { script: "Set-Service TermService -StartupType Manual" }),
    ],
    "undecided hardening at source.script, line 1: Set-Service: Set-Service: it disables TermService, repair enables it, and neither waits for the other",
  ],
  [
    "a machine that may be an RDP host",
    [machine("web", { tags: { rdp904: unknownValue } }), script(noService)],
    "undecided web at tags: the script disables TermService, which is Remote Desktop itself, if RDP is meant for it: tag rdp904 is not known yet",
  ],
])("%s is undecided", async (_, declared, expected) => {
  expect((await verdicts(rule, declared)).filter((word) => !word.startsWith("holds"))).toEqual([expected]);
});

test("a deployment script that hands harm to a machine is undecided where an RDP host may be meant", async () => {
  const handing: Declared = {
    type: "azure-native:resources:AzurePowerShellScript",
    name: "setup",
    inputs: {
      resourceGroupName: "rg",
      scriptContent: `Invoke-AzVMRunCommand -ResourceGroupName rg -VMName web -CommandId RunPowerShellScript -ScriptString '${noService}'`,
    },
  };
  expect(await words(rule, [machine("web"), handing])).toEqual(["holds web", "undecided setup"]);
  expect(await words(rule, [machine("web", notHosts), handing])).toEqual([]);
});
