import type { Topic } from "../../../../policies/model/guest-script/facts";
import { readGuestScript } from "../../../../policies/model/guest-script/read-guest-script";
import { judged, told } from "./verdict-of";

const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";
const reset = `icacls ${keys} /reset`;
const numbers = [...Array(100).keys()].join(", ");
const encoded = (script: string): string => `powershell -enc ${Buffer.from(script, "utf16le").toString("base64")}`;

test.each([
  ["a script of a megabyte", `${reset}\n`.repeat(20_000), "the script is longer than 256 KiB"],
  [
    "brackets that nest too deeply",
    `${"(".repeat(5_000)}${reset}${")".repeat(5_000)}`,
    "brackets are nested too deeply",
  ],
  ["strings that nest too deeply", `${'"$('.repeat(500)}${keys}${')"'.repeat(500)}`, "strings are nested too deeply"],
  ["text that nests too deeply", `${'"$('.repeat(30)}${reset}${')"'.repeat(30)}`, "it nests too deeply"],
  ["a string that is not closed", `icacls "${keys} /reset`, "a string is not closed"],
  ["a here-string that is not closed", `@'\n${keys}`, "a here-string is not closed"],
  ["a comment that is not closed", `<# ${keys}`, "a comment is not closed"],
  ["a block that is not closed", `if ($x) { ${reset}`, "a } is missing"],
  ["a pipe that leads nowhere", `Get-ChildItem ${keys} |`, "this cannot be parsed"],
  ["a loop over a group", `foreach (($f) in gci ${keys}) { $f.Delete() }`, "this cannot be parsed"],
  ["an error beside a string", `$x = "${keys}" New-Item $x`, "this cannot be parsed"],
  ["a bracket that closes nothing", `} ${reset}`, "a } closes nothing"],
  ["control characters", `Get-Acl ${keys}\u0007`, "the script holds control characters"],
  [
    "a long list that is made again and again",
    `foreach ($i in ${numbers}) { foreach ($j in ${numbers}) { $x = ${"$a, ".repeat(2_000)}$b } }\n${reset}`,
    "it takes too many steps",
  ],
  ["more statements than one script may take", `${"$x;".repeat(30_000)}${reset}`, "cannot be read to its end"],
])("%s is undecided, with the reason", async (_, script, why) => {
  expect((await told(script)).join()).toContain(why);
  expect(await judged(script)).toBe("undecided");
});

test.each<[Topic, string]>([
  ["machine-keys", reset],
  ["rdp-listener", "reg add 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server' /v fDenyTSConnections /d 1"],
  ["tls", "Set-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL' Enabled 0"],
  ["services", "Set-Service TermService -StartupType Disabled"],
  ["firewall", "Disable-NetFirewallRule -DisplayGroup 'Remote Desktop'"],
])(
  "about %s, a script that is too long, not closed or full of control characters is undecided",
  async (topic, line) => {
    const scripts = [`${line}\n`.repeat(20_000), `if ($x) {\n${line}`, `${line}\n"`, `${line} "\u0001"`];
    for (const script of scripts) {
      const facts = await readGuestScript(script, { shell: "powershell" });
      expect(facts).toContainEqual(expect.objectContaining({ kind: "unresolved", topic }));
    }
  },
);

test("a text of a megabyte that says nothing about keys is no reason for doubt", async () => {
  expect(await told("Write-Output 'hello'\n".repeat(50_000))).toEqual([]);
});

test("broken base64 is undecided, although nothing in sight speaks of keys", async () => {
  const broken = `${encoded(reset)}*`;
  expect(await told(broken)).toEqual(["1 unresolved the encoded command cannot be read: the base64 text is broken"]);
});

test.each([
  ["UTF-16 with a mark", `\ufeff${reset}`],
  ["UTF-16 that was read byte by byte", Buffer.from(reset, "utf16le").toString("latin1")],
  ["UTF-16 with a mark, read byte by byte", `\u00ff\u00fe${Buffer.from(reset, "utf16le").toString("latin1")}`],
  ["an encoded command", encoded(reset)],
  ["an encoded command with a mark", encoded(`\ufeff${reset}`)],
  ["an encoded command in an encoded command", encoded(encoded(reset))],
  ["typographic quotes and dashes", `Remove-Item –Path “${keys}” –Recurse`],
])("%s is read", async (_, script) => {
  expect(await judged(script)).toBe("broken");
});

test("a function that calls itself is read once", async () => {
  expect(await told(`function f { f; ${reset} }\nf`)).toEqual([`1 icacls /reset resets-key-acl ${keys}`]);
});

test.each([
  ["doubling", `$a = 'x'\n${'$a = "$a$a"\n'.repeat(60)}Remove-Item "${keys}\\$a"`],
  ["loops in loops", `${"foreach ($i in 1..60) { ".repeat(4)}${reset}${" }".repeat(4)}`],
  [
    "many choices",
    `${Array.from({ length: 40 }, (_, at) => `if ($x) { $p${at} = 'a' } else { $p${at} = 'b' }`).join("\n")}\nRemove-Item "${keys}\\${Array.from({ length: 40 }, (_, at) => `$p${at}`).join("")}"`,
  ],
  [
    "names of JavaScript's own",
    `$__proto__ = '${keys}'\n[constructor]::__proto__($__proto__)\n@{__proto__=1}.toString`,
  ],
])("%s end, and never hold", async (_, script) => {
  expect(await judged(script)).not.toBe("healthy");
});

test("a script that is read again gives the same facts without being read", async () => {
  const script = `${reset} /t`;
  const first = await readGuestScript(script, { shell: "powershell" });
  expect(await readGuestScript(script, { shell: "powershell" })).toBe(first);
});
