import fc from "fast-check";
import { judged, type KeyVerdict } from "./verdict-of";

interface Spelling {
  readonly variable: string;
  readonly quote: "'" | '"' | "";
  readonly slash: "\\" | "/";
  readonly upper: readonly boolean[];
  readonly account: string;
}

const spelling: fc.Arbitrary<Spelling> = fc.record({
  variable: fc.stringMatching(/^[a-z]{3,12}[0-9]?$/).filter((name) => !reserved.has(name)),
  quote: fc.constantFrom("'", '"', ""),
  slash: fc.constantFrom("\\", "/"),
  upper: fc.array(fc.boolean(), { minLength: 7, maxLength: 23 }),
  account: fc.constantFrom(
    "NETWORK SERVICE",
    "NT AUTHORITY\\NETWORK SERVICE",
    "nt authority\\network service",
    "*S-1-5-20",
    "NETZWERKDIENST",
    "NT-AUTORITÄT\\NETZWERKDIENST",
    "AUTORITE NT\\SERVICE RÉSEAU",
  ),
});
const reserved = new Set([
  "true",
  "false",
  "null",
  "args",
  "input",
  "error",
  "home",
  "pwd",
  "host",
  "matches",
  "psitem",
]);

// Windows knows no case in names, nor does PowerShell.
function cased(text: string, upper: readonly boolean[]): string {
  return [...text]
    .map((letter, at) => (upper[at % upper.length] ? letter.toUpperCase() : letter.toLowerCase()))
    .join("");
}

function path(text: string, { quote, slash, upper }: Spelling): string {
  return `${quote}${cased(text, upper).replaceAll("\\", slash)}${quote}`;
}

const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";
const templates: readonly [KeyVerdict, (spelling: Spelling) => string][] = [
  ["broken", (s) => `$${s.variable} = ${path(keys, { ...s, quote: s.quote || "'" })}\nicacls $${s.variable} /reset /t`],
  ["broken", (s) => `${cased("Remove-Item", s.upper)} ${path(keys, s)} ${cased("-Recurse", s.upper)}`],
  ["broken", (s) => `foreach ($${s.variable} in gci ${path(keys, s)}) { $${s.variable}.Delete() }`],
  [
    "broken",
    (s) =>
      `function ${s.variable}-x($${s.variable}) { takeown /f $${s.variable} /r }\n${s.variable}-x ${path(keys, s)}`,
  ],
  [
    "healthy",
    (s) =>
      `$${s.variable} = ${path(keys, { ...s, quote: s.quote || "'" })}\n${cased("Get-Acl", s.upper)} $${s.variable}`,
  ],
  ["healthy", (s) => `Remove-Item ${path("C:\\ProgramData\\Contoso\\Keys", s)} -Recurse`],
  [
    "healthy",
    (s) =>
      `$${s.variable} = ${path(keys, { ...s, quote: s.quote || "'" })}\ntakeown /f $${s.variable} /a /r\n` +
      `icacls $${s.variable} /t /c /grant ${s.quote || "'"}${s.account}:(R)${s.quote || "'"} 'SYSTEM:(F)'`,
  ],
  ["undecided", (s) => `${cased("Repair-Everything", s.upper)} ${path(keys, s)}`],
  ["undecided", (s) => `icacls "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\$${s.variable}" /reset`],
];

test.each(templates)(
  "quotes, case, slashes, account names and a variable's name never change the verdict %s: %s",
  async (verdict, write) => {
    await fc.assert(
      fc.asyncProperty(spelling, async (chosen) => {
        expect(await judged(write(chosen))).toBe(verdict);
      }),
      { numRuns: 60 },
    );
  },
);

test("no text whatever crashes the reader", async () => {
  const pieces = [
    "'",
    '"',
    "@'\n",
    "`",
    "$(",
    ")",
    "{",
    "}",
    "@{",
    "|",
    ";",
    "\n",
    "--%",
    "-enc ",
    "icacls ",
    `${keys} `,
    "/reset ",
    "$x",
    "%",
    "\0",
  ];
  const noise = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((all) => all.join("")),
  );
  await fc.assert(
    fc.asyncProperty(noise, fc.constantFrom("powershell", "cmd", "unknown"), async (text, shell) => {
      expect(["broken", "healthy", "undecided"]).toContain(await judged(`${text} ${keys}`, shell as "cmd"));
    }),
    { numRuns: 400 },
  );
});
