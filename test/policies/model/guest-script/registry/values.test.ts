import { told } from "../verdict-of";

const listener = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp";
const control = "SYSTEM\\CurrentControlSet\\Control";
const rdpTcp = `${control}\\Terminal Server\\WinStations\\RDP-Tcp`;
const set = (value: string, data: number | string): string => `sets-registry-value ${value} = ${data}`;
const layer = set(`${listener}\\SecurityLayer`, 0);

test.each([
  ["Set-ItemProperty", `Set-ItemProperty -Path 'HKLM:\\${rdpTcp}' -Name SecurityLayer -Value 0`],
  ["Set-ItemProperty by position", `Set-ItemProperty 'HKLM:\\${rdpTcp}' SecurityLayer 0`],
  ["its alias", `sp HKLM:\\'${rdpTcp}' -n "securitylayer" -v 0x0`],
  [
    "the long root",
    `Set-ItemProperty -LiteralPath "Registry::HKEY_LOCAL_MACHINE\\${rdpTcp}" -Name SecurityLayer -Value 0`,
  ],
  [
    "the provider's whole name",
    `Set-ItemProperty "Microsoft.PowerShell.Core\\Registry::HKLM\\${rdpTcp}" SecurityLayer 0`,
  ],
  [
    "another control set",
    `Set-ItemProperty 'HKLM:\\${rdpTcp.replace("CurrentControlSet", "ControlSet001")}' SecurityLayer 0`,
  ],
  ["slashes", `Set-ItemProperty 'HKLM:/${rdpTcp.replaceAll("\\", "/")}/' SecurityLayer 0`],
  [
    "New-ItemProperty",
    `New-ItemProperty -Path 'HKLM:\\${rdpTcp}' -Name SecurityLayer -PropertyType DWord -Value 0 -Force | Out-Null`,
  ],
  ["a cast", `Set-ItemProperty 'HKLM:\\${rdpTcp}' SecurityLayer ([int]'0')`],
  ["a truth", `Set-ItemProperty 'HKLM:\\${rdpTcp}' SecurityLayer $false -Type DWord`],
  ["a wildcard", `Set-ItemProperty 'HKLM:\\${control}\\Terminal Server\\WinStations\\RDP*' SecurityLayer 0`],
  [
    "a folder",
    `Push-Location 'HKLM:\\${control}'; Set-ItemProperty '.\\Terminal Server\\WinStations\\RDP-Tcp' SecurityLayer 0; Pop-Location`,
  ],
  ["the pipeline", `Get-Item 'HKLM:\\${rdpTcp}' | Set-ItemProperty -Name SecurityLayer -Value 0`],
  ["splatting", `$p = @{ Path = 'HKLM:\\${rdpTcp}'; Name = 'SecurityLayer'; Value = 0 }\nSet-ItemProperty @p`],
  [
    "a function",
    `function Set-Reg($k, $n, $v) { if (-not (Test-Path $k)) { New-Item $k -Force }; New-ItemProperty -Path $k -Name $n -Value $v -Force }\nSet-Reg 'HKLM:\\${rdpTcp}' 'SecurityLayer' 0`,
  ],
  ["reg add", `reg add "HKLM\\${rdpTcp}" /v SecurityLayer /t REG_DWORD /d 0 /f`],
  [
    "reg.exe with its folder",
    `& "$env:SystemRoot\\System32\\reg.exe" ADD "HKEY_LOCAL_MACHINE\\${rdpTcp}" /f /d 0x00 /t REG_DWORD /v SecurityLayer`,
  ],
  ["cmd before a quoted key", `cmd /c reg add "HKLM\\${rdpTcp}" /v SecurityLayer /t REG_DWORD /d 0 /f`],
  ["cmd with one word", `cmd "/c reg add \`"HKLM\\${rdpTcp}\`" /v SecurityLayer /t REG_DWORD /d 0 /f"`],
  ["cmd in PowerShell", `cmd /c "reg add ""HKLM\\${rdpTcp}"" /v SecurityLayer /t REG_DWORD /d 0 /f"`],
  [
    "Start-Process",
    `Start-Process reg.exe -ArgumentList 'add "HKLM\\${rdpTcp}" /v SecurityLayer /t REG_DWORD /d 0 /f' -Wait`,
  ],
  ["the class Registry", `[Microsoft.Win32.Registry]::SetValue("HKEY_LOCAL_MACHINE\\${rdpTcp}", "SecurityLayer", 0)`],
  [
    "the class Registry of a namespace",
    `using namespace Microsoft.Win32\n[Registry]::SetValue("HKEY_LOCAL_MACHINE\\${rdpTcp}", "SecurityLayer", 0)`,
  ],
  [
    "a drive of one's own",
    `New-PSDrive -Name TS -PSProvider Registry -Root 'HKEY_LOCAL_MACHINE\\${control}\\Terminal Server' | Out-Null\nSet-ItemProperty TS:\\WinStations\\RDP-Tcp SecurityLayer 0`,
  ],
  [
    "a folder on a drive of one's own",
    `New-PSDrive R Registry 'Registry::HKLM\\SYSTEM'; cd R:; Set-ItemProperty '.\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp' SecurityLayer 0`,
  ],
  [
    "an open key",
    `$k = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey("${rdpTcp}", $true); $k.SetValue("SecurityLayer", 0, [Microsoft.Win32.RegistryValueKind]::DWord)`,
  ],
  [
    "a base key",
    `$b = [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]::LocalMachine, 'Registry64')\n$b.OpenSubKey('${control}').CreateSubKey('Terminal Server\\WinStations\\RDP-Tcp').SetValue('SecurityLayer', 0)`,
  ],
  [
    "an item's method",
    `(Get-Item 'HKLM:\\${control}').OpenSubKey('Terminal Server\\WinStations\\RDP-Tcp', $true).SetValue('SecurityLayer', 0)`,
  ],
  [
    "StdRegProv",
    `Invoke-CimMethod -Namespace root/default -ClassName StdRegProv -MethodName SetDWORDValue -Arguments @{ hDefKey = [uint32]'0x80000002'; sSubKeyName = '${rdpTcp}'; sValueName = 'SecurityLayer'; uValue = [uint32]0 }`,
  ],
  [
    "StdRegProv as an object",
    `$reg = [wmiclass]'\\\\.\\root\\default:StdRegProv'\n$reg.SetDWORDValue(2147483650, '${rdpTcp}', 'SecurityLayer', 0)`,
  ],
  [
    "Win32_TSGeneralSetting",
    `(Get-WmiObject -Class Win32_TSGeneralSetting -Namespace root\\cimv2\\TerminalServices -Filter "TerminalName='RDP-Tcp'").SetSecurityLayer(0)`,
  ],
  [
    "Invoke-CimMethod",
    `Get-CimInstance -Namespace root/cimv2/TerminalServices -ClassName Win32_TSGeneralSetting | Invoke-CimMethod -MethodName SetSecurityLayer -Arguments @{ SecurityLayer = 0 }`,
  ],
  [
    "WScript.Shell",
    `$s = New-Object -ComObject WScript.Shell\n$s.RegWrite("HKLM\\${rdpTcp}\\SecurityLayer", 0, "REG_DWORD")`,
  ],
  [
    "a .reg file",
    `@"\nWindows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\${rdpTcp}]\n"SecurityLayer"=dword:00000000\n"@ | Out-File C:\\Temp\\rdp.reg\nreg import C:\\Temp\\rdp.reg`,
  ],
])("%s writes a value", async (_, script) => {
  const facts = (await told(script)).map((fact) => fact.replace(/^\d+ \S+ (?=sets-)/, ""));
  expect(facts.filter((fact) => !fact.includes("removes-from-registry contents"))).toEqual([layer]);
});

test.each([
  ["reg add", `reg add "HKLM\\${rdpTcp}" /v SecurityLayer /t REG_DWORD /d 0 /f`],
  ["cmd in cmd", `cmd.exe /c reg add "HKLM\\${rdpTcp}" /v SecurityLayer /t REG_DWORD /d 0 /f`],
  ["cmd in cmd with quotes around all", `cmd /c "reg add "HKLM\\${rdpTcp}" /v SecurityLayer /t REG_DWORD /d 0 /f"`],
  ["variables", `set KEY=HKLM\\${rdpTcp}\nreg add "%KEY%" /v SecurityLayer /t REG_DWORD /d 0 /f`],
  [
    "wmic",
    `wmic /namespace:\\\\root\\cimv2\\TerminalServices PATH Win32_TSGeneralSetting WHERE TerminalName="RDP-Tcp" CALL SetSecurityLayer 0`,
  ],
  [
    "wmic with a name",
    `wmic /namespace:\\\\root\\default class StdRegProv call SetDWORDValue hDefKey="&H80000002", sSubKeyName="${rdpTcp}", sValueName="SecurityLayer", uValue=0`,
  ],
  [
    "echoed lines",
    `echo Windows Registry Editor Version 5.00> rdp.reg\necho [HKEY_LOCAL_MACHINE\\${rdpTcp}]>> rdp.reg\necho "SecurityLayer"=dword:00000000 >> rdp.reg\nregedit /s rdp.reg`,
  ],
])("in cmd, %s writes a value", async (_, script) => {
  const facts = (await told(script, "cmd")).map((fact) => fact.replace(/^\d+ \S+ (?=sets-)/, ""));
  expect(facts).toEqual([layer]);
});

test.each([
  ["a decimal number", "-Value 3390", 3390],
  ["a hexadecimal number", "-Value 0xd3e", 3390],
  ["a number in quotes", "-Value '3390'", 3390],
  ["a negative number", "-Value -1", 4294967295],
  ["a difference", "-Value (3390 - 1)", 3389],
  ["a sum", "-Value (3388 + 1)", 3389],
  ["digits that are joined", "-Value ('338' + '9')", 3389],
  ["a text", "-Value 'abc' -Type String", "abc"],
  ["a list", "-Value 'a','b' -Type MultiString", "a,b"],
  ["an unknown number", "-Value $port", "? ($port is not set in the script)"],
])("%s is told as it is stored", async (_, data, expected) => {
  expect(await told(`Set-ItemProperty 'HKLM:\\${rdpTcp}' -Name PortNumber ${data}`)).toEqual([
    `1 Set-ItemProperty ${set(`${listener}\\PortNumber`, expected)}`,
  ]);
});

test.each([
  [
    "Remove-ItemProperty",
    `Remove-ItemProperty 'HKLM:\\${rdpTcp}' -Name SecurityLayer, UserAuthentication`,
    [`${listener}\\SecurityLayer`, `${listener}\\UserAuthentication`],
  ],
  ["reg delete", `reg delete "HKLM\\${rdpTcp}" /v SecurityLayer /f`, [`${listener}\\SecurityLayer`]],
  [
    "reg delete of a key",
    `reg delete "HKLM\\${control}\\Terminal Server" /f`,
    ["key HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server"],
  ],
  ["Remove-Item", `Remove-Item 'HKLM:\\${rdpTcp}' -Recurse`, [`key ${listener}`]],
  [
    "New-Item -Force, which makes a key anew",
    `New-Item 'HKLM:\\${control}\\Terminal Server\\WinStations' -Name RDP-Tcp -Force`,
    [`contents ${listener}`],
  ],
  [
    "New-Item -Force of a key above",
    `New-Item 'HKLM:\\${control}\\Terminal Server' -Force`,
    ["contents HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server"],
  ],
  ["a .reg text", `Set-Content a.reg "[-HKEY_LOCAL_MACHINE\\${rdpTcp}]"\nreg import a.reg`, [`key ${listener}`]],
])("%s takes values away", async (_, script, expected) => {
  const facts = (await told(script)).map((fact) => fact.replace(/^\d+ \S+ removes-from-registry /, ""));
  expect(facts).toEqual(expected);
});

test("SetAllowTSConnections says the opposite of fDenyTSConnections", async () => {
  const script =
    "(Get-WmiObject Win32_TerminalServiceSetting -Namespace root\\cimv2\\TerminalServices).SetAllowTSConnections(0, 0)";
  expect(await told(script)).toEqual([
    `1 SetAllowTSConnections() ${set("HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\fDenyTSConnections", 1)}`,
  ]);
});

test("an argument of Invoke-CimMethod counts by its name and not by its place", async () => {
  const script =
    "Invoke-CimMethod -Query 'SELECT * FROM Win32_TerminalServiceSetting' -Namespace root/cimv2/TerminalServices -MethodName SetAllowTSConnections -Arguments @{ ModifyFirewallException = 1; AllowTSConnections = 0 }";
  expect(await told(script)).toEqual([
    `1 Invoke-CimMethod ${set("HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\fDenyTSConnections", 1)}`,
  ]);
});

test.each([
  [
    "an unknown key beside Terminal Server",
    `Get-ItemProperty 'HKLM:\\${rdpTcp}'\nSet-ItemProperty $key SecurityLayer 0`,
    "$key is not set in the script",
  ],
  [
    "an unknown end of the key",
    `Set-ItemProperty "HKLM:\\${control}\\Terminal Server\\$x" SecurityLayer 0`,
    "$x is not set in the script",
  ],
  [
    "an unknown name",
    `Set-ItemProperty 'HKLM:\\${rdpTcp}' $name 0`,
    "which value of the key it changes is not known: $name is not set in the script",
  ],
  [
    "a file from elsewhere",
    `Get-Item 'HKLM:\\${rdpTcp}'\nreg import C:\\rdp.reg`,
    "the file that it imports is not part of the script",
  ],
  [
    "a command that nobody knows",
    `Set-PolicyEntry 'HKLM\\${rdpTcp}' SecurityLayer 0`,
    "what it does to the registry is not known",
  ],
  [
    "code that is fetched",
    `Get-Item 'HKLM:\\${rdpTcp}'\niex (irm https://example.com/x.ps1)`,
    "Invoke-Expression runs a text that is not known",
  ],
])("%s leaves the reason", async (_, script, why) => {
  const facts = await told(script);
  expect(facts).toHaveLength(1);
  expect(facts[0]).toContain(`unresolved ${why}`);
});

test.each([
  ["reading", `Get-ItemProperty 'HKLM:\\${rdpTcp}' | Select-Object SecurityLayer; reg query "HKLM\\${rdpTcp}"`],
  [
    "a policy of the domain",
    `Set-GPRegistryValue -Name x -Key 'HKLM\\${rdpTcp}' -ValueName SecurityLayer -Type DWord -Value 0`,
  ],
  [
    "another key",
    `Get-Item 'HKLM:\\${rdpTcp}'; Set-ItemProperty HKLM:\\SOFTWARE\\Contoso -Name SecurityLayer -Value 0`,
  ],
  ["the user's hive", `reg add "HKCU\\${rdpTcp}" /v SecurityLayer /t REG_DWORD /d 0`],
  [
    "an offline system",
    `reg add "HKLM\\OFFLINE\\ControlSet001\\Control\\Terminal Server" /v fDenyTSConnections /t REG_DWORD /d 1`,
  ],
  ["a copy of the key that is kept", `reg copy "HKLM\\${rdpTcp}" HKLM\\SOFTWARE\\Kept /s /f`],
  [
    "a drive of the user's hives",
    `New-PSDrive HKU Registry HKEY_USERS\nSet-ItemProperty 'HKU:\\S-1-5-18\\${rdpTcp}' SecurityLayer 0`,
  ],
  ["another machine", `reg add "\\\\other\\HKLM\\${rdpTcp}" /v SecurityLayer /t REG_DWORD /d 0`],
  ["-WhatIf", `Set-ItemProperty 'HKLM:\\${rdpTcp}' SecurityLayer 0 -WhatIf`],
  ["printing", `Write-Host "reg add HKLM\\${rdpTcp} /v SecurityLayer /d 0"`],
  ["an unknown item that is removed", `Get-Item 'HKLM:\\${rdpTcp}'\nRemove-Item $file -Force`],
  ["an unknown key with another name", `Get-Item 'HKLM:\\${rdpTcp}'\nSet-ItemProperty $key -Name EnableLUA -Value 0`],
])("%s is no fact", async (_, script) => {
  expect(await told(script)).toEqual([]);
});
