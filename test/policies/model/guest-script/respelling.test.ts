import { powerShellParser } from "../../../../policies/model/guest-script/powershell/parser";
import { respell } from "../../../../policies/model/guest-script/powershell/respelling/speller";

test.each([
  ["$env:ProgramData\\Microsoft\\*", "Remove-Item $env:ProgramData\\Microsoft\\* -Recurse"],
  ["a quoted piece in a word", 'netsh add rule name="Remote Desktop" program=$env:windir\\svchost.exe'],
  ["a list with blanks", "Select-Object Name, Id, $other | Format-Table Name, Id -AutoSize"],
  ["a list over lines", "Get-Service W3SVC,\n  WAS"],
  ["units in capitals", "if ($disk.Free -lt 64GB) { 'small' }"],
  [
    "param and a statement in one line",
    "function Write-OK { param([string]$Text) Write-Host $Text -ForegroundColor Green }",
  ],
  ["attributes", "param([Parameter(Mandatory, Position = 0)][ValidateSet('a', 'b')][string]$Name)\nfoo"],
  ["a type within a type", "[NetAPI32+JOIN_TYPE]::DEVICE_JOIN.value__"],
  [".ForEach({ })", "$list.ForEach({ $_.Delete() })"],
  [".Where{ }", "$list.Where{ $_.Name }"],
  ["an empty block", "Describe 'x' -Skip:$true { }"],
  ["a label", ":outer foreach ($x in $y) { continue outer }"],
  ["a switch over lines", "switch -Regex ($x) {\n 'a' { 1 }\n default { 2 }\n}"],
  ["a command that begins like a keyword", "Switch-Xcode -Path x\nForEach-Object { $_ }\nif ($a) { b } Get-Item c"],
  ["a comment in an argument list", "foo a `\n  b # c\n<# d #> bar"],
  ["a here-string", '$x = @"\n  a "quoted" $(Get-Date) `$x\n"@\nfoo'],
  ["a class", "class A { [string]$B; A() { $this.B = 'x' } }\nfoo"],
  ["using", "using namespace System.IO\nparam($x)\nfoo"],
  ["redirections", "foo 2>&1 > out.txt *> $null; (bar) 2>$null"],
  ["stop parsing", 'icacls x --% /grant "NETWORK SERVICE":(R)\nfoo'],
])("the grammar reads %s once it is respelled", async (_, script) => {
  const tree = (await powerShellParser()).parse(respell(script).text);
  expect(tree?.rootNode.hasError).toBe(false);
  tree?.delete();
});

test("words leave marks, those in a row a single one, and comments go", () => {
  const { text, words } = respell("icacls C:\\x /reset # why\nfoo | bar 'a b'");
  expect(text).toBe("~0.2\n~3 | ~4.5");
  expect(words.map(({ parts }) => parts)).toEqual([
    [{ text: "icacls" }],
    [{ text: "C:\\x" }],
    [{ text: "/reset" }],
    [{ text: "foo" }],
    [{ text: "bar" }],
    [{ text: "a b" }],
  ]);
});

test("a place in the respelled text leads back to the script", () => {
  const script = "# comment\n\n  foo a\n$x.Delete()";
  const { text, offsetOf } = respell(script);
  expect(script.slice(offsetOf(text.indexOf("~0"))).startsWith("foo")).toBe(true);
  expect(script.slice(offsetOf(text.indexOf("$x"))).startsWith("$x")).toBe(true);
});

test("attributes go, an index with parentheses stays", () => {
  expect(respell("param([Parameter(Mandatory = $true)][string]$Name)").text).toBe("param([string]$Name)");
  expect(respell("$folders[($last - 1)]").text).toBe("$folders[($last - 1)]");
});
