import { readGuestScript } from "../../../../policies/model/guest-script/read-guest-script";
import { told } from "./verdict-of";

const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";

test.each([
  ["line feeds", "\n"],
  ["carriage returns and line feeds", "\r\n"],
  ["carriage returns, which end a line and its comment too", "\r"],
])("each command is told with its line, in the order in which it runs: %s", async (_, lineEnd) => {
  const script = [
    `$keys = Join-Path $env:ProgramData 'Microsoft\\Crypto\\RSA\\MachineKeys'`,
    "# takes it over",
    "takeown /f $keys /a /r",
    "icacls $keys `",
    "    /reset /t",
    "icacls $keys /t /grant 'NETWORK SERVICE:(R)'",
    "Get-ChildItem $keys | Remove-Item",
  ].join(lineEnd);
  expect(await told(script)).toEqual([
    `3 takeown takes-over-keys ${keys}`,
    `4 icacls /reset resets-key-acl ${keys}`,
    `6 icacls grants-key-access ${keys}`,
    `7 Remove-Item empties-keys ${keys}\\*`,
  ]);
});

test("what is nested in a command stands at the line of that command", async () => {
  const script = `Write-Host start\npowershell -Command "\n  icacls ${keys} /reset\n"`;
  expect(await told(script)).toEqual([`2 icacls /reset resets-key-acl ${keys}`]);
});

test("a function's commands stand where they are written, as often as it is called", async () => {
  const script = `function f($p) {\n  icacls $p /reset\n}\nf ${keys}\nf C:\\inetpub\nf ${keys}`;
  expect(await told(script)).toEqual(Array(2).fill(`2 icacls /reset resets-key-acl ${keys}`));
});

test("the lines of a file that a switch reads are not known", async () => {
  const script = (path: string): string => `switch -Regex -File C:\\list.txt { '^C' { icacls ${path} /reset } }`;
  expect(await told(script(keys))).toEqual([`1 icacls /reset resets-key-acl ${keys}`]);
  expect(await told(`$keys = '${keys}'\n${script("$_")}`)).toEqual(["2 icacls unresolved it depends on a condition"]);
});

test.each([
  ["a variable that nobody sets", `icacls "${keys}\\$name" /reset`, "$name is not set in the script"],
  ["a parameter without a value", `param($p)\nicacls "${keys}\\$p" /reset`, "$p comes from outside"],
  [
    "an unknown environment variable",
    `icacls "${keys}\\$env:ROLE" /reset`,
    "the environment variable role is not known",
  ],
  ["a path beside a mention of keys", `Get-Acl ${keys}\nRemove-Item $x`, "$x is not set in the script"],
  ["a file that the command restores", `icacls ${keys} /restore x.acl`, "what /restore does is not known"],
  ["options that are not known", `icacls ${keys} $options`, "one of its options is not known"],
  ["an unknown method", `(Get-Item ${keys}).Frobnicate()`, "what it does to the key folder is not known"],
])("%s leaves the reason", async (_, script, why) => {
  const facts = await told(script);
  expect(facts).toHaveLength(1);
  expect(facts[0]).toContain(`unresolved ${why}`);
});

test.each([
  ["Get-Acl and Format-List", `Get-Acl ${keys} | Format-List`],
  ["Test-Path", `if (Test-Path ${keys}) { 'there' }`],
  ["icacls without a change", `icacls ${keys} /t /c`],
  ["icacls /save", `icacls ${keys} /save keys.acl /t`],
  ["printing", `Write-Host "icacls ${keys} /reset"`],
  ["a comment", `# Remove-Item ${keys}`],
  ["a path elsewhere", "Remove-Item C:\\ProgramData\\Contoso -Recurse"],
  ["an unknown path in a script that never speaks of keys", "param($p)\nicacls $p /reset"],
])("%s is no fact", async (_, script) => {
  expect(await told(script)).toEqual([]);
});

test("nothing of a script but names and key folders stands in its facts", async () => {
  const secret = "Pa55word-example";
  const script = `Foo-${secret}! ${keys} ${secret}\nicacls "${keys}\\${secret}!" /reset\n& "C:\\${secret}!.exe" ${keys}`;
  expect(JSON.stringify(await told(script))).not.toContain(`${secret}!`);
});

test("a folder that stands in the parameters alone is seen", async () => {
  const script = "param($folder)\nRemove-Item $folder -Recurse";
  const parameters = { folder: "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys" };
  const kinds = (facts: readonly { kind: string }[]): string[] => facts.map(({ kind }) => kind);
  expect(kinds(await readGuestScript(script, { shell: "powershell", parameters }))).toEqual(["deletes-keys"]);
  expect(kinds(await readGuestScript(script, { shell: "powershell" }))).toEqual([]);
});

test("a script that speaks of several topics is read for each of them", async () => {
  const script = [
    "icacls C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys /reset",
    "reg add 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp' /v SecurityLayer /d 0",
  ].join("\n");
  const facts = await readGuestScript(script, { shell: "powershell" });
  expect(facts.map(({ kind }) => kind)).toEqual(["resets-key-acl", "sets-registry-value"]);
});

test.each([
  ["a parameter of a batch file", "@copy %~dp0a b\r\n"],
  ["a short name in a variable's name", "if (${C:\\PROGRA~1\\x}) { 1 }\n"],
  ["a number behind it", "function a~9 { 1 }\n"],
  ["a variable that is called like a mark", "$x = ${~0}, ${~1}\n"],
  ["a range of marks", "$x = 1 + ~0.99999999\n\n;"],
])("a ~ of the script itself stands for no word: %s", async (_, before) => {
  expect((await told(`${before}icacls ${keys} /reset`)).join()).toMatch(/resets-key-acl|cannot be parsed/);
});

test("names with a ~ are names", async () => {
  const script = `function a~1($p) { icacls $p /reset }\n\${b~2} = '${keys}'\na~1 \${b~2}`;
  expect(await told(script)).toEqual([`1 icacls /reset resets-key-acl ${keys}`]);
});
