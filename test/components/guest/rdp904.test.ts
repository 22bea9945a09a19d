import { rdp904Source } from "../../../components/guest-package/rdp904-package";
import { nodesOf, parsePowerShell } from "./powershell";

const { version, modules, resources } = rdp904Source();
const files = modules[0]!.files;
const moduleText = files.get("Rdp904.psm1")!;
const manifestText = files.get("Rdp904.psd1")!;
const machineKeys = files.get("MachineKeys.ps1")!;
const listener = files.get("ListenerCertificate.ps1")!;
const classNames = [...new Set(resources.map(({ className }) => className))];
const code = [...files].filter(([file]) => !file.endsWith(".psd1"));

test.each([...files])("%s is PowerShell without a syntax error", async (_file, text) => {
  expect((await parsePowerShell(text)).hasError).toBe(false);
});

test("the parser does find a syntax error", async () => {
  expect((await parsePowerShell(`${moduleText}\nfunction {`)).hasError).toBe(true);
});

test.each([...files])("%s is plain ASCII with one kind of line end", (_file, text) => {
  expect(text).toMatch(/^[\x20-\x7e\n]+$/);
});

test("the module calls nothing but its own functions, because the agent hides every other module", async () => {
  const roots = await Promise.all(code.map(([, text]) => parsePowerShell(text)));
  const own = roots.flatMap((root) => nodesOf(root, "function_name").map(({ text }) => text));
  const called = roots.flatMap((root) => nodesOf(root, "command_name").map(({ text }) => text));
  expect(called.length).toBeGreaterThan(10);
  expect(called.filter((name) => !own.includes(name))).toEqual([]);
  expect(own.filter((name) => !called.includes(name))).toEqual([]);
  expect(new Set(own).size).toBe(own.length);
});

test("the module loads every script that lies beside it", () => {
  const loaded = [...moduleText.matchAll(/^\. \(\[System\.IO\.Path\]::Combine\(\$PSScriptRoot, '([^']+)'\)\)$/gm)];
  const scripts = [...files.keys()].filter((file) => file.endsWith(".ps1"));
  expect(loaded.map(([, file]) => file).sort()).toEqual(scripts.sort());
});

test("class, configuration and TypeScript agree on the properties", async () => {
  const root = await parsePowerShell(moduleText);
  for (const { className, properties } of resources) {
    const declared = nodesOf(root, "class_statement").find((node) => node.child(0)?.text === className);
    const configurable = nodesOf(declared!, "class_property_definition")
      .map(({ text }) => text)
      .filter((text) => !text.includes("NotConfigurable"));
    expect(configurable).toEqual(
      Object.keys(properties).map((name, at) => `[DscProperty(${at === 0 ? "Key" : ""})] [string] $${name}`),
    );
  }
});

test("reasons are of a class that carries this project's name and has a code and a phrase only", async () => {
  const root = await parsePowerShell(moduleText);
  const reason = nodesOf(root, "class_statement").find((node) => node.child(0)?.text === "Rdp904Reason");
  expect(nodesOf(reason!, "class_property_definition").map(({ text }) => text)).toEqual([
    "[DscProperty()] [string] $Code",
    "[DscProperty()] [string] $Phrase",
  ]);
  const told = moduleText.match(/\[DscProperty\(NotConfigurable\)\] \[Rdp904Reason\[\]\] \$Reasons/g);
  expect(told).toHaveLength(classNames.length);
});

test("each reason is told under the class that it is about, whose name the code holds twice, as the service wants it", async () => {
  const root = await parsePowerShell(moduleText);
  for (const declared of nodesOf(root, "class_statement").filter(({ text }) => text.includes("Get()"))) {
    expect(declared.text).toContain(`New-Rdp904Reason -Class '${declared.child(0)!.text}' -Difference $difference`);
  }
  expect(moduleText).toContain("$reason.Code = $Class + ':' + $Class + ':' + $Difference.Code");
  const codes = code.flatMap(([, text]) => [...text.matchAll(/(?:\bCode\s+= |-Code )['"]([^'"]+)['"]/g)]);
  expect(codes.length).toBeGreaterThan(20);
  for (const [, name] of codes) expect(name!.replace("$transport", "TCP")).toMatch(/^[A-Za-z]+$/);
});

test("the manifest names the version and the resources that the configuration uses", () => {
  expect(manifestText).toContain(`ModuleVersion        = '${version}'`);
  expect(manifestText).toContain(`DscResourcesToExport = @('${classNames.join("', '")}')`);
  expect(resources.map(({ moduleVersion }) => moduleVersion)).toEqual(resources.map(() => version));
});

test("each change comes after a record of what was there before", async () => {
  const changes = [
    ...["::SetAccessControl(", ".ModifyInstance(", ".InvokeMethod(", ".SetValue("],
    ...["$rule.Profiles = $script:AllProfiles", ".Rules.Add("],
  ];
  const roots = await Promise.all(code.map(([, text]) => parsePowerShell(text)));
  const functions = roots.flatMap((root) => nodesOf(root, "function_statement").map(({ text }) => text));
  const changing = functions.filter((text) => changes.some((change) => text.includes(change)));
  expect(changing).toHaveLength(8);
  for (const text of changing) {
    const change = changes.find((one) => text.includes(one))!;
    const record = /Write-Rdp904Event "[^\n]*Before: /.exec(text);
    expect(record).not.toBeNull();
    expect(record!.index).toBeLessThan(text.indexOf(change));
  }
});

describe("machine keys", () => {
  test("the folder gives Administrators everything and Everyone read and write, protected and not inherited", () => {
    expect(machineKeys).toContain("$script:FolderAccess = 'D:P(A;;FA;;;S-1-5-32-544)(A;;0x12019f;;;S-1-1-0)'");
  });

  test("the key file gives SYSTEM everything, NETWORK SERVICE read, and nobody else anything", () => {
    expect(machineKeys).toContain("$script:KeyFileAccess = 'D:P(A;;FA;;;S-1-5-18)(A;;FR;;;S-1-5-20)'");
    expect(machineKeys.match(/S-1-5-20/g)).toHaveLength(1);
  });

  test("only the RDP listener's own key can be named", () => {
    expect(machineKeys).toContain("$script:KeyFilePrefixes = @{ 'TSSecKeySet1' = 'f686aace6942fb7f7ceb231212eef4a4' }");
    expect(resources[0]!.properties).toEqual({ KeyContainer: "TSSecKeySet1" });
  });
});

describe("the listener's certificate", () => {
  test("without a name, only a certificate for Remote Desktop is taken, and never just any that is for servers", () => {
    const binding = resources.find(({ className }) => className === "Rdp904ListenerCertificate");
    expect(binding!.properties).toEqual({ TerminalName: "RDP-Tcp", Subject: "" });
    expect(listener).toContain("if (-not $Subject) { return $usages -contains $script:RemoteDesktopAuthentication }");
    expect(listener).toContain("$script:RemoteDesktopAuthentication = '1.3.6.1.4.1.311.54.1.2'");
  });

  test("only the listener that Windows makes gets into the query", () => {
    const check = listener.indexOf("if ($TerminalName -cne 'RDP-Tcp') { throw");
    expect(check).toBeGreaterThan(0);
    expect(check).toBeLessThan(listener.indexOf("SELECT * FROM Win32_TSGeneralSetting"));
  });

  test("the certificate that expires last comes first, and one whose time it is not never comes", () => {
    expect(listener).toContain("$isTime = $certificate.NotBefore -le $now -and $now -lt $certificate.NotAfter");
    expect(listener).toContain("$byExpiry = $other.NotAfter.CompareTo($one.NotAfter)");
  });

  test("a key counts only if it is the certificate's and NETWORK SERVICE may read its file", () => {
    expect(listener).toContain(
      "if ($own -cne $its) { return @{ Why = 'its private key is that of another certificate' }",
    );
    expect(listener).toContain("$script:ReaderSids = $script:NetworkService, 'S-1-1-0', 'S-1-5-11', 'S-1-5-32-545'");
    expect(listener).toContain("$script:NetworkService = 'S-1-5-20'");
  });

  test("a key that NETWORK SERVICE may not read gets one entry more, unless an entry denies it", async () => {
    const grant = nodesOf(await parsePowerShell(listener), "function_statement").find(({ text }) =>
      text.startsWith("function Grant-Rdp904KeyRead"),
    )!.text;
    expect(grant).toContain("FileSystemAccessRule]::new($reader, 'Read', 'Allow')");
    expect(grant).not.toMatch(/SetAccessRuleProtection|RemoveAccessRule|PurgeAccessRules|SetSecurityDescriptor/);
    const files = [...listener.matchAll(/Why = .*?; File = \$file }/g)];
    expect(files.map(([text]) => text)).toEqual([expect.stringContaining("NETWORK SERVICE may not read")]);
  });
});
