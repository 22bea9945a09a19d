import { readGuestScript } from "../policies/model/guest-script/read-guest-script";
import { below, oneOf, random } from "./random";
import { spelled, spreadOf } from "./spread";

const scripts = 1_000;
const linesEach = 200;
const rounds = 5;

type Paragraph = (name: string, number: number) => string[];

// What administrators' scripts consist of; none of these says anything about keys.
const ordinary: readonly Paragraph[] = [
  (name) => ["", `# ${name}: see the runbook before changing this part`],
  (name, number) => [`$${name} = Join-Path $env:ProgramFiles "Contoso\\${name}-${number}"`],
  (name) => [
    `if (-not (Test-Path -Path $${name})) {`,
    `    New-Item -ItemType Directory -Path $${name} -Force | Out-Null`,
    "}",
  ],
  (name, number) => [`Write-Output "step ${number}: installing ${name} at $(Get-Date -Format o)"`],
  (name, number) => [
    `$${name}Uri = 'https://packages.example.com/${name}/${number}/setup.msi'`,
    `Invoke-WebRequest -Uri $${name}Uri -OutFile "$env:TEMP\\${name}.msi" -UseBasicParsing`,
    `Start-Process msiexec.exe -ArgumentList '/i', "$env:TEMP\\${name}.msi", '/qn', '/norestart' -Wait`,
  ],
  (name, number) => [
    "try {",
    `    Set-ItemProperty -Path 'HKLM:\\SOFTWARE\\Contoso\\${name}' -Name Level -Value ${number} -Type DWord`,
    `    Start-Service -Name ${name} -ErrorAction Stop`,
    "} catch {",
    `    Write-Error "cannot start ${name}: $($_.Exception.Message)"`,
    "    exit 1",
    "}",
  ],
  (name, number) => [
    `Get-ChildItem "C:\\Logs\\${name}" -Recurse -Filter *.log |`,
    `    Where-Object { $_.LastWriteTime -lt (Get-Date).AddDays(-${number}) } |`,
    "    Remove-Item -Force -ErrorAction SilentlyContinue",
  ],
  (name) => [
    `function Install-${name} {`,
    "    param([Parameter(Mandatory = $true)][string]$Path, [switch]$Force)",
    "    foreach ($feature in 'Web-Server', 'Web-Asp-Net45', 'Web-Mgmt-Tools') {",
    "        Install-WindowsFeature -Name $feature -IncludeManagementTools | Out-Null",
    "    }",
    "}",
  ],
  (name, number) => [
    `$${name}Settings = @{`,
    `    Name = '${name}'`,
    `    Port = ${1000 + number}`,
    "    Tags = @('web', 'prod')",
    "}",
    `New-NetFirewallRule -DisplayName $${name}Settings.Name -Direction Inbound -LocalPort $${name}Settings.Port -Protocol TCP -Action Allow`,
  ],
];

// What has to be read closely.
const closeToKeys: readonly Paragraph[] = [
  (name) => [`icacls "$env:ProgramData\\Contoso\\${name}" /inheritance:r /grant 'SYSTEM:(OI)(CI)F' /t /c`],
  (name) => [
    `$${name}Keys = Join-Path $env:ProgramData 'Microsoft\\Crypto\\RSA\\MachineKeys'`,
    `takeown /f $${name}Keys /a /r`,
    `icacls $${name}Keys /t /c /grant 'NT AUTHORITY\\System:(F)' 'NT AUTHORITY\\NETWORK SERVICE:(R)'`,
  ],
  (name) => [`Get-ChildItem "C:\\ProgramData\\Contoso\\${name}" | ForEach-Object { icacls $_.FullName /reset }`],
];

const letters = "abcdefghijklmnopqrstuvwxyz";

function script(next: () => number, touchesKeys: boolean): string {
  const lines: string[] = [];
  for (;;) {
    const paragraphs = touchesKeys && next() < 0.1 ? closeToKeys : ordinary;
    const name = Array.from({ length: 8 }, () => letters[below(next, letters.length)]!).join("");
    const added = oneOf(next, paragraphs)(name, 1 + below(next, 90));
    if (lines.length + added.length > linesEach) break;
    lines.push(...added);
  }
  while (lines.length < linesEach) lines.push("Write-Output 'done'");
  return lines.join("\n");
}

/** How many of ten scripts touch key folders or ProgramData. */
async function measure(title: string, ofTen: number, seed: number): Promise<void> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const next = random(seed + round);
    const texts = Array.from({ length: scripts }, (_, index) => script(next, index % 10 < ofTen));
    const start = performance.now();
    for (const text of texts) await readGuestScript(text, { shell: "powershell" });
    seconds.push((performance.now() - start) / 1_000);
  }
  console.log(`  ${title}: ${spelled(spreadOf(seconds), "s")}`);
}

/** Reading generated scripts, by how much of them has to be read closely. */
export async function guestScripts(): Promise<void> {
  const start = performance.now();
  await readGuestScript("icacls C:\\ProgramData", { shell: "powershell" });
  console.log(`guest scripts, ${rounds} rounds`);
  console.log(`  loading the parser and reading one line: ${(performance.now() - start).toFixed(0)} ms`);
  const what = `${scripts} scripts of ${linesEach} lines`;
  await measure(`${what}, none of which touches keys`, 0, 1);
  await measure(`${what}, three of ten touch keys or ProgramData`, 3, 2);
  await measure(`${what}, all of which touch keys or ProgramData`, 10, 3);
}
