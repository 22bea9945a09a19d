import { rdp904Source } from "../../../components/guest-package/rdp904-package";
import { rdpServices } from "../../../policies/model/guest-script/services/names";
import { nodesOf, parsePowerShell } from "./powershell";

const { modules, resources } = rdp904Source();
const text = modules[0]!.files.get("Services.ps1")!;
const allowed = [...text.matchAll(/^ {4}'(\w+)'\s+= '(Manual|Automatic)'$/gm)].map(([, name]) => name!);
const kept = resources.filter(({ className }) => className === "Rdp904Service");

test("every service that the rules want startable is kept startable, and the redirector of devices", () => {
  expect([...allowed].sort()).toEqual([...rdpServices.map(({ name }) => name), "UmRdpService"].sort());
  expect(kept.map(({ properties }) => properties.ServiceName).sort()).toEqual([...allowed].sort());
});

test("each service has an instance of its own, so that a report tells which", () => {
  expect(kept.map(({ instanceName }) => instanceName)).toEqual(kept.map(({ properties }) => properties.ServiceName));
});

test("no other service gets into the query", () => {
  const check = text.indexOf("if (-not $script:ServiceStarts.ContainsKey($ServiceName)) {");
  expect(check).toBeGreaterThan(0);
  expect(check).toBeLessThan(text.indexOf("SELECT * FROM Win32_Service"));
});

test("the listener's service is stopped in one place only: where its port moves and nobody is connected", async () => {
  const all = [...modules[0]!.files].filter(([file]) => file.endsWith(".ps1"));
  const roots = await Promise.all(all.map(([, own]) => parsePowerShell(own)));
  const functions = roots.flatMap((root) => nodesOf(root, "function_statement").map((node) => node.text));
  const holding = (word: string): string[] =>
    functions
      .filter((one) => one.includes(word) && !one.startsWith(`function ${word}`))
      .map((one) => /^function (\S+)/.exec(one)![1]!);
  expect(holding("StopService")).toEqual(["Restart-Rdp904TermService"]);
  expect(holding("Restart-Rdp904TermService")).toEqual(["Set-Rdp904Setting"]);
  const move = functions.find((one) => one.startsWith("function Set-Rdp904Setting"))!;
  expect(move).toMatch(/if \(\$Difference\.ContainsKey\('Port'\)\) \{[^}]*Restart-Rdp904TermService\n/);
  for (const [, own] of all)
    expect(own).not.toMatch(/Restart-Service|Stop-Service|ServiceController|shutdown|Restart-Computer/i);
});
