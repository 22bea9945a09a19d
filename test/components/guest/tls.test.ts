import { rdp904Source } from "../../../components/guest-package/rdp904-package";
import { schannelKey } from "../../../policies/model/guest-script/tls/keys";

const text = rdp904Source().modules[0]!.files.get("Tls.ps1")!;

test("only TLS 1.2 for servers is touched, under the key that the rules look at", () => {
  expect(text).toContain("if ($Protocol -cne 'TLS 1.2') { throw");
  const [, key] = /\$key = "([^"]+)"/.exec(text)!;
  expect(`hklm\\${key!.toLowerCase()}`).toBe(`${schannelKey}\\protocols\\$protocol\\server`);
  expect(text.match(/-Name '([^']+)'/g)).toEqual(["-Name 'Enabled'", "-Name 'DisabledByDefault'"]);
});

test("a value that is missing is left to Windows", () => {
  expect(text).toContain("if ($null -ne $enabled -and $enabled -eq 0)");
  expect(text).toContain("if ($null -ne $disabled -and $disabled -ne 0)");
});

test("nothing is switched off", () => {
  expect([...text.matchAll(/Name\s+= '(\w+)'\s+Number = (\d)/g)].map(([, name, number]) => [name, number])).toEqual([
    ["Enabled", "1"],
    ["DisabledByDefault", "0"],
  ]);
});
