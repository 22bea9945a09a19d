import { judged, type KeyVerdict } from "./verdict-of";

const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";
const reset = `${keys} /reset`;

const harmful: readonly (readonly [string, string])[] = [
  ["Process.Start with a program and its line", `[Diagnostics.Process]::Start('icacls', '${reset}')`],
  ["Process.Start of cmd", `[System.Diagnostics.Process]::Start("cmd.exe", "/c icacls ${reset}").WaitForExit()`],
  [
    "ProcessStartInfo with arguments",
    `$i = New-Object Diagnostics.ProcessStartInfo 'icacls', '${reset}'\n[Diagnostics.Process]::Start($i)`,
  ],
  [
    "ProcessStartInfo whose properties are set",
    `$i = New-Object System.Diagnostics.ProcessStartInfo\n$i.FileName = 'icacls.exe'\n$i.Arguments = '${reset}'\n$p = New-Object System.Diagnostics.Process\n$p.StartInfo = $i\n[void]$p.Start()`,
  ],
  [
    "a process whose own settings are set",
    `$p = [Diagnostics.Process]::new()\n$p.StartInfo.FileName = 'icacls'\n$p.StartInfo.Arguments = '${reset}'\n$p.Start()`,
  ],
  [
    "ProcessStartInfo made of a table",
    `[Diagnostics.Process]::Start([Diagnostics.ProcessStartInfo]@{ FileName = 'icacls'; Arguments = '${reset}' })`,
  ],
  [
    "New-Object -Property",
    `[Diagnostics.Process]::Start((New-Object Diagnostics.ProcessStartInfo -Property @{ FileName = 'icacls'; Arguments = '${reset}' }))`,
  ],
  ["WScript.Shell", `(New-Object -ComObject WScript.Shell).Run("icacls ${reset}", 0, $true)`],
  ["Shell.Application", `(New-Object -ComObject Shell.Application).ShellExecute('icacls', '${reset}')`],
  ["the class Win32_Process", `([wmiclass]'Win32_Process').Create('icacls ${reset}')`],
  [
    "Invoke-CimMethod on Win32_Process",
    `Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{ CommandLine = 'icacls ${reset}' }`,
  ],
  ["Invoke-WmiMethod by position", `Invoke-WmiMethod Win32_Process Create 'cmd /c rd /s /q ${keys}'`],
  ["wmic process", `wmic process call create "icacls ${reset}"`],
  ["the initialization of a job", `Start-Job -InitializationScript { icacls ${reset} } -ScriptBlock { 1 }`],
  ["[powershell] with a text", `[powershell]::Create().AddScript('icacls ${reset}').Invoke()`],
  ["[powershell] with a block", `[void][powershell]::Create().AddScript({ icacls ${reset} })`],
  ["$ExecutionContext", `$ExecutionContext.InvokeCommand.InvokeScript('icacls ${reset}')`],
  ["a block of $ExecutionContext", `$ExecutionContext.InvokeCommand.NewScriptBlock('icacls ${reset}').Invoke()`],
  ["Invoke-Command on this computer", `Invoke-Command -ComputerName web01, localhost { icacls ${reset} }`],
  ["Invoke-Command on a computer that is not known", `icm -cn $env:COMPUTERNAME -ScriptBlock { icacls ${reset} }`],
  ["a line that comes into cmd", `'icacls ${reset}' | cmd`],
  ["a script that > writes", `'icacls ${reset}' > C:\\x.cmd\nC:\\x.cmd`],
  ["a function by its variable", `$function:Reset = { icacls ${reset} }\nReset`],
  ["a function by New-Item", `New-Item function:Reset -Value { icacls ${reset} }\nReset`],
  ["a script that New-Item writes", `New-Item -Path C:\\x -Name a.ps1 -Value 'icacls ${reset}'\nC:\\x\\a.ps1`],
  ["forfiles with the name of the file", `forfiles /p ${keys} /c "cmd /c del @file"`],
  ["forfiles with dashes", `forfiles.exe -p "${keys}" -s -m *.* -d -7 -c "cmd /c del @path"`],
  [
    "forfiles from a folder above",
    `forfiles /P C:\\ProgramData\\Microsoft\\Crypto /S /C "cmd /c if @isdir==FALSE del @file"`,
  ],
  ["forfiles in the current folder", `cd ${keys}\nforfiles /d -30 /c "cmd /c del @fname.@ext"`],
  ["FileSystemObject", `(New-Object -ComObject Scripting.FileSystemObject).DeleteFolder('${keys}')`],
];

const harmless: readonly (readonly [string, string])[] = [
  ["Process.Start that saves", `[Diagnostics.Process]::Start('icacls', '${keys} /save C:\\x /t')`],
  ["Invoke-Command on another computer", `Invoke-Command -ComputerName dc01, dc02 -ScriptBlock { icacls ${reset} }`],
  ["forfiles elsewhere", `forfiles /p C:\\Logs /s /d -30 /c "cmd /c del @path"\nGet-Acl ${keys}`],
  ["forfiles that shows", `forfiles /p ${keys} /c "cmd /c echo @file"`],
  ["an answer that comes into cmd", `'y' | cmd /c dir ${keys}`],
  ["a log that > writes", `icacls ${keys} > C:\\keys.log 2>&1`],
  [
    "the output of a process",
    `$i = New-Object Diagnostics.ProcessStartInfo\n$i.FileName = 'icacls'\n$i.Arguments = '${keys}'\n$p = [Diagnostics.Process]::Start($i)\n$p.WaitForExit()\n$p.StandardOutput.ReadToEnd()`,
  ],
];

const unknown: readonly (readonly [string, string])[] = [
  ["a program that is not known", `[Diagnostics.Process]::Start($program, '${reset}')`],
  ["a line that is not known", `Get-Acl ${keys}\n(New-Object -ComObject WScript.Shell).Run($line)`],
  ["what an object of somebody else does", `(New-Object -ComObject Foo.Bar).Frob('${keys}')`],
  ["a drive that leads to the keys", `subst K: C:\\ProgramData\\Microsoft\nicacls K:\\Crypto\\RSA\\MachineKeys /reset`],
  ["a line that somebody else gives to cmd", `Get-Acl ${keys}\nGet-Content x.txt | cmd`],
];

const cases = (verdict: KeyVerdict, list: typeof harmful): (readonly [string, KeyVerdict, string])[] =>
  list.map(([title, script]) => [title, verdict, script]);

test.each([...cases("broken", harmful), ...cases("healthy", harmless), ...cases("undecided", unknown)])(
  "what is started is read: %s is %s",
  async (_, verdict, script) => {
    expect(await judged(script)).toBe(verdict);
  },
);
