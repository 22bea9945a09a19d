import { told } from "./verdict-of";

const server = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server";
const set = (value: string): string => `Set-ItemProperty '${server}' fDenyTSConnections ${value}`;

/** What the calls of a script set fDenyTSConnections to, one after the other. */
async function written(script: string): Promise<string[]> {
  return (await told(script)).map((fact) => fact.replace(/^.* = /, ""));
}

test.each([
  ["for", `for ($i = 0; $i -lt 3; $i++) { ${set("$i")} }`],
  ["for over the places of a list", `$v = 0, 1, 2\nfor ($i = 0; $i -lt $v.Count; $i++) { ${set("$v[$i]")} }`],
  ["while", `$i = 0\nwhile ($i -lt 3) { ${set("$i")}; $i++ }`],
  ["do … while", `$i = 0\ndo { ${set("$i")}; ++$i } while ($i -le 2)`],
  ["do … until", `$i = 0\ndo { ${set("$i")}; $i += 1 } until ($i -ge 3)`],
  ["a sum that is assigned", `$i = 0\nwhile ($i -lt 3) { ${set("$i")}; $i = $i + 1 }`],
  ["continue", `foreach ($i in 0, 7, 1, 2) { if ($i -eq 7) { continue }; ${set("$i")} }`],
])("%s runs one round for each number", async (_, script) => {
  expect(await written(script)).toEqual(["0", "1", "2"]);
});

test("counting down is followed", async () => {
  expect(await written(`for ($i = 2; $i -ge 1; $i--) { ${set("$i")} }`)).toEqual(["2", "1"]);
});

test.each([
  ["whose end is not known", `for ($i = 0; $i -lt $n; $i++) { ${set("$i")} }`],
  ["that is long", `for ($i = 0; $i -lt 1000; $i++) { ${set("$i")} }`],
  ["that is left from inside", `$i = 0\nwhile ($true) { if ($i -gt 2) { break }; ${set("$i")}; $i++ }`],
])("a loop %s has a round with a counter that may be anything", async (_, script) => {
  expect((await written(script)).at(-1)).toBe("? ($i is counted)");
});

test.each([
  ["that counts nothing", `while ($true) { ${set("1")}; Start-Sleep 5 }`],
  ["whose condition is not known and that counts nothing", `while (Get-Item x) { ${set("1")} }`],
  ["that is left at once", `for (;;) { ${set("1")}; break }`],
])("a loop %s runs one round", async (_, script) => {
  expect(await written(script)).toEqual(["1"]);
});
