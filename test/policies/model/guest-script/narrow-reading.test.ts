import fc from "fast-check";
import type { GuestScriptFact, GuestScriptFacts } from "../../../../policies/model/guest-script/facts";
import { readGuestScript, readWith, topicReaders } from "../../../../policies/model/guest-script/read-guest-script";
import type { Shell } from "../../../../policies/model/guest-script/reading/call";
import { scriptFixtures } from "../../guest-script-fixtures";

const base64 = (script: string): string => Buffer.from(script, "utf16le").toString("base64");
const single = (script: string): string => `'${script.replaceAll("'", "''")}'`;
const plain = (script: string): string => script;

const wrappings: readonly ((script: string) => string)[] = [
  plain,
  plain,
  (script) => `powershell.exe -NoProfile -EncodedCommand ${base64(script)}`,
  (script) => `Invoke-Expression @'\n${script}\n'@`,
  (script) => `& ([scriptblock]::Create(${single(script)}))`,
  (script) => `if ($env:ROLE) {\n${script}\n}`,
  (script) => `$env:ProgramData\n${script}\nRemove-Item "$env:ProgramData\\Contoso\\logs" -Recurse`,
];

// Ways of writing a script differently without a thought for whether it still means the same.
const respellings: readonly ((script: string) => string)[] = [
  plain,
  (script) => script.toUpperCase(),
  (script) => script.replace(/'([^'\n]{2})([^'\n]+)'/g, "('$1' + '$2')"),
  (script) => script.replace(/"([^"\n]{3})([^"\n]+)"/g, '("$1"+"$2")'),
  // Escapes as they may stand in any word; in a variable's name there is none, and the script could not be parsed.
  (script) => script.replace(/(?<!\$[\w:]*)(?<=[a-z])[oi](?=[a-z])/g, "`$&"),
  (script) => script.replace(/^(\w+-\w+)(?= .*)/m, "Set-Alias zz $1\nzz"),
];

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const ports = pick("", "80", "3389", "443,3389", "3000-4000", "Any", "$port", "(3380 + 9)");
const actions = pick("", "Allow", "Block", "$action", "(\"Blo\" + 'ck')");
const ruleNames = pick("web", "rdp", "Remote Desktop*", "$name", "Remote` Desktop");
const option = (name: string, value: string): string => (value === "" ? "" : ` -${name} ${value}`);

const cmdlets = fc
  .tuple(pick("New", "Set", "Enable", "Disable", "Remove", "Get"), ruleNames, ports, actions, pick("", "Inbound"))
  .map(([verb, name, port, action, direction]) => {
    const narrowed = option("LocalPort", port) + option("Action", action) + option("Direction", direction);
    const command = `${verb}-NetFirewallRule -DisplayName "${name}"${narrowed}`;
    return verb === "Get" ? `${command} | Set-Thing` : command;
  });
const splatted = fc
  .tuple(ports, actions)
  .map(
    ([port, action]) =>
      `$rule = @{ DisplayName = 'x'${port && `; LocalPort = '${port}'`}${action && `; Action = '${action}'`} }\nNew-NetFirewallRule @rule`,
  );
const netsh = fc
  .tuple(
    pick("advfirewall firewall", "adv f", "advfirewall"),
    pick(
      "add rule",
      "set rule",
      "delete rule",
      "a r",
      "reset",
      "set allprofiles state",
      "set allprofiles firewallpolicy",
    ),
    pick("name=x", 'group="remote desktop"', "off", "blockinboundalways,allowoutbound", "$what"),
    pick("", "dir=in action=allow", "dir=in action=block", "new enable=no"),
    pick("", "protocol=tcp localport=80", "localport=1-65535 protocol=tcp"),
  )
  .map((words) => `netsh ${words.join(" ")}`);
const profiles = fc
  .tuple(
    pick("Enabled", "AllowInboundRules", "DefaultInboundAction", "AllowLocalFirewallRules"),
    pick("True", "False", "Block", "$x"),
  )
  .map(([name, value]) => `Set-NetFirewallProfile -All -${name} ${value}`);
const folders = pick(
  "",
  "\\Microsoft",
  "\\Contoso",
  "\\Contoso\\..\\Microsoft\\Cry*",
  "\\*",
  "\\M*",
  "\\Micro?oft\\Crypto",
  "\\Microsoft\\Crypto\\RSA",
);
const onFiles = fc
  .tuple(
    pick(
      "Remove-Item -Recurse",
      "icacls",
      "takeown /r /f",
      "Rename-Item -NewName old -Path",
      "Set-Location",
      "Get-Acl",
      "(Get-Item",
    ),
    pick("$env:ProgramData", "C:\\ProgramData", "$env:ALLUSERSPROFILE", "C:\\Progra~3", "C:/ProgramData"),
    folders,
    pick("", "/reset /t"),
  )
  .map(([command, root, folder, more]) =>
    command === "(Get-Item" ? `(Get-Item "${root}${folder}").Delete()` : `${command} "${root}${folder}" ${more}`,
  );
const registry = fc
  .tuple(
    pick("Terminal Server\\WinStations\\RDP-Tcp", "Lsa", "SecurityProviders\\SCHANNEL\\Ciphers\\NULL", "$key"),
    pick("SecurityLayer", "Enabled", "Level"),
  )
  .map(([key, name]) => `Set-ItemProperty "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\${key}" ${name} 0`);
const ordinary = pick(
  "Write-Output 'installing'",
  "param($port, $action, $name, $key)",
  "$port = 8080",
  "$action = 'Allow'",
  "Remove-Item $folder -Recurse",
  "Set-ItemProperty 'HKLM:\\SOFTWARE\\Contoso' Level 3",
  "Invoke-Expression $command",
  "Invoke-DscResource Firewall -Method Set -Property @{ Name = 'RemoteDesktop-UserMode-In-TCP'; Enabled = 'False' }",
  "netsh.exe firewall set service type=remotedesktop mode=disable",
  "netsh -f C:\\rules.txt",
  "netsh http add urlacl url=http://+:80/",
  "# see the runbook on Remote Desktop",
);
const written = fc
  .array(fc.oneof(cmdlets, splatted, netsh, profiles, onFiles, registry, ordinary), { minLength: 1, maxLength: 6 })
  .map((lines): { text: string; shell: Shell } => ({ text: lines.join("\n"), shell: "powershell" }));

const opens = (fact: GuestScriptFact): boolean => fact.kind === "changes-firewall" && fact.effect === "allow-added";
const about = (facts: GuestScriptFacts, firewall: boolean): GuestScriptFacts =>
  facts.filter(
    (fact) => (fact.kind === "changes-firewall" || ("topic" in fact && fact.topic === "firewall")) === firewall,
  );

async function expectNothingMissed(text: string, shell: Shell): Promise<void> {
  const full = await readWith(topicReaders, text, shell);
  expect(await readGuestScript(text, { shell }, true)).toEqual(full);
  const alone = await readGuestScript(text, { shell });
  expect(about(alone, false)).toEqual(about(full, false));
  // What lets something in, and never speaks of RDP, is left out where nothing shuts RDP out.
  if (about(alone, true).length > 0 || !about(full, true).every(opens)) expect(alone).toEqual(full);
}

test("looking for words first misses nothing of any script that is kept as data, however it is spelled and carried", async () => {
  const chosen = fc.tuple(pick(...scriptFixtures), pick(...respellings), pick(...wrappings));
  await fc.assert(
    fc.asyncProperty(chosen, async ([{ text, shell }, respell, wrap]) => {
      await expectNothingMissed(shell === "cmd" ? respell(text) : wrap(respell(text)), shell);
    }),
    { numRuns: 250 },
  );
});

test("looking for words first misses nothing of scripts about firewall, folders and registry", async () => {
  await fc.assert(
    fc.asyncProperty(written, pick(...respellings), pick(...wrappings), async ({ text, shell }, respell, wrap) => {
      await expectNothingMissed(wrap(respell(text)), shell);
    }),
    { numRuns: 400 },
  );
});

test.each<[string, string]>([
  ["a rule for a web server", "New-NetFirewallRule -DisplayName web -Direction Inbound -LocalPort 443 -Action Allow"],
  ["a folder of its own in ProgramData", 'Remove-Item "$env:ProgramData\\Contoso\\logs" -Recurse'],
  ["a rule that netsh adds", "netsh advfirewall firewall add rule name=web dir=in action=allow localport=443"],
])("%s is no reason to parse a script", async (_, script) => {
  const parsing = jest.spyOn(
    jest.requireActual<typeof import("web-tree-sitter")>("web-tree-sitter").Parser.prototype,
    "parse",
  );
  expect(await readGuestScript(script, { shell: "powershell" })).toEqual([]);
  expect(parsing).not.toHaveBeenCalled();
  parsing.mockRestore();
});

test("a rule that may let RDP in is told beside a script that shuts it out", async () => {
  const script = "New-NetFirewallRule -DisplayName all -Direction Inbound -Action Allow";
  expect(await readGuestScript(script, { shell: "powershell" })).toEqual([]);
  expect(await readGuestScript(script, { shell: "powershell" }, true)).toMatchObject([{ effect: "allow-added" }]);
});
