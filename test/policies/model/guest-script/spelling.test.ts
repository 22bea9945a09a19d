import fc from "fast-check";
import { judged, type KeyVerdict } from "./verdict-of";

interface Spelling {
  readonly variable: string;
  readonly quote: "'" | '"' | "" | "`";
  readonly slash: "\\" | "/";
  readonly upper: readonly boolean[];
  readonly blank: string;
  readonly account: string;
  readonly wrapping: (script: string) => string;
}

const base64 = (script: string): string => Buffer.from(script, "utf16le").toString("base64");
const single = (script: string): string => `'${script.replaceAll("'", "''")}'`;

// Ways in which a script carries another one.
const wrappings: readonly (readonly [string, (script: string) => string])[] = [
  ["plainly", (script) => script],
  ["encoded", (script) => `powershell.exe -NoProfile -EncodedCommand ${base64(script)}`],
  ["encoded, behind cmd", (script) => `cmd /c powershell -ec ${base64(script)}`],
  ["as the command of a nested PowerShell", (script) => `powershell -NonInteractive -Command ${single(script)}`],
  ["in a here-string", (script) => `Invoke-Expression @'\n${script}\n'@`],
  ["in a variable", (script) => `$command = ${single(script)}\niex $command`],
  ["as a script block", (script) => `& {\n${script}\n}`],
  ["as a script block made of text", (script) => `& ([scriptblock]::Create(${single(script)}))`],
  [
    "as the argument of a started process",
    (script) => `Start-Process pwsh -ArgumentList '-enc', '${base64(script)}' -Wait`,
  ],
];

const spelling: fc.Arbitrary<Spelling> = fc.record({
  variable: fc.stringMatching(/^[a-z]{3,12}[0-9]?$/).filter((name) => !reserved.has(name)),
  quote: fc.constantFrom<Spelling["quote"][]>("'", '"', "", "`"),
  slash: fc.constantFrom("\\", "/"),
  upper: fc.array(fc.boolean(), { minLength: 7, maxLength: 23 }),
  // PowerShell takes every separator of Unicode, such as the no-break space of a web page, for a blank.
  blank: fc.constantFrom(" ", "\t", "\v", "\f", "\u0085", "\u00a0", "\u2003", "\u2028", "\u202f", "\u3000", " `\n "),
  account: fc.constantFrom(
    "NETWORK SERVICE",
    "NetworkService",
    "NT AUTHORITY\\NetworkService",
    "NT AUTHORITY\\NETWORK SERVICE",
    "nt authority\\network service",
    "*S-1-5-20",
    "NETZWERKDIENST",
    "NT-AUTORITÄT\\NETZWERKDIENST",
    "AUTORITE NT\\SERVICE RÉSEAU",
    "SERVICE RÉSEAU",
  ),
  wrapping: fc.constantFrom(...wrappings.map(([, wrap]) => wrap)),
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
  const written = cased(text, upper).replaceAll("\\", slash);
  // Before these letters a backtick says nothing; before others it would make a line end or the like of them.
  if (quote === "`") return written.replace(/[dgimopsyDGIMOPSY]/g, "`$&");
  return `${quote}${written}${quote}`;
}

function spaced(script: string, { blank }: Spelling): string {
  return script.replace(/"[^"]*"|'[^']*'| /g, (piece) => (piece === " " ? blank : piece));
}

/** The quote for places where a path cannot stand bare. */
function quoted(spelling: Spelling): Spelling {
  return { ...spelling, quote: spelling.quote === '"' ? '"' : "'" };
}

const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";
const templates: readonly [KeyVerdict, (spelling: Spelling) => string][] = [
  ["broken", (s) => `$${s.variable} = ${path(keys, quoted(s))}\nicacls $${s.variable} /reset /t`],
  ["broken", (s) => `${cased("Remove-Item", s.upper)} ${path(keys, s)} ${cased("-Recurse", s.upper)}`],
  ["broken", (s) => `foreach ($${s.variable} in gci ${path(keys, s)}) { $${s.variable}.Delete() }`],
  [
    "broken",
    (s) =>
      `function ${s.variable}-x($${s.variable}) { takeown /f $${s.variable} /r }\n${s.variable}-x ${path(keys, s)}`,
  ],
  [
    "broken",
    (s) => `$${s.variable} = @{ Path = ${path(keys, quoted(s))}; Recurse = $true }\nRemove-Item @${s.variable}`,
  ],
  ["broken", (s) => `cmd.exe /c "icacls ${cased(keys, s.upper)} /reset /t"`],
  ["broken", (s) => `cmd /d /c takeown /f ${cased(keys, s.upper)} /r /d y`],
  ["healthy", (s) => `$${s.variable} = ${path(keys, quoted(s))}\n${cased("Get-Acl", s.upper)} $${s.variable}`],
  ["healthy", (s) => `Remove-Item ${path("C:\\ProgramData\\Contoso\\Keys", s)} -Recurse`],
  [
    "healthy",
    (s) =>
      `$${s.variable} = ${path(keys, quoted(s))}\ntakeown /f $${s.variable} /a /r\n` +
      `icacls $${s.variable} /t /c /grant ${quoted(s).quote}${s.account}:(R)${quoted(s).quote} 'SYSTEM:(F)'`,
  ],
  ["undecided", (s) => `${cased("Repair-Everything", s.upper)} ${path(keys, s)}`],
  ["undecided", (s) => `icacls "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\$${s.variable}" /reset`],
];

test.each(templates)(
  "quotes, backticks, case, slashes, blanks, account names, a variable's name and what carries the script never change the verdict %s: %s",
  async (verdict, write) => {
    await fc.assert(
      fc.asyncProperty(spelling, async (chosen) => {
        expect(await judged(chosen.wrapping(spaced(write(chosen), chosen)))).toBe(verdict);
      }),
      { numRuns: 60 },
    );
  },
);

const system = "[Security.AccessControl.FileSystemAccessRule]::new('SYSTEM', 'FullControl', 'Allow')";
const repair = (identity: string): string =>
  [
    `takeown /f ${keys} /a`,
    `$acl = Get-Acl ${keys}`,
    `$who = ${identity}`,
    "$acl.AddAccessRule((New-Object Security.AccessControl.FileSystemAccessRule($who, 'Read', 'Allow')))",
    `$acl.AddAccessRule(${system})`,
    `Set-Acl -Path ${keys} -AclObject $acl`,
  ].join("\n");

test.each([
  ["'NETWORK SERVICE'"],
  ["'NT-AUTORITÄT\\Netzwerkdienst'"],
  ["'AUTORITE NT\\Service réseau'"],
  ["New-Object Security.Principal.NTAccount('NT AUTHORITY', 'NETWORK SERVICE')"],
  ["[Security.Principal.NTAccount]'NT AUTHORITY\\NetworkService'"],
  ["New-Object System.Security.Principal.SecurityIdentifier 'S-1-5-20'"],
  ["[System.Security.Principal.SecurityIdentifier]::new('S-1-5-20').Translate([System.Security.Principal.NTAccount])"],
  ["New-Object Security.Principal.SecurityIdentifier([Security.Principal.WellKnownSidType]::NetworkServiceSid, $null)"],
])("a repair for %s is one for NETWORK SERVICE", async (identity) => {
  expect(await judged(repair(identity))).toBe("healthy");
  expect(await judged(repair("'CONTOSO\\Network Service'"))).toBe("broken");
  expect(await judged(repair("'LOCAL SERVICE'"))).toBe("broken");
});

test.each(wrappings)("a script that is carried %s does what it does by itself", async (_, wrap) => {
  const [chosen] = fc.sample(spelling, { numRuns: 1, seed: 5 });
  for (const [verdict, write] of templates) expect(await judged(wrap(write(chosen!)))).toBe(verdict);
});

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
