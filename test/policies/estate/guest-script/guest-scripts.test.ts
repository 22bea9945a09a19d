import { guestScripts, scriptCarriers } from "../../../../policies/estate/guest-script/guest-scripts";
import { ref, unknownValue, type Declared } from "../../../../policies/testing";
import { estateOf } from "../../../../policies/testing/estate-of";

const windows = { storageProfile: { imageReference: { publisher: "MicrosoftWindowsServer", offer: "WindowsServer" } } };
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const declared: readonly Declared[] = [
  {
    type: "azure-native:compute:VirtualMachine",
    name: "vm",
    inputs: {
      vmName: "vm",
      ...windows,
      userData: base64("Write-Output 1"),
      osProfile: { customData: unknownValue, windowsConfiguration: {} },
    },
  },
  {
    type: "azure-native:compute:VirtualMachineExtension",
    name: "setup",
    inputs: {
      vmName: ref("vm", "name"),
      publisher: "Microsoft.Compute",
      type: "CustomScriptExtension",
      settings: { commandToExecute: "hostname", fileUris: ["https://example.com/a.ps1?sig=x", unknownValue] },
    },
  },
  {
    type: "azure-native:compute:VirtualMachineScaleSetVMExtension",
    name: "instance",
    inputs: {
      publisher: "Microsoft.Compute",
      type: "CustomScriptExtension",
      settings: { commandToExecute: "hostname" },
    },
  },
  {
    type: "azure-native:compute:VirtualMachineScaleSetVMRunCommand",
    name: "patch",
    inputs: { vmScaleSetName: "set", source: { script: "hostname" } },
  },
  {
    type: "azure-native:resources:AzureCliScript",
    name: "deploy",
    inputs: { scriptContent: "az vm list" },
  },
];

test("every script is found where it stands, and what is not known is named", async () => {
  const found = await guestScripts(estateOf(declared));
  expect(found.map((one) => `${one.resource.name} ${one.path}: ${"text" in one ? one.text : one.hidden}`)).toEqual([
    "patch source.script: hostname",
    "setup settings.commandToExecute: hostname",
    "setup settings.fileUris: settings.fileUris names a.ps1, a file, which is not part of the stack",
    "instance settings.commandToExecute: hostname",
    "vm userData: Write-Output 1",
    "deploy scriptContent: az vm list",
  ]);
});

test("rules share one reading of an estate", () => {
  const estate = estateOf(declared);
  expect(guestScripts(estate)).toBe(guestScripts(estate));
});

test("every type that carries a script is one at which a rule can be asked early", async () => {
  const found = await guestScripts(estateOf(declared));
  expect(found.filter(({ resource }) => !scriptCarriers.includes(resource.type))).toEqual([]);
});
