import { renderMof, type DscResourceInstance } from "../../../components/guest-package/mof";

const instance: DscResourceInstance = {
  className: "Rdp904MachineKeys",
  instanceName: "RdpListener",
  moduleName: "Rdp904MachineKeys",
  moduleVersion: "1.0.0",
  properties: { KeyContainer: "TSSecKeySet1" },
};

test("a configuration of one resource is written as the agent's own examples are", () => {
  expect(renderMof("Rdp904MachineKeys", [instance])).toBe(`instance of Rdp904MachineKeys as $Rdp904MachineKeys1ref
{
  ResourceID = "[Rdp904MachineKeys]RdpListener";
  ModuleName = "Rdp904MachineKeys";
  ModuleVersion = "1.0.0";
  SourceInfo = "Rdp904MachineKeys";
  ConfigurationName = "Rdp904MachineKeys";
  KeyContainer = "TSSecKeySet1";
};
instance of OMI_ConfigurationDocument
{
  Version = "2.0.0";
  MinimumCompatibleVersion = "1.0.0";
  CompatibleVersionAdditionalProperties = {"Omi_BaseResource:ConfigurationName"};
  Name = "Rdp904MachineKeys";
};
`);
});

test.each([
  ["a backslash and a quote are escaped", 'C:\\a "b"', '"C:\\\\a \\"b\\""'],
  ["both kinds of line end become one escape", "a\r\nb\nc", '"a\\nb\\nc"'],
  ["a boolean is a bare word", true, "True"],
  ["a whole number is bare", 42, "42"],
  ["a list stands in braces", ["a", "b"], '{"a", "b"}'],
])("%s", (_title, value, written) => {
  expect(renderMof("C", [{ ...instance, properties: { Value: value } }])).toContain(`  Value = ${written};\n`);
});

test("an empty list is left out, because a MOF has no way to write one", () => {
  expect(renderMof("C", [{ ...instance, properties: { Value: [] } }])).not.toContain("Value");
});

test("instances of one class have different aliases, and what they depend on is always a list", () => {
  const second = { ...instance, instanceName: "Second", dependsOn: ["[Rdp904MachineKeys]RdpListener"] };
  const mof = renderMof("C", [instance, second]);
  expect(mof).toContain("as $Rdp904MachineKeys2ref\n");
  expect(mof).toContain('  DependsOn = {"[Rdp904MachineKeys]RdpListener"};\n');
});

test("text outside ASCII is refused, because the file declares no encoding", () => {
  expect(() => renderMof("C", [{ ...instance, properties: { Value: "ä" } }])).toThrow(
    "Value holds a character that is not printable ASCII.",
  );
});

test("a number that is not whole is refused", () => {
  expect(() => renderMof("C", [{ ...instance, properties: { Value: 1.5 } }])).toThrow("Allowed: whole numbers.");
});
