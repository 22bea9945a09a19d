import type { RdpService } from "../../../../policies/model/guest-script/facts";
import { readGuestScript, type ScriptOrigin } from "../../../../policies/model/guest-script/read-guest-script";
import { servicesAfterwards } from "../../../../policies/model/guest-script/services/after";

/** "disabled TermService", "perhaps KeyIso", "unresolved …", in the order of the script. */
async function told(script: string, shell: ScriptOrigin["shell"] = "powershell"): Promise<string[]> {
  const facts = await readGuestScript(script, { shell });
  const { disabled, perhaps } = servicesAfterwards(facts);
  const open = facts.flatMap((fact) =>
    fact.kind === "unresolved" && (fact.topic === "services" || fact.topic === "any") ? [`unresolved ${fact.why}`] : [],
  );
  return [
    ...disabled.map(({ service }) => `disabled ${service}`),
    ...perhaps.map(({ service }) => `perhaps ${service}`),
    ...open,
  ];
}

const inPowerShell: [string, RdpService][] = [
  ["Set-Service -Name TermService -StartupType Disabled", "TermService"],
  ["set-service termservice -startuptype disabled", "TermService"],
  ["Set-Service 'SessionEnv' -StartMode Disabled", "SessionEnv"],
  ["Set-Service -StartupType:Disabled -Name:KeyIso", "KeyIso"],
  ["Set-Service TermService -StartupType ([System.ServiceProcess.ServiceStartMode]::Disabled)", "TermService"],
  ["$s = @{ Name = 'CryptSvc'; StartupType = 'Disabled' }\nSet-Service @s", "CryptSvc"],
  ["'Spooler', 'TermService' | ForEach-Object { Set-Service $_ -StartupType Disabled }", "TermService"],
  [
    "foreach ($s in @('Spooler', 'CertPropSvc')) { Stop-Service $s; Set-Service $s -StartupType Disabled }",
    "CertPropSvc",
  ],
  ["Get-Service TermService | Set-Service -StartupType Disabled", "TermService"],
  [
    "Get-Service -DisplayName 'Remote Desktop Services' | Stop-Service -PassThru | Set-Service -StartupType Disabled",
    "TermService",
  ],
  ["Get-Service | Where-Object { $_.Name -eq 'SessionEnv' } | Set-Service -StartupType Disabled", "SessionEnv"],
  ["Get-Service | Where-Object Name -eq TermService | Set-Service -StartupType Disabled", "TermService"],
  ["Set-Service -InputObject (Get-Service TermService) -StartupType Disabled", "TermService"],
  [
    "if ((Get-Service TermService).Status -eq 'Running') { Set-Service TermService -StartupType Disabled }",
    "TermService",
  ],
  ["$svc = Get-Service TermService\nSet-Service -Name $svc.Name -StartupType Disabled", "TermService"],
  ["sc.exe config TermService start= disabled", "TermService"],
  ["& sc.exe config 'KeyIso' start= disabled | Out-Null", "KeyIso"],
  ["Start-Process sc.exe -ArgumentList 'config CryptSvc start= disabled' -Wait", "CryptSvc"],
  ["cmd /c 'sc config TermService start= disabled'", "TermService"],
  ["sc.exe delete TermService", "TermService"],
  ["Set-ItemProperty HKLM:\\SYSTEM\\CurrentControlSet\\Services\\TermService -Name Start -Value 4", "TermService"],
  ["reg add HKLM\\SYSTEM\\ControlSet001\\Services\\KeyIso /v Start /t REG_DWORD /d 0x4 /f", "KeyIso"],
  ["Remove-Item HKLM:\\SYSTEM\\CurrentControlSet\\Services\\SessionEnv -Recurse", "SessionEnv"],
  ["Remove-Service -Name SessionEnv", "SessionEnv"],
  [
    "Get-CimInstance Win32_Service -Filter \"Name='TermService'\" | Invoke-CimMethod -MethodName ChangeStartMode -Arguments @{ StartMode = 'Disabled' }",
    "TermService",
  ],
  [
    "Invoke-CimMethod -Query \"SELECT * FROM Win32_Service WHERE Name='KeyIso'\" -MethodName ChangeStartMode -Arguments @{StartMode='Disabled'}",
    "KeyIso",
  ],
  ["(Get-WmiObject Win32_Service -Filter \"Name='TermService'\").ChangeStartMode('Disabled')", "TermService"],
  [
    "$s = gwmi -Query \"select * from Win32_Service where DisplayName like 'Remote Desktop Conf%'\"\n$s.ChangeStartMode('Disabled') | Out-Null",
    "SessionEnv",
  ],
  ["Get-WmiObject Win32_Service -Filter \"Name='CryptSvc'\" | % { $_.Delete() }", "CryptSvc"],
  ["([wmi]\"Win32_Service.Name='TermService'\").ChangeStartMode('Disabled')", "TermService"],
  ["wmic service where \"name='TermService'\" call ChangeStartMode Disabled", "TermService"],
  ["gsv TermService | spsv -PassThru | Set-Service -StartupType Disabled", "TermService"],
  ["gsv Term* | Set-Service -StartupType Disabled", "TermService"],
  ["sc.exe \\\\localhost config TermService start= disabled", "TermService"],
  ["sc.exe \\\\. config TermService start= disabled", "TermService"],
  [
    "gcim Win32_Service | ? Name -eq KeyIso | icim -MethodName ChangeStartMode -Arguments @{StartMode='Disabled'}",
    "KeyIso",
  ],
  ["(gwmi win32_service | ? { $_.Name -eq 'CryptSvc' }).ChangeStartMode('Disabled')", "CryptSvc"],
  ["gwmi win32_service -Filter \"Name like 'Term%'\" | % { $_.ChangeStartMode('Disabled') }", "TermService"],
  ["[pscustomobject]@{ Name = 'TermService'; StartupType = 'Disabled' } | Set-Service", "TermService"],
  [
    "function Off { param([string]$Name) process { Set-Service $Name -StartupType Disabled } }\n[pscustomobject]@{ Id = 1; Name = 'KeyIso' } | Off",
    "KeyIso",
  ],
  ["-split 'Spooler TermService' | % { Set-Service $_ -StartupType Disabled }", "TermService"],
  ["@'\nSpooler\nTermService\n'@ -split '\\r?\\n' | % { Set-Service $_ -StartupType Disabled }", "TermService"],
  ["[Diagnostics.Process]::Start('sc.exe', 'config TermService start= disabled')", "TermService"],
];

test.each(inPowerShell)("%s keeps a service from starting", async (script, service) => {
  expect(await told(script)).toEqual([`disabled ${service}`]);
});

test.each<[string, RdpService]>([
  ["sc config TermService start= disabled", "TermService"],
  ["SC CONFIG termservice START= DISABLED >nul 2>&1", "TermService"],
  ['@echo off\nnet stop TermService /y\nsc config "SessionEnv" start= disabled', "SessionEnv"],
  ["for %%s in (Spooler KeyIso) do sc config %%s start= disabled", "KeyIso"],
  ['wmic service where name="TermService" call changestartmode disabled', "TermService"],
  ["wmic path win32_service where (name='CryptSvc') call delete", "CryptSvc"],
  ['wmic service TermService call ChangeStartMode "Disabled"', "TermService"],
  ['powershell -Command "Set-Service TermService -StartupType Disabled"', "TermService"],
])("%s keeps a service from starting in cmd", async (script, service) => {
  expect(await told(script, "cmd")).toEqual([`disabled ${service}`]);
});

test.each([
  ["a stop alone", "Stop-Service TermService -Force"],
  ["a restart", "Restart-Service -Name TermService -Force"],
  ["net stop and start", "net stop TermService /y; net start TermService"],
  ["another start mode", "Set-Service TermService -StartupType Automatic"],
  ["another service", "Get-Service TermService\nSet-Service W3SVC -StartupType Disabled"],
  ["disabling what a name from outside says beside no word of RDP", "param($n)\nSet-Service $n -StartupType Disabled"],
  [
    "harm that is repaired",
    "Set-Service TermService -StartupType Disabled\nSet-Service TermService -StartupType Manual",
  ],
  [
    "harm that is repaired in another way",
    "sc.exe config TermService start= disabled\nGet-Service TermService | Set-Service -StartupType Automatic",
  ],
  ["the alias of Set-Content", "sc config TermService start= disabled"],
  ["what it would do", "Set-Service TermService -StartupType Disabled -WhatIf"],
  ["another computer", "Set-Service TermService -ComputerName srv2 -StartupType Disabled"],
  ["a comment", "# Set-Service TermService -StartupType Disabled"],
  ["printed text", "Write-Host 'sc config TermService start= disabled'"],
  ["reading", "Get-CimInstance Win32_Service -Filter \"Name='TermService'\" | Select-Object StartMode"],
  ["Start = 3 in the registry", "Set-ItemProperty HKLM:\\SYSTEM\\CurrentControlSet\\Services\\TermService Start 3"],
  [
    "another value of the service",
    "Set-ItemProperty HKLM:\\SYSTEM\\CurrentControlSet\\Services\\TermService ErrorControl 4",
  ],
  [
    "sc query",
    "sc.exe query TermService; sc.exe qc TermService; sc.exe failure TermService reset= 60 actions= restart/5000",
  ],
  ["another computer of sc", "sc.exe \\\\srv02 config TermService start= disabled"],
  ["a query of a computer that is not known", "sc.exe $server qc TermService"],
  [
    "aliases that look and stop",
    "if ((gsv TermService).Status -eq 'Running') { spsv TermService }; gsv TermService | fl",
  ],
  ["a new service that needs it", "New-Service -Name Foo -BinaryPathName foo.exe -DependsOn TermService"],
  [
    "a filter of names that leaves it out",
    "'W3SVC', 'TermService' | ? { $_ -ne 'TermService' } | % { Set-Service $_ -StartupType Disabled }",
  ],
  ["a range that begins a pipeline", "1..3 | ForEach-Object { Restart-Service TermService }"],
  [
    "a filter that leaves it out",
    "Get-Service | Where-Object { $_.Name -notin 'TermService','SessionEnv','KeyIso','CryptSvc','CertPropSvc' -and $_.Status -eq 'Stopped' } | Set-Service -StartupType Disabled",
  ],
])("%s keeps no service from starting", async (_, script) => {
  expect(await told(script)).toEqual([]);
});

test.each([
  [
    "a name from outside beside one of RDP's",
    "param($n)\nRestart-Service TermService\nSet-Service $n -StartupType Disabled",
    "unresolved which service it means is not known: $n comes from outside",
  ],
  [
    "a start mode from outside",
    "param($m)\nSet-Service TermService -StartupType $m",
    "unresolved how TermService starts is not known",
  ],
  [
    "a repair under a condition",
    "Set-Service TermService -StartupType Disabled\nif ($env:ROLE -eq 'jump') { Set-Service TermService -StartupType Automatic }",
    "perhaps TermService",
  ],
  [
    "a program that nobody knows",
    "C:\\tools\\harden.exe /off TermService",
    "unresolved what it does to the service is not known",
  ],
  [
    "code that is hidden",
    "Restart-Service TermService\nInvoke-Expression $code",
    "unresolved Invoke-Expression runs a text that is not known: $code is not set in the script",
  ],
  [
    "a computer that is not known",
    'sc.exe "\\\\$server" config TermService start= disabled',
    "unresolved which computer it means is not known",
  ],
  [
    "what sc does from outside",
    "sc.exe $verb TermService start= disabled",
    "unresolved what it does to the service is not known: $verb is not set in the script",
  ],
  [
    "start= and its value in one word",
    "sc.exe config TermService start=disabled",
    "unresolved whether sc takes start= and its value without a blank between them depends on Windows",
  ],
])("%s is undecided", async (_, script, expected) => {
  expect(await told(script)).toEqual([expected]);
});

test("harm under one side of a condition and repair on the other is undecided", async () => {
  const script =
    "if ($env:ROLE -eq 'web') { Set-Service TermService -StartupType Disabled } else { Set-Service TermService -StartupType Automatic }";
  expect(await told(script)).toEqual(["perhaps TermService"]);
});

test("every disabled service is told once, the last command that does it first", async () => {
  const script =
    "sc.exe config TermService start= disabled\nSet-Service KeyIso -StartupType Disabled\nSet-Service TermService -StartupType Disabled";
  expect((await told(script)).sort()).toEqual(["disabled KeyIso", "disabled TermService"]);
});

const off = "Set-Service TermService -StartupType Disabled";

test.each([
  ["how many files there are", `if (@(gci C:\\x).Count -gt 5) { ${off} }`],
  ["a sum of a loop", `$n = 0; foreach ($f in gci C:\\x) { $n += 1 }; if ($n -gt 3) { ${off} }`],
  ["a counter of a pipeline", `$n = 0; gci C:\\x | % { $n++ }; if ($n -gt 3) { ${off} }`],
  ["an entry that is counted", `$h = @{ n = 0 }; Get-Foo | % { $h.n++ }; if ($h.n -gt 0) { ${off} }`],
  ["entries with keys from outside", `$h = @{}; Get-Foo | % { $h[$_] = 1 }; if ($h.Count -gt 0) { ${off} }`],
  ["digits in a text", `$x = '5'; if ($x -gt 10) { ${off} }`],
  [
    "a truth that stays as it was where the try fails",
    `$ok = $false; try { Get-Foo; $ok = $true } catch { }; if (-not $ok) { ${off} }`,
  ],
  ["a truth of a dot-sourced block", `$ok = $false; . { $ok = $true }; if ($ok) { ${off} }`],
  ["a variable that a method gets by reference", `$r = 0; [int]::TryParse($env:X, [ref]$r); if ($r -gt 0) { ${off} }`],
  ["a variable that takes the output", `$r = $null; Get-Foo -OutVariable r | Out-Null; if ($r) { ${off} }`],
  ["steps by more than one", `for ($i = 1; $i -le 10; $i += 3) { if ($i -eq 4) { ${off} } }`],
  ["the rounds after the last that is counted", `for ($i = 0; $i -lt 300; $i++) { if ($i -eq 250) { ${off} } }`],
  [
    "an item before that is left out",
    "foreach ($i in 'x', 'TermService') { if ($i -eq 'x') { continue }; Set-Service $i -StartupType Disabled }",
  ],
  ["the value of a switch", `$m = 'off'; switch ($m) { on { Restart-Service TermService } off { ${off}; break } }`],
  ["a pattern of a switch", `switch -Regex ('TermService') { 'mSer' { ${off} } }`],
  [
    "each value of a switch",
    "switch ('x', 'TermService') { 'x' { continue } default { Set-Service $_ -StartupType Disabled } }",
  ],
  ["an item that is replaced", "$a = 'x', 'y'; $a[1] = 'TermService'; $a | % { Set-Service $_ -StartupType Disabled }"],
  [
    "an entry that grows",
    "$h = @{ s = @('TermService') }; $h.s += 'x'; $h.s | % { Set-Service $_ -StartupType Disabled }",
  ],
])("no condition on %s hides what it lets through", async (_, script) => {
  expect(await told(script)).toEqual(["disabled TermService"]);
});

test.each([
  ["another value of a switch", `$m = 'on'; switch ($m) { 'on' { Restart-Service TermService } 'off' { ${off} } }`],
  [
    "a switch that leaves it out",
    "switch ('x', 'TermService') { 'TermService' { } default { Set-Service $_ -StartupType Disabled } }",
  ],
  ["a count that is not reached", `for ($i = 0; $i -lt 0; $i++) { ${off} }`],
  [
    "an item that is taken out of a list",
    "[Collections.ArrayList]$l = 'x', 'TermService'; $l.Remove('TermService'); $l | % { Set-Service $_ -StartupType Disabled }",
  ],
  [
    "an item that a loop leaves out",
    "foreach ($i in 'x', 'TermService') { if ($i -match '^Term') { continue }; Set-Service $i -StartupType Disabled }",
  ],
])("%s keeps no service from starting", async (_, script) => {
  expect(await told(script)).toEqual([]);
});
