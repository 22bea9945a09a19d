import { firewallClosesRdp as rule } from "../../../policies/rules/firewall-closes-rdp";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { machine, scaleSet, verdicts, words } from "./certificate-stack";

const disabling = "Disable-NetFirewallRule -DisplayGroup 'Remote Desktop'";
const enabling = "Enable-NetFirewallRule -DisplayGroup 'Remote Desktop'";
const ownRule =
  "New-NetFirewallRule -DisplayName office -Protocol TCP -LocalPort 3389 -RemoteAddress 10.0.0.0/8 -Action Allow";
const policies = "HKLM:\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall";
const notHosts = { tags: { rdp904: "none" } };

function script(text: string, more: Partial<Declared> = {}): Declared {
  const name = more.name ?? "hardening";
  return {
    type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    inputs: { vmName: ref("web", "name"), resourceGroupName: "rg", runCommandName: name, source: { script: text } },
    ...more,
    name,
  };
}

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

test.each<[string, string]>([
  [disabling, "Disable-NetFirewallRule: the script disables the Remote Desktop rules of Windows Firewall"],
  [
    "Remove-NetFirewallRule -Group '@FirewallAPI.dll,-28752'",
    "Remove-NetFirewallRule: the script removes the Remote Desktop rules of Windows Firewall",
  ],
  [
    "Set-NetFirewallRule -DisplayGroup 'Remote Desktop' -Action Block",
    "Set-NetFirewallRule: the script turns the Remote Desktop rules of Windows Firewall into ones that block",
  ],
  [
    "New-NetFirewallRule -DisplayName no -Protocol TCP -LocalPort 3389 -Action Block",
    "New-NetFirewallRule: the script lets a rule of Windows Firewall block RDP",
  ],
  [
    "netsh advfirewall set allprofiles firewallpolicy blockinboundalways,allowoutbound",
    "netsh: the script lets Windows Firewall block all that comes in, whatever its rules allow",
  ],
  [
    `'Domain', 'Private', 'Public' | % { Set-ItemProperty "${policies}\\$($_)Profile" AllowLocalPolicyMerge 0 }`,
    "Set-ItemProperty: the script lets Windows Firewall ignore local rules, those of Remote Desktop among them",
  ],
])("%s is broken, and the fact says what it does", async (text, fact) => {
  expect(await verdicts(rule, [machine("web"), script(text)])).toEqual([
    `broken hardening at source.script, line 1: ${fact}`,
  ]);
});

test.each<[string, Declared]>([
  ["netsh in a command line", command('netsh advfirewall firewall set rule group="remote desktop" new enable=no')],
  ["PowerShell in a command line", command(`powershell -Command "${disabling}"`)],
  ["a pipeline", script("Get-NetFirewallRule -DisplayName 'Remote Desktop*' | Disable-NetFirewallRule")],
  [
    "an own rule beside a block, which wins",
    script(`${ownRule}\nSet-NetFirewallRule -DisplayName office -Action Block`),
  ],
  [
    "a versioned token",
    script(disabling, { type: "azure-native:compute/v20240701:VirtualMachineRunCommandByVirtualMachine" }),
  ],
  [
    "a local package's token",
    script(disabling, { type: "azure-native_compute_v20240701:compute:VirtualMachineRunCommandByVirtualMachine" }),
  ],
])("%s is found, in a preview and once deployed", async (_, declared) => {
  expect(await words(rule, [machine("web"), declared])).toEqual(["broken hardening"]);
  expect(await words(rule, [machine("web"), declared], { deployed: true })).toEqual(["broken hardening"]);
});

test("a scale set's inline extension is found", async () => {
  const farm = scaleSet("farm", [
    {
      publisher: "Microsoft.Compute",
      type: "CustomScriptExtension",
      settings: {
        commandToExecute: 'netsh advfirewall firewall delete rule name="Remote Desktop - User Mode (TCP-In)"',
      },
    },
  ]);
  expect(await verdicts(rule, [farm])).toEqual([
    "broken farm at virtualMachineProfile.extensionProfile.extensions[0].settings.commandToExecute, line 1: netsh: the script removes the Remote Desktop rules of Windows Firewall",
  ]);
});

test.each<[string, Declared[]]>([
  ["a machine that is no RDP host", [machine("web", notHosts), script(disabling)]],
  ["a script that opens it", [machine("web"), script(enabling)]],
  ["a script that harms and then repairs", [machine("web"), script(`${disabling}\n${enabling}`)]],
  ["an own rule that stays", [machine("web"), script(`${ownRule}\n${disabling}`)]],
  ["another group", [machine("web"), command('netsh advfirewall firewall set rule group="telnet" new enable=no')]],
  ["a default that blocks", [machine("web"), script("Set-NetFirewallProfile -All -DefaultInboundAction Block")]],
  ["a host without scripts", [machine("web")]],
  [
    "a repair that waits for the harm",
    [machine("web"), script(disabling), script(enabling, { name: "repair", dependencies: ["hardening"] })],
  ],
  [
    "an own rule of a script that the harm waits for",
    [machine("web"), script(ownRule, { name: "office" }), script(disabling, { dependencies: ["office"] })],
  ],
  [
    "a rule of another script that lets everything in and does not speak of RDP",
    [
      machine("web"),
      script("New-NetFirewallRule -DisplayName all -Direction Inbound -Action Allow", { name: "all" }),
      script(disabling, { dependencies: ["all"] }),
    ],
  ],
  [
    "a rule that the policy brings which ignores the machine's own",
    [
      machine("web"),
      script(
        [
          `'Domain', 'Private', 'Public' | % { Set-ItemProperty "${policies}\\$($_)Profile" AllowLocalPolicyMerge 0 }`,
          `Set-ItemProperty '${policies}\\FirewallRules' rdp 'v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|'`,
        ].join("\n"),
      ),
    ],
  ],
])("%s holds", async (_, declared) => {
  expect((await words(rule, declared)).filter((word) => !word.startsWith("holds"))).toEqual([]);
});

test.each<[string, Declared[], string]>([
  [
    "one profile alone",
    [machine("web"), script(`Set-ItemProperty '${policies}\\PublicProfile' AllowLocalPolicyMerge 0`)],
    "undecided hardening at source.script, line 1: Set-ItemProperty: Set-ItemProperty: for the public profile alone it lets Windows Firewall ignore local rules, those of Remote Desktop among them, and which profile the network has is not known",
  ],
  [
    "a repair under a condition",
    [machine("web"), script(`${disabling}\nif ($env:ROLE -eq 'jump') { ${enabling} }`)],
    "undecided hardening at source.script, line 1: Disable-NetFirewallRule: Disable-NetFirewallRule: whether Windows Firewall lets RDP in in the end depends on a condition",
  ],
  [
    "two scripts of which neither waits for the other",
    [machine("web"), script(disabling), script(enabling, { name: "repair" })],
    "undecided hardening at source.script, line 1: Disable-NetFirewallRule: Disable-NetFirewallRule: it disables the Remote Desktop rules of Windows Firewall, repair repairs it, and neither waits for the other",
  ],
  [
    "a machine that may be an RDP host",
    [machine("web", { tags: { rdp904: unknownValue } }), script(disabling)],
    "undecided web at tags: the script disables the Remote Desktop rules of Windows Firewall, if RDP is meant for it: tag rdp904 is not known yet",
  ],
  [
    "a script that moves RDP to another port",
    [
      machine("web"),
      script(
        [
          "Set-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp' PortNumber 3390",
          "New-NetFirewallRule -DisplayName rdp -Protocol TCP -LocalPort 3390 -Action Allow",
          disabling,
        ].join("\n"),
      ),
    ],
    "undecided hardening at source.script, line 3: Disable-NetFirewallRule: Disable-NetFirewallRule: it disables the Remote Desktop rules of Windows Firewall, and whether another rule admits RDP at the port that a script moves it to is not known",
  ],
  [
    "rules from a file",
    [machine("web"), script("netsh advfirewall import C:\\fw.wfw")],
    "undecided hardening at source.script, line 1: netsh: netsh: the rules that it brings from a file are not known",
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
      scriptContent: `Invoke-AzVMRunCommand -ResourceGroupName rg -VMName web -CommandId RunPowerShellScript -ScriptString "${disabling}"`,
    },
  };
  expect(await words(rule, [machine("web"), handing])).toEqual(["holds web", "undecided setup"]);
  expect(await words(rule, [machine("web", notHosts), handing])).toEqual([]);
});
