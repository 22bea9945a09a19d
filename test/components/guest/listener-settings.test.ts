import { rdp904Source } from "../../../components/guest-package/rdp904-package";
import { listenerKey, policyKey, serverKey } from "../../../policies/model/guest-script/listener/keys";

const { modules, resources } = rdp904Source();
const text = modules[0]!.files.get("ListenerSettings.ps1")!;

test("the keys are those that the rules look at", () => {
  const key = (name: string): string =>
    `hklm\\${new RegExp(`\\$script:${name} = '([^']+)'`).exec(text)![1]!.toLowerCase()}`;
  expect([key("TerminalServerKey"), key("ListenerKey"), key("PolicyKey")]).toEqual([serverKey, listenerKey, policyKey]);
});

test("the listener wants TLS, Network Level Authentication and high encryption, FIPS included, the encryption first", () => {
  const numbers = [
    ...text.matchAll(/Name = '(\w+)'; Least = (\d); Most = (\d); Method = '(\w+)'; Argument = '(\w+)'/g),
  ];
  expect(numbers.map(([, ...parts]) => parts)).toEqual([
    ["MinEncryptionLevel", "3", "4", "SetEncryptionLevel", "MinEncryptionLevel"],
    ["SecurityLayer", "2", "2", "SetSecurityLayer", "SecurityLayer"],
    ["UserAuthentication", "1", "1", "SetUserAuthenticationRequired", "UserAuthenticationRequired"],
  ]);
});

test("what a policy sets is told and never changed", () => {
  const told = [...text.matchAll(/@\{ Code = '(\w*ByPolicy)'; Phrase = [^\n]*?\}/g)];
  expect(told.map(([, code]) => code)).toEqual(["DeniedByPolicy", "SetByPolicy"]);
  for (const [difference] of told) expect(difference).not.toMatch(/Method|Port =|Number =/);
  expect(text.match(/if \(\$null -ne \$byPolicy\) \{[\s\S]*?\n {8}return\n {4}\}/g)).toHaveLength(2);
});

test("Remote Desktop is switched on without touching Windows Firewall, which has a resource of its own", () => {
  expect(text).toContain("@{ AllowTSConnections = [uint32] 1; ModifyFirewallException = [uint32] 0 }");
});

test("a port is a number from 1 to 65535, and without one the port stays", () => {
  expect(text).toContain("if (-not $Text) { return }");
  expect(text).toContain("$Text -notmatch '^[0-9]{1,5}$'");
  expect(text).toContain("$port -lt 1 -or $port -gt 65535) {");
  const own = resources.find(({ className }) => className === "Rdp904ListenerSettings");
  expect(own!.properties.PortNumber).toBe("");
});

test("while somebody is connected at the old port, the move waits", () => {
  const waits = text.indexOf("if ($connected.Count -gt 0) {");
  expect(waits).toBeGreaterThan(0);
  expect(text.slice(waits)).toMatch(/^[^}]*Code = 'PortWaits';[^}]*\}\n\s+return\n/);
  expect(text.indexOf("Port = $Port }")).toBeGreaterThan(waits);
});
