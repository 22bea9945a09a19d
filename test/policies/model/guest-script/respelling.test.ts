import fc from "fast-check";
import { powerShellParser } from "../../../../policies/model/guest-script/powershell/parser";
import type { SyntaxNode } from "../../../../policies/model/guest-script/powershell/syntax-node";
import type { Fragment } from "../../../../policies/model/guest-script/powershell/respelling/fragment";
import { respell } from "../../../../policies/model/guest-script/powershell/respelling/speller";
import { scriptFixtures } from "../../guest-script-fixtures";

const texts = (fragments: readonly Fragment[]): string[] => fragments.map(({ text }) => text);

async function parsed<T>(text: string, look: (root: SyntaxNode) => T): Promise<T> {
  return look((await powerShellParser()).parse(text, { reports: 0 })!);
}
const errorsIn = (text: string): Promise<boolean> => parsed(text, (root) => root.hasError);

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
  [
    "a switch over the lines of a file",
    "switch -Regex -File $path { 'a' { 1 } }\nswitch -file C:\\x.ini -exact {\n b { 2 }\n}",
  ],
  ["a command that begins like a keyword", "Switch-Xcode -Path x\nForEach-Object { $_ }\nif ($a) { b } Get-Item c"],
  ["a comment in an argument list", "foo a `\n  b # c\n<# d #> bar"],
  ["a here-string", '$x = @"\n  a "quoted" $(Get-Date) `$x\n"@\nfoo'],
  ["a class", "class A { [string]$B; A() { $this.B = 'x' } }\nfoo"],
  ["using", "using namespace System.IO\nparam($x)\nfoo"],
  ["redirections", "foo 2>&1 > out.txt *> $null; (bar) 2>$null"],
  ["other blanks than the plain one", "foo\u00a0a\u2003'b'\v$c\u3000-d\f,\u202fe; if\u00a0($x)\u2002{\u00a0bar }"],
  ["stop parsing", 'icacls x --% /grant "NETWORK SERVICE":(R)\nfoo'],
])("the grammar reads %s once it is respelled", async (_, script) => {
  for (const text of texts(respell(script).fragments))
    if (text !== "") expect([text, await errorsIn(text)]).toEqual([text, false]);
});

test("every separator of Unicode ends a word, a variable's name and a number", () => {
  const plain = "foo bar $x 12 -eq @{ a = 1 } # c";
  for (const blank of ["\v", "\f", "\u0085", "\u00a0", "\u1680", "\u200a", "\u2028", "\u2029", "\u205f", "\u3000"]) {
    const { statements, words } = respell(plain.replaceAll(" ", blank));
    expect(texts(statements)).toEqual(texts(respell(plain).statements));
    expect(words.map(({ parts }) => parts)).toEqual(respell(plain).words.map(({ parts }) => parts));
  }
});

test("words leave marks, those in a row a single one, and comments go", () => {
  const { statements, words } = respell("icacls C:\\x /reset # why\nfoo | bar 'a b'");
  expect(texts(statements)).toEqual(["~0.2", "~0 | ~1.2"]);
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
  const [command, call] = respell(script).statements;
  expect(script.slice(command!.offsetOf(0)).startsWith("foo")).toBe(true);
  expect(script.slice(call!.offsetOf(0)).startsWith("$x")).toBe(true);
  expect(script.slice(call!.offsetOf(call!.text.indexOf("Delete"))).startsWith("Delete")).toBe(true);
});

test("attributes go, an index with parentheses stays", () => {
  expect(texts(respell("param([Parameter(Mandatory = $true)][string]$Name)").statements)).toEqual([
    "param([string]$Name)",
  ]);
  expect(texts(respell("$folders[($last - 1)]").fragments)).toEqual(["$last - 1", "$folders[${~0}]"]);
});

test.each<[string, string, string[]]>([
  ["lines and semicolons", "foo\n$x = 1; bar", ["~0", "$x = 1", "~0"]],
  ["what goes on behind an operator", "$x = 1 +\n 2\nfoo", ["$x = 1 +\n2", "~0"]],
  ["a pipe at the end of a line", "foo |\n bar\nbaz", ["~0 |\n~1", "~0"]],
  ["a pipe at the start of a line", "foo\n| bar\nbaz", ["~0 | ~1", "~0"]],
  ["else on a line of its own", "if ($x) { a }\nelse { b }\nfoo", ["if (${~0}) {~1}\nelse {~2}", "~0"]],
  ["a brace on a line of its own", "function f\n{ a }\nf", ["function f\n{~0}", "~0"]],
  ["a statement behind a block", "try { a } catch { b } foo", ["try {~0} catch {~1}", "~0"]],
  ["a lone carriage return", "foo # a\rbar `\r  'b'\r\r\nbaz", ["~0", "~0.1", "~0"]],
  ["do and while", "do { a }\nwhile ($x)\nfoo", ["do {~0}\nwhile ($x)", "~0"]],
])("a script is cut into statements at %s", (_, script, expected) => {
  expect(texts(respell(script).statements)).toEqual(expected);
});

const wrappings: readonly ((script: string) => string)[] = [
  (script) => script,
  (script) => script.replaceAll("\n", "\r\n"),
  (script) => script.replaceAll("\n", "\r"),
  (script) => `try {\n${script}\n} catch { throw }\nfoo`,
  (script) => `$n++\n$l[0]\n$t.Name = @{ a = 1; b = @(1, 2) }\n${script}\n[int]$n = 2 *\n 3\nfoo`,
  (script) => `if ($a)\n{\n${script}\n}\nelseif ($b) { foo } else { bar } baz`,
  (script) => `Invoke-Command { ${script}\n} -ArgumentList (foo $x.Name)[0], @{ b = if ($y) { 1 } }`,
];

test("the grammar sees the same statements in a whole script as in its pieces", async () => {
  const scripts = scriptFixtures.filter(({ shell, text }) => shell === "powershell" && isClosed(text));
  const chosen = fc.tuple(fc.constantFrom(...scripts), fc.constantFrom(...wrappings), fc.constantFrom(...wrappings));
  await fc.assert(
    fc.asyncProperty(chosen, async ([{ text }, wrap, wrapAgain]) => {
      const { statements, words } = respell(wrapAgain(wrap(text)));
      const blocks = words.flatMap(({ kind, fragments }) => (kind === "block" && fragments ? [fragments] : []));
      for (const list of [statements, ...blocks]) {
        const pieces = texts(list).filter((piece) => piece !== "" && !/^param\b/i.test(piece));
        const whole = await parsed(pieces.join("\n"), statementsIn);
        const alone = await Promise.all(pieces.map((piece) => parsed(piece, statementsIn)));
        expect(whole).toEqual(alone.flat());
      }
    }),
    { numRuns: 200 },
  );
});

function statementsIn(root: SyntaxNode): string[] {
  return root.namedChildren
    .flatMap((list) => list.namedChildren)
    .filter(({ type }) => type !== "empty_statement")
    .map((node) => node.toString());
}

function isClosed(script: string): boolean {
  try {
    respell(script);
    return true;
  } catch {
    return false;
  }
}
