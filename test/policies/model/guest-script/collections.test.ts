import { judged, told, type KeyVerdict } from "./verdict-of";

const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";
const two = `$p = @('C:\\inetpub', '${keys}')\n`;

test.each<[KeyVerdict, string]>([
  ["broken", `(gci '${keys}').ForEach('Delete')`],
  ["broken", `(gci '${keys}').ForEach({ $_.Delete() })`],
  ["broken", `(gci '${keys}').Where({ $_.Length -gt 0 }).ForEach('Delete')`],
  ["broken", `(gci '${keys}').Where({ $_.Length -gt 0 }) | Remove-Item`],
  ["broken", `('C:\\x', '${keys}').Where({ $_ -like '*Keys' }, 'First').ForEach({ icacls $_ /reset })`],
  ["broken", `([IO.DirectoryInfo]'${keys}').EnumerateFiles().ForEach({ $_.Delete() })`],
  ["broken", `(Get-Item '${keys}').GetFiles('*') | Remove-Item`],
  ["broken", `{ param($p) icacls $p /reset }.Invoke('${keys}')`],
  [
    "broken",
    `$l = New-Object System.Collections.ArrayList\n[void]$l.Add('${keys}')\nforeach ($p in $l) { icacls $p /reset }`,
  ],
  ["broken", `$l = [Collections.Generic.List[string]]::new()\n$l.Add('${keys}')\n$l | % { icacls $_ /reset }`],
  ["healthy", `(gci '${keys}').ForEach('FullName')`],
  ["healthy", `(gci '${keys}').ForEach({ $_.Name })`],
  ["healthy", `(gci '${keys}').Where({ $_.Length -gt 5 }).Count`],
  ["healthy", `('C:\\x', '${keys}').Where({ $_ -notlike '*Keys' }).ForEach({ icacls $_ /reset })`],
  ["healthy", `'C:\\x', '${keys}' | Where-Object { $_ -notlike '*Keys' } | % { icacls $_ /reset }`],
  ["healthy", `$d = New-Object System.IO.DirectoryInfo('${keys}')\n$d.GetFiles() | Select-Object Name`],
])("methods that every collection has: %s: %s", async (verdict, script) => {
  expect(await judged(script)).toBe(verdict);
});

test.each<[KeyVerdict, string]>([
  ["broken", `${two}for ($i = 0; $i -lt $p.Count; $i++) { icacls $p[$i] /reset }`],
  ["broken", `${two}for ($i = $p.Count - 1; $i -ge 0; $i--) { icacls $p[$i] /reset }`],
  ["broken", `${two}$i = 0\nwhile ($i -lt 2) { icacls $p[$i] /reset; $i++ }`],
  ["broken", `${two}$i = 0\ndo { icacls $p[$i] /reset; $i++ } until ($i -ge $p.Count)`],
  ["broken", `${two}0..1 | ForEach-Object { icacls $p[$_] /reset }`],
  ["broken", `${two}foreach ($i in 0..($p.Length - 1)) { icacls $p[$i] /reset }`],
  ["healthy", `$p = @('${keys}', 'C:\\inetpub')\nfor ($i = 1; $i -lt $p.Count; $i++) { icacls $p[$i] /reset }`],
  ["healthy", `1..3 | ForEach-Object { Get-Acl '${keys}' }`],
  ["healthy", `for ($n = 0; $n -lt 500; $n++) { icacls '${keys}' /grant 'NETWORK SERVICE:R'; Start-Sleep 1 }`],
  ["undecided", `${two}icacls $p[$n] /reset`],
  ["undecided", `${two}for ($i = 0; $i -lt $n; $i++) { icacls $p[$i] /reset }`],
  ["undecided", `${two}$i = 0\nwhile ($true) { icacls $p[$i] /reset; $i++; if ($i -ge 2) { break } }`],
])("a list that a loop goes through by index: %s: %s", async (verdict, script) => {
  expect(await judged(script)).toBe(verdict);
});

test("what every round of a loop does is told once", async () => {
  expect(await told(`for ($i = 0; $i -lt 5; $i++) { if ($x) { icacls ${keys} /reset } }`)).toHaveLength(1);
});

test.each<[KeyVerdict, string]>([
  ["broken", `'{"p": "${keys.replaceAll("\\", "\\\\")}"}' | ConvertFrom-Json | % { icacls $_.p /reset }`],
  ["broken", `"Path,Mode\n${keys},x" | ConvertFrom-Csv | % { icacls $_.Path /reset }`],
  ["broken", `[pscustomobject]@{ Path = '${keys}' } | Remove-Item -Recurse`],
  ["broken", `$o = New-Object psobject -Property @{ P = '${keys}' }\nicacls $o.P /reset`],
  ["broken", `$c = @{ paths = @{} }\n$c.paths.keys1 = '${keys}'\nicacls $c.paths.keys1 /reset`],
  ["broken", `icacls ($k = '${keys}') /reset`],
  ["broken", `gci '${keys}' -Name | % { ri "${keys}\\$_" }`],
  ["broken", `gci '${keys}' | % { ri (Join-Path '${keys}' $_.Name) }`],
  ["broken", `gci '${keys}' | Set-Acl -AclObject (Get-Acl C:\\)`],
  [
    "broken",
    `icacls "$([Environment]::GetFolderPath([Environment+SpecialFolder]::CommonApplicationData))\\Microsoft\\Crypto" /reset /t`,
  ],
  ["broken", `[Environment]::SetEnvironmentVariable('K', '${keys}')\nicacls $env:K /reset`],
  ["broken", `icacls "$((Get-Item Env:ProgramData).Value)\\Microsoft\\Crypto" /reset /t`],
  ["broken", `"${keys};C:\\x".Split(';')[0] | % { icacls $_ /reset }`],
  ["broken", `"C:\\x;  ${keys}" -split ';\\s*' | % { icacls $_ /reset }`],
  ["broken", `Invoke-Expression "icacls $([char]34)${keys}$([char]34) /reset"`],
  ["healthy", `Get-Acl '${keys}' | fl`],
  [
    "undecided",
    `New-PSDrive -Name K -PSProvider FileSystem -Root C:\\ProgramData\nRemove-Item K:\\Microsoft\\Crypto\\RSA\\MachineKeys`,
  ],
])("values that a script puts together: %s: %s", async (verdict, script) => {
  expect(await judged(script)).toBe(verdict);
});
