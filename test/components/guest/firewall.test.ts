import { rdp904Source } from "../../../components/guest-package/rdp904-package";
import { nodesOf, parsePowerShell } from "./powershell";

const { modules, resources } = rdp904Source();
const text = modules[0]!.files.get("Firewall.ps1")!;

test("the groups of Windows are known by resource ids, which no language changes", () => {
  expect(text).toContain("$script:RemoteDesktopGroup = '@FirewallAPI.dll,-28752'");
  expect(text).toContain("$script:WebSocketGroup = '@FirewallAPI.dll,-28782'");
  expect(text).not.toMatch(/'Remote Desktop( - |')/);
});

test("both transports and all profiles are opened", () => {
  expect(text).toContain("$script:Transports = [ordered] @{ TCP = 6; UDP = 17 }");
  expect(text).toContain("$script:Profiles = [ordered] @{ Domain = 1; Private = 2; Public = 4 }");
  expect(text).toContain("$script:AllProfiles = 0x7fffffff");
});

test("shadowing and WebSocket are left alone unless they are asked for", () => {
  const own = resources.find(({ className }) => className === "Rdp904Firewall");
  expect(own!.properties).toEqual({ TerminalName: "RDP-Tcp", Shadowing: "No", WebSocket: "No" });
  expect(text).toContain("if (Read-Rdp904Choice -Name 'Shadowing' -Text $Shadowing) {");
  expect(text).toContain("if (Read-Rdp904Choice -Name 'WebSocket' -Text $WebSocket) {");
  expect(text).toContain("if ($Text -cne 'Yes' -and $Text -cne 'No') { throw");
});

test("the port is the one that the listener has, and only a rule of this module is made for it", async () => {
  expect(text).toContain("$port = Get-Rdp904ListenerPort");
  const added = nodesOf(await parsePowerShell(text), "function_statement").find((node) =>
    node.text.startsWith("function Add-Rdp904ListenerRule"),
  )!.text;
  expect(added).toContain("$rule.Grouping = $script:OwnGroup");
  expect(added).toContain("$rule.serviceName = 'termservice'");
  // The firewall refuses ports of a rule without a protocol.
  expect(added.indexOf("$rule.Protocol =")).toBeLessThan(added.indexOf("$rule.LocalPorts ="));
});

test("no rule is removed or switched off, and what blocks is told", () => {
  expect(text).not.toMatch(/\.Rules\.Remove|Enabled = \$false|Action = 0\b/);
  for (const code of ["RulesByPolicy", "AllBlocked", "RuleBlocks"]) {
    expect(text).toMatch(new RegExp(`@\\{ Code = '${code}'; Phrase = [^\\n]*\\}`));
  }
});
