import { machineKeysSource } from "../../../components/guest-package/machine-keys-package";
import { nodesOf, parsePowerShell } from "./powershell";

const { version, modules, resources } = machineKeysSource();
const files = modules[0]!.files;
const moduleText = files.get("Rdp904MachineKeys.psm1")!;
const manifestText = files.get("Rdp904MachineKeys.psd1")!;

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
  const root = await parsePowerShell(moduleText);
  const own = nodesOf(root, "function_name").map(({ text }) => text);
  const called = nodesOf(root, "command_name").map(({ text }) => text);
  expect(called.length).toBeGreaterThan(5);
  expect(called.filter((name) => !own.includes(name))).toEqual([]);
  expect(own.filter((name) => !called.includes(name))).toEqual([]);
});

test("class, configuration and TypeScript agree on the properties", async () => {
  const root = await parsePowerShell(moduleText);
  for (const { className, properties } of resources) {
    const declared = nodesOf(root, "class_statement").find((node) => node.child(0)?.text === className);
    const configurable = nodesOf(declared!, "class_property_definition")
      .map(({ text }) => text)
      .filter((text) => !text.includes("NotConfigurable"));
    expect(configurable).toEqual(Object.keys(properties).map((name) => `[DscProperty(Key)] [string] $${name}`));
  }
});

test("reasons are of a class that carries this project's name and has a code and a phrase only", async () => {
  const root = await parsePowerShell(moduleText);
  const reason = nodesOf(root, "class_statement").find((node) => node.child(0)?.text === "Rdp904Reason");
  expect(nodesOf(reason!, "class_property_definition").map(({ text }) => text)).toEqual([
    "[DscProperty()] [string] $Code",
    "[DscProperty()] [string] $Phrase",
  ]);
  expect(moduleText).toContain("[DscProperty(NotConfigurable)] [Rdp904Reason[]] $Reasons");
});

test("the manifest names the version and the resources that the configuration uses", () => {
  expect(manifestText).toContain(`ModuleVersion        = '${version}'`);
  expect(manifestText).toContain(
    `DscResourcesToExport = @('${resources.map(({ className }) => className).join("', '")}')`,
  );
  expect(resources.map(({ moduleVersion }) => moduleVersion)).toEqual([version]);
});

test("the folder gives Administrators everything and Everyone read and write, protected and not inherited", () => {
  expect(moduleText).toContain("$script:FolderAccess = 'D:P(A;;FA;;;S-1-5-32-544)(A;;0x12019f;;;S-1-1-0)'");
});

test("the key file gives SYSTEM everything, NETWORK SERVICE read, and nobody else anything", () => {
  expect(moduleText).toContain("$script:KeyFileAccess = 'D:P(A;;FA;;;S-1-5-18)(A;;FR;;;S-1-5-20)'");
  expect(moduleText.match(/S-1-5-20/g)).toHaveLength(1);
});

test("only the RDP listener's own key can be named", () => {
  expect(moduleText).toContain("$script:KeyFilePrefixes = @{ 'TSSecKeySet1' = 'f686aace6942fb7f7ceb231212eef4a4' }");
  expect(resources[0]!.properties).toEqual({ KeyContainer: "TSSecKeySet1" });
});

test("each change of access control comes after a record of what was there before", async () => {
  const functions = nodesOf(await parsePowerShell(moduleText), "function_statement").map(({ text }) => text);
  const changing = functions.filter((text) => text.includes("::SetAccessControl("));
  expect(changing).toHaveLength(2);
  for (const text of changing) {
    expect(text.indexOf('Write-Rdp904Event "Access control')).toBeGreaterThan(0);
    expect(text.indexOf('Write-Rdp904Event "Access control')).toBeLessThan(text.indexOf("::SetAccessControl("));
  }
});
