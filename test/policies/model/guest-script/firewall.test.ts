import { firewallAfterwards } from "../../../../policies/model/guest-script/firewall/after";
import { readGuestScript, type ScriptOrigin } from "../../../../policies/model/guest-script/read-guest-script";

/** "closed by Disable-NetFirewallRule", "domain, private closed by …", "perhaps …", "unresolved …". */
async function told(script: string, shell: ScriptOrigin["shell"] = "powershell"): Promise<string[]> {
  const facts = await readGuestScript(script, { shell });
  const { closed, by, perhaps } = firewallAfterwards([facts]);
  const open = facts.flatMap((fact) =>
    fact.kind === "unresolved" && (fact.topic === "firewall" || fact.topic === "any") ? [`unresolved ${fact.why}`] : [],
  );
  if (!by) return open;
  const where = closed.length === 3 ? "" : `${closed.join(", ")} `;
  return [`${perhaps === undefined ? "" : "perhaps "}${where}closed by ${by.text}`, ...open];
}

const policy = "HKLM:\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall";
const local = "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy";
const builtInText =
  "v2.30|Action=Allow|Active=FALSE|Dir=In|Protocol=6|LPort=3389|App=%SystemRoot%\\system32\\svchost.exe|Svc=termservice|";
const disabling = "Disable-NetFirewallRule -DisplayGroup 'Remote Desktop'";
const blockedPort = "New-NetFirewallRule -DisplayName b -Direction Inbound -Protocol TCP -LocalPort 3389 -Action Block";
const netshOff = 'netsh advfirewall firewall set rule group="remote desktop" new enable=no';

test.each<[string, string]>([
  [disabling, "Disable-NetFirewallRule"],
  ["disable-netfirewallrule -displaygroup:'remote desktop'", "Disable-NetFirewallRule"],
  ["Disable-NetFirewallRule RemoteDesktop-UserMode-In-TCP", "Disable-NetFirewallRule"],
  ["Disable-NetFirewallRule -Name 'RemoteDesktop*'", "Disable-NetFirewallRule"],
  ["Disable-NetFirewallRule -DisplayName 'Remote Desktop - User Mode (TCP-In)'", "Disable-NetFirewallRule"],
  ["Disable-NetFirewallRule -Group '@FirewallAPI.dll,-28752'", "Disable-NetFirewallRule"],
  ["Disable-NetFirewallRule -DisplayGroup Remotedesktop", "Disable-NetFirewallRule"],
  ["Disable-NetFirewallRule -DisplayGroup 'Bureau à distance'", "Disable-NetFirewallRule"],
  ["Disable-NetFirewallRule -DisplayGroup 'Escritorio remoto'", "Disable-NetFirewallRule"],
  ["Disable-NetFirewallRule -DisplayGroup '远程桌面'", "Disable-NetFirewallRule"],
  ["Disable-NetFirewallRule -DisplayGroup 'Удаленный рабочий стол'", "Disable-NetFirewallRule"],
  ["Disable-NetFirewallRule -All", "Disable-NetFirewallRule"],
  ["$g = @{ DisplayGroup = 'Remote Desktop' }\nDisable-NetFirewallRule @g", "Disable-NetFirewallRule"],
  ["Set-NetFirewallRule -DisplayGroup 'Remote Desktop' -Enabled False", "Set-NetFirewallRule"],
  ["Set-NetFirewallRule -Name RemoteDesktop-UserMode-In-TCP -Action Block", "Set-NetFirewallRule"],
  ["Remove-NetFirewallRule -DisplayGroup 'Remote Desktop'", "Remove-NetFirewallRule"],
  ["Remove-NetFirewallRule -All", "Remove-NetFirewallRule"],
  ["Get-NetFirewallRule -DisplayGroup 'Remote Desktop' | Disable-NetFirewallRule", "Disable-NetFirewallRule"],
  [
    "Get-NetFirewallRule | Where-Object { $_.DisplayName -like '*Remote Desktop*' -and $_.Enabled -eq 'True' } | Set-NetFirewallRule -Enabled False",
    "Set-NetFirewallRule",
  ],
  [
    "Get-NetFirewallRule | Where-Object DisplayGroup -eq 'Remote Desktop' | Disable-NetFirewallRule",
    "Disable-NetFirewallRule",
  ],
  [
    "foreach ($r in Get-NetFirewallRule -DisplayGroup 'Remote Desktop') { Disable-NetFirewallRule -Name $r.Name }",
    "Disable-NetFirewallRule",
  ],
  ["'Remote Desktop', 'Telnet' | % { Disable-NetFirewallRule -DisplayGroup $_ }", "Disable-NetFirewallRule"],
  [
    "foreach ($r in Get-NetFirewallRule -DisplayGroup 'Remote Desktop') { $r.Enabled = 'False'; Set-NetFirewallRule -InputObject $r }",
    "Set-NetFirewallRule",
  ],
  [blockedPort, "New-NetFirewallRule"],
  ["New-NetFirewallRule -DisplayName b -Protocol TCP -LocalPort 80,3380-3400 -Action Block", "New-NetFirewallRule"],
  ["New-NetFirewallRule -DisplayName b -Direction Inbound -Action Block", "New-NetFirewallRule"],
  [`Enable-NetFirewallRule -DisplayGroup 'Remote Desktop'\n${blockedPort}`, "New-NetFirewallRule"],
  ["Set-NetFirewallProfile -All -AllowInboundRules False", "Set-NetFirewallProfile"],
  ["Set-NetFirewallProfile -All -AllowInboundRules 0", "Set-NetFirewallProfile"],
  ["Set-NetFirewallProfile -Profile Domain,Private,Public -AllowInboundRules False", "Set-NetFirewallProfile"],
  ["Get-NetFirewallProfile | Set-NetFirewallProfile -AllowInboundRules False", "Set-NetFirewallProfile"],
  ["Set-NetFirewallProfile -AllowLocalFirewallRules False -PolicyStore localhost", "Set-NetFirewallProfile"],
  [`${blockedPort} -PolicyStore localhost`, "New-NetFirewallRule"],
  [netshOff, "netsh"],
  ["netsh advfirewall firewall set rule group='remote desktop' new enable=no", "netsh"],
  ["netsh.exe advfirewall firewall set rule group='@FirewallAPI.dll,-28752' new enable=No | Out-Null", "netsh"],
  ["netsh advfirewall set allprofiles firewallpolicy blockinboundalways,allowoutbound", "netsh"],
  [`cmd /c 'netsh advfirewall firewall delete rule name=all'`, "netsh"],
  [
    `foreach ($p in 'DomainProfile','PrivateProfile','PublicProfile') { Set-ItemProperty "${policy}\\$p" -Name AllowLocalPolicyMerge -Value 0 }`,
    "Set-ItemProperty",
  ],
  [
    `'Domain','Standard','Public' | % { Set-ItemProperty "${local}\\$($_)Profile" DoNotAllowExceptions 1 }`,
    "Set-ItemProperty",
  ],
  [`Set-ItemProperty '${local}\\FirewallRules' RemoteDesktop-UserMode-In-TCP '${builtInText}'`, "Set-ItemProperty"],
  [`Remove-ItemProperty '${local}\\FirewallRules' -Name RemoteDesktop-UserMode-In-TCP`, "Remove-ItemProperty"],
  [`Remove-ItemProperty '${local}\\FirewallRules' -Name RemoteDesktop*`, "Remove-ItemProperty"],
  [
    `New-ItemProperty '${policy}\\FirewallRules' -Name '{1}' -Value 'v2.10|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=x|'`,
    "New-ItemProperty",
  ],
])("%s closes the firewall", async (script, by) => {
  expect(await told(script)).toEqual([`closed by ${by}`]);
});

test.each<[string, string]>([
  [netshOff, "netsh"],
  ['NETSH ADVFIREWALL FIREWALL SET RULE GROUP="Remote Desktop" NEW ENABLE=NO >nul', "netsh"],
  ["netsh advfirewall firewall delete rule all", "netsh"],
  ['netsh advfirewall firewall delete rule "Remote Desktop - User Mode (TCP-In)" dir=in', "netsh"],
  ['netsh -c "advfirewall firewall" set rule group="remote desktop" new enable=no', "netsh"],
  ['netsh adv f s r name="Remote Desktop - User Mode (TCP-In)" dir=in new enable=no', "netsh"],
  ['netsh advfirewall firewall set rule name="Remote Desktop - User Mode (TCP-In)" new action=block', "netsh"],
  ['netsh advfirewall firewall delete rule name="Remote Desktop - User Mode (TCP-In)"', "netsh"],
  ['netsh advfirewall firewall add rule name="no rdp" dir=in action=block protocol=TCP localport=3389', "netsh"],
  ["netsh advfirewall set allprofiles firewallpolicy blockinboundalways,allowoutbound", "netsh"],
  [`powershell -Command "${disabling}"`, "Disable-NetFirewallRule"],
  [
    '@echo off\nfor %%p in (DomainProfile PrivateProfile PublicProfile) do reg add "HKLM\\SOFTWARE\\Policies\\Microsoft\\WindowsFirewall\\%%p" /v AllowLocalPolicyMerge /t REG_DWORD /d 0 /f',
    "reg",
  ],
])("%s closes the firewall in cmd", async (script, by) => {
  expect(await told(script, "cmd")).toEqual([`closed by ${by}`]);
});

test.each([
  ["enabling the group", "Enable-NetFirewallRule -DisplayGroup 'Remote Desktop'"],
  ["enabling it by netsh", 'netsh advfirewall firewall set rule group="remote desktop" new enable=Yes'],
  ["another group", "Disable-NetFirewallRule -DisplayGroup 'Network Discovery'"],
  ["the rule for UDP", "Disable-NetFirewallRule -Name RemoteDesktop-UserMode-In-UDP"],
  ["shadowing", "Disable-NetFirewallRule -Name RemoteDesktop-Shadow-In-TCP"],
  ["another group of Remote Desktop", "Disable-NetFirewallRule -DisplayGroup 'Remote Desktop (WebSocket)'"],
  ["a block of another port", "New-NetFirewallRule -DisplayName smb -Protocol TCP -LocalPort 445 -Action Block"],
  [
    "a block of what goes out",
    "New-NetFirewallRule -DisplayName o -Direction Outbound -Protocol TCP -LocalPort 3389 -Action Block",
  ],
  ["a block over UDP", "netsh advfirewall firewall add rule name=u dir=in action=block protocol=UDP localport=3389"],
  [
    "a block of another program",
    "New-NetFirewallRule -DisplayName p -Program 'C:\\tools\\vnc.exe' -Direction Inbound -Action Block",
  ],
  ["a rule that is off", `${blockedPort} -Enabled False`],
  ["Windows' own default", "Set-NetFirewallProfile -All -Enabled True -DefaultInboundAction Block"],
  ["Windows' own default by netsh", "netsh advfirewall set allprofiles firewallpolicy blockinbound,allowoutbound"],
  ["an open answer to whether rules count", "Set-NetFirewallProfile -All -AllowInboundRules 2"],
  ["all rules that let something out", "netsh advfirewall firewall delete rule all dir=out"],
  ["the firewall off", `Set-NetFirewallProfile -All -Enabled False\n${disabling}`],
  ["harm that is repaired", `${disabling}\nEnable-NetFirewallRule -DisplayGroup 'Remote Desktop'`],
  [
    "harm that netsh repairs",
    `${disabling}\nnetsh advfirewall firewall set rule group="remote desktop" new enable=yes`,
  ],
  ["a block that is removed", `${blockedPort}\nRemove-NetFirewallRule -DisplayName b`],
  [
    "blocking all and heeding the rules again",
    "netsh advfirewall set allprofiles firewallpolicy blockinboundalways,allowoutbound\nnetsh advfirewall set allprofiles firewallpolicy blockinbound,allowoutbound",
  ],
  [
    "an own rule before the built-in ones go",
    `New-NetFirewallRule -DisplayName 'RDP from office' -Protocol TCP -LocalPort 3389 -RemoteAddress 10.0.0.0/8 -Action Allow\n${disabling}`,
  ],
  [
    "an own rule of netsh after the built-in ones went",
    `${netshOff}\nnetsh advfirewall firewall add rule name="RDP office" dir=in action=allow protocol=TCP localport=3389 remoteip=10.0.0.0/8`,
  ],
  ["what it would do", `${disabling} -WhatIf`],
  ["another computer", `${disabling} -CimSession srv2`],
  ["a domain's policy", `${disabling} -PolicyStore 'contoso.com\\servers'`],
  [
    "a rule of a domain's policy that lets it in",
    `New-NetFirewallRule -DisplayName r -LocalPort 3389 -GPOSession $gpo`,
  ],
  ["a file of commands beside no word of RDP", "netsh -f C:\\rules.txt"],
  ["a comment", `# ${disabling}\nGet-NetFirewallRule`],
  ["reading", "Get-NetFirewallRule -DisplayGroup 'Remote Desktop' | Select-Object Name, Enabled"],
  [
    "a filter that leaves it out",
    "Get-NetFirewallRule | Where-Object { $_.DisplayGroup -ne 'Remote Desktop' } | Disable-NetFirewallRule",
  ],
  ["a name from outside beside no word of RDP", "param($n)\nDisable-NetFirewallRule -DisplayName $n"],
  ["local rules heeded by policy", `Set-ItemProperty '${policy}\\PublicProfile' AllowLocalPolicyMerge 1`],
  ["logging", `Set-ItemProperty '${policy}\\PublicProfile\\Logging' LogDroppedPackets 1`],
  ["the clients that the rule lets in", "Set-NetFirewallRule -DisplayGroup 'Remote Desktop' -RemoteAddress 10.0.0.0/8"],
])("%s leaves the firewall open", async (_, script) => {
  expect(await told(script)).toEqual([]);
});

test.each<[string, string, string[]]>([
  [
    "one profile alone",
    `Set-ItemProperty '${policy}\\PublicProfile' AllowLocalPolicyMerge 0`,
    ["public closed by Set-ItemProperty"],
  ],
  [
    "a rule for one profile",
    "Set-NetFirewallRule -DisplayGroup 'Remote Desktop' -Profile Domain",
    ["private, public closed by Set-NetFirewallRule"],
  ],
  ["a block for one profile", `${blockedPort} -Profile Public`, ["public closed by New-NetFirewallRule"]],
  [
    "a repair under a condition",
    `${disabling}\nif ($env:ROLE -eq 'jump') { Enable-NetFirewallRule -DisplayGroup 'Remote Desktop' }`,
    ["perhaps closed by Disable-NetFirewallRule"],
  ],
  [
    "an own rule whose port comes from outside",
    `param($port)\n${disabling}\nNew-NetFirewallRule -DisplayName own -Protocol TCP -LocalPort $port -Action Allow`,
    ["perhaps closed by Disable-NetFirewallRule"],
  ],
  [
    "a block of some clients",
    `${blockedPort} -RemoteAddress 203.0.113.0/24`,
    ["unresolved it blocks RDP from some addresses or interfaces only"],
  ],
  [
    "a block of a port from outside beside RDP's rules",
    "param($port)\nEnable-NetFirewallRule -DisplayGroup 'Remote Desktop'\nNew-NetFirewallRule -DisplayName x -Protocol TCP -LocalPort $port -Action Block",
    ["unresolved whether the rule blocks RDP is not known: $port comes from outside"],
  ],
  [
    "a switch from outside",
    "param($on)\nSet-NetFirewallRule -DisplayGroup 'Remote Desktop' -Enabled $on",
    ["unresolved whether it disables the Remote Desktop rules is not known"],
  ],
  [
    "a name from outside beside RDP's rules",
    "param($n)\nEnable-NetFirewallRule -DisplayGroup 'Remote Desktop'\nDisable-NetFirewallRule -DisplayName $n",
    ["unresolved which rules it changes is not known: $n comes from outside"],
  ],
  [
    "Windows' own rules brought back",
    "netsh advfirewall reset",
    ["unresolved it brings back Windows' own rules, of which those of RDP may be off"],
  ],
  [
    "a block in a domain's policy",
    `$gpo = Open-NetGPO -PolicyStore contoso.com\\servers\n${blockedPort} -GPOSession $gpo`,
    ["unresolved whose policy its rule stands in is not known"],
  ],
  [
    "a block in a domain's policy by its name",
    `${blockedPort} -PolicyStore 'contoso.com\\servers'`,
    ["unresolved whose policy its rule stands in is not known"],
  ],
  [
    "a file of commands beside RDP's rules",
    "netsh -f C:\\rules.txt\nEnable-NetFirewallRule -DisplayGroup 'Remote Desktop'",
    ["unresolved the commands in its file are not known"],
  ],
  [
    "a resource of DSC that gets the built-in rule",
    "Invoke-DscResource Firewall -Method Set -Property @{ Name = 'RemoteDesktop-UserMode-In-TCP'; Enabled = 'False' }",
    ["unresolved what it does to the Remote Desktop rules is not known"],
  ],
  [
    "rules from a file",
    "netsh advfirewall import C:\\fw.wfw",
    ["unresolved the rules that it brings from a file are not known"],
  ],
  [
    "local rules ignored outside a policy",
    "Set-NetFirewallProfile -All -AllowLocalFirewallRules False",
    ["unresolved whether Windows heeds AllowLocalFirewallRules outside a policy is not certain"],
  ],
  [
    "an object of Windows",
    "$fw = New-Object -ComObject HNetCfg.FwPolicy2\n$fw.EnableRuleGroup(7, 'Remote Desktop', $false)",
    ["unresolved what it does to the Remote Desktop rules through an object is not known"],
  ],
  [
    "Windows' own rules brought back by an object",
    "(New-Object -ComObject HNetCfg.FwPolicy2).RestoreLocalFirewallDefaults()",
    ["unresolved it brings back Windows' own rules, of which those of RDP may be off"],
  ],
  [
    "the rules of a service that a filter found",
    "Get-NetFirewallServiceFilter -Service TermService | Get-NetFirewallRule | Disable-NetFirewallRule",
    ["unresolved which rules it changes is not known: the output of a command is not known"],
  ],
  [
    "exceptions that older Windows is to ignore",
    "netsh firewall set opmode enable disable",
    ["unresolved what this command of older Windows leaves of the rules is not known"],
  ],
  [
    "a command of older Windows",
    "netsh firewall set service type=remotedesktop mode=disable",
    ["unresolved what this command of older Windows does to the Remote Desktop rules is not known"],
  ],
  [
    "a rule that a filter found by its port",
    "Get-NetFirewallPortFilter | Where-Object LocalPort -eq 3389 | Get-NetFirewallRule | Disable-NetFirewallRule",
    ["unresolved which rules it changes is not known: the output of a command is not known"],
  ],
  [
    "code that is hidden",
    "Enable-NetFirewallRule -DisplayGroup 'Remote Desktop'\nInvoke-Expression $code",
    ["unresolved Invoke-Expression runs a text that is not known: $code is not set in the script"],
  ],
])("%s is undecided", async (_, script, expected) => {
  expect(await told(script)).toEqual(expected);
});
