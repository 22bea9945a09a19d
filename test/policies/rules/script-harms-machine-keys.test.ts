import { scriptHarmsMachineKeys as rule } from "../../../policies/rules/script-harms-machine-keys";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { machine, scaleSet, verdicts, words } from "./certificate-stack";

const keys = "C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys";
const reset = `icacls "${keys}" /reset /T`;
const listing = `icacls "${keys}" /T`;
const linux = machine("web", {
  storageProfile: { imageReference: { publisher: "Canonical", offer: "ubuntu-24_04-lts" } },
});

function runCommand(source: unknown, inputs: Record<string, unknown> = {}, type = "compute"): Declared {
  return {
    type: `azure-native:${type}:VirtualMachineRunCommandByVirtualMachine`,
    name: "hardening",
    inputs: { vmName: ref("web", "name"), resourceGroupName: "rg", runCommandName: "hardening", source, ...inputs },
  };
}

function extension(publisher: string, type: string, inputs: Record<string, unknown>): Declared {
  return {
    type: "azure-native:compute:VirtualMachineExtension",
    name: "setup",
    inputs: { vmName: ref("web", "name"), resourceGroupName: "rg", publisher, type, ...inputs },
  };
}

const customScript = (inputs: Record<string, unknown>): Declared =>
  extension("Microsoft.Compute", "CustomScriptExtension", inputs);
const base64 = (text: string, encoding: BufferEncoding = "utf8"): string =>
  Buffer.from(text, encoding).toString("base64");
const broken = (name: string, path: string): RegExp =>
  new RegExp(`^broken ${name} at ${path.replace(/[.[\]]/g, "\\$&")}(, line \\d+: [^:]+)?: `);

test("a Run Command that resets the key folder is broken, and the fact names the line and the command", async () => {
  const script = `$ErrorActionPreference = 'Stop'\n${reset}`;
  expect(await verdicts(rule, [machine("web"), runCommand({ script })])).toEqual([
    `broken hardening at source.script, line 2: icacls /reset: the script rewrites the access control list of ${keys}, and no later command lets NETWORK SERVICE read there again`,
  ]);
});

test("a script that only lists the entries holds", async () => {
  expect(await words(rule, [machine("web"), runCommand({ script: listing })])).toEqual(["holds hardening"]);
});

test("deleted keys are told without a word about grants, and further harm is counted", async () => {
  const script = `Remove-Item ${keys}\\* -Force\nRename-Item ${keys} old`;
  expect(await verdicts(rule, [machine("web"), runCommand({ script })])).toEqual([
    `broken hardening at source.script, line 1: Remove-Item: the script deletes what is in ${keys}\\*; 1 more of its commands do harm`,
  ]);
});

test.each<[string, string, Declared]>([
  ["a versioned token", "source.script", runCommand({ script: reset }, {}, "compute/v20240701")],
  [
    "a local package's token",
    "source.script",
    {
      ...runCommand({ script: reset }),
      type: "azure-native_compute_v20240701:compute:VirtualMachineRunCommandByVirtualMachine",
    },
  ],
  ["a machine outside the stack", "source.script", runCommand({ script: reset }, { vmName: "another-vm" })],
  ["the machine's literal name", "source.script", runCommand({ script: reset }, { vmName: "web-vm" })],
  [
    "a path that comes as a parameter",
    "source.script",
    runCommand(
      { script: "param([string]$Folder)\nicacls $Folder /reset" },
      { parameters: [{ name: "folder", value: keys }] },
    ),
  ],
  [
    "the Custom Script Extension",
    "settings.commandToExecute",
    customScript({ settings: { commandToExecute: `cmd /c ${reset}` } }),
  ],
  [
    "its publisher in another case",
    "settings.commandToExecute",
    extension("microsoft.compute", "customscriptextension", { settings: { commandToExecute: reset } }),
  ],
  [
    "its protected settings",
    "protectedSettings.commandToExecute",
    customScript({ protectedSettings: { commandToExecute: reset } }),
  ],
  [
    "settings as JSON text",
    "settings.commandToExecute",
    customScript({ settings: JSON.stringify({ commandToExecute: reset }) }),
  ],
  [
    "the extension of Run Command",
    "settings.script",
    extension("Microsoft.CPlat.Core", "RunCommandWindows", { settings: { script: ["cd C:\\", reset] } }),
  ],
  [
    "a deployment script in PowerShell",
    "scriptContent",
    {
      type: "azure-native:resources:AzurePowerShellScript",
      name: "setup",
      inputs: {
        resourceGroupName: "rg",
        scriptContent: `Invoke-AzVMRunCommand -ResourceGroupName rg -VMName web -CommandId RunPowerShellScript -ScriptString '${reset}'`,
      },
    },
  ],
  [
    "a deployment script with the command-line interface",
    "scriptContent",
    {
      type: "azure-native:resources:AzureCliScript",
      name: "setup",
      inputs: {
        resourceGroupName: "rg",
        scriptContent: `az vm run-command invoke -g rg -n web --command-id RunPowerShellScript --scripts '${reset}'`,
      },
    },
  ],
  [
    "a guest configuration that runs a script",
    "properties.guestConfiguration.configurationParameter[0].value",
    {
      type: "azure-native:guestconfiguration:GuestConfigurationAssignment",
      name: "setup",
      inputs: {
        vmName: ref("web", "name"),
        resourceGroupName: "rg",
        properties: {
          guestConfiguration: { configurationParameter: [{ name: "[Script]keys;SetScript", value: reset }] },
        },
      },
    },
  ],
])("harm is found through %s, in a preview and once deployed", async (_, path, declared) => {
  for (const deployed of [false, true]) {
    const [verdict] = await verdicts(rule, [machine("web"), declared], { deployed });
    expect(verdict).toMatch(broken(declared.name, path));
  }
});

test.each<[string, string, Declared]>([
  [
    "a scale set's inline extension",
    "virtualMachineProfile.extensionProfile.extensions[1].settings.commandToExecute",
    scaleSet("farm", [
      { publisher: "Microsoft.ManagedServices", type: "ApplicationHealthWindows" },
      { publisher: "Microsoft.Compute", type: "CustomScriptExtension", settings: { commandToExecute: reset } },
    ]),
  ],
  [
    "a machine's customData",
    "osProfile.customData",
    machine("farm", { osProfile: { customData: base64(`${reset}\n`), windowsConfiguration: {} } }),
  ],
  ["userData in UTF-16", "userData", machine("farm", { userData: base64(reset, "utf16le") })],
  [
    "userData of a scale set",
    "virtualMachineProfile.userData",
    {
      ...scaleSet("farm", []),
      inputs: {
        vmScaleSetName: "farm",
        virtualMachineProfile: { osProfile: { windowsConfiguration: {} }, userData: base64(reset) },
      },
    },
  ],
  [
    "the unattend file",
    "osProfile.windowsConfiguration.additionalUnattendContent[0].content",
    machine("farm", {
      osProfile: {
        windowsConfiguration: {
          additionalUnattendContent: [
            {
              passName: "OobeSystem",
              componentName: "Microsoft-Windows-Shell-Setup",
              settingName: "FirstLogonCommands",
              content: `<FirstLogonCommands><SynchronousCommand><CommandLine>powershell -Command &quot;Remove-Item ${keys} -Recurse&quot;</CommandLine></SynchronousCommand></FirstLogonCommands>`,
            },
          ],
        },
      },
    }),
  ],
])("harm is found in %s", async (_, path, declared) => {
  expect((await verdicts(rule, [declared]))[0]).toMatch(broken("farm", path));
});

test.each<[string, Declared[]]>([
  ["a script for Linux", [linux, runCommand({ script: `#!/bin/sh\necho ${keys}\n${reset}` })]],
  [
    "customData of a machine with Linux",
    [machine("web", { osProfile: { linuxConfiguration: {}, customData: base64(reset) } })],
  ],
  [
    "the Custom Script Extension for Linux",
    [
      machine("web"),
      extension("Microsoft.Azure.Extensions", "CustomScript", { settings: { commandToExecute: reset } }),
    ],
  ],
  [
    "a deployment script that harms its own container",
    [{ type: "azure-native:resources:AzurePowerShellScript", name: "setup", inputs: { scriptContent: reset } }],
  ],
])("%s is not this rule's business", async (_, declared) => {
  expect((await words(rule, declared)).filter((word) => !word.startsWith("holds"))).toEqual([]);
});

test.each<[string, Declared]>([
  ["a built-in Run Command", runCommand({ commandId: "RDPSettings" })],
  ["customData that is no script", machine("data", { osProfile: { customData: base64('{"role":"web"}') } })],
  [
    "an installer that a command downloads",
    customScript({
      settings: {
        fileUris: ["https://packages.example.com/agent.msi"],
        commandToExecute: "msiexec /i agent.msi /qn",
      },
    }),
  ],
  [
    "the documented repair",
    runCommand({
      script: [
        `takeown /f ${keys} /a /r`,
        `icacls ${keys} /t /c /grant "NT AUTHORITY\\System:(F)" "NT AUTHORITY\\NETWORK SERVICE:(R)"`,
        `icacls ${keys} /t /c /grant "BUILTIN\\Administrators:(F)"`,
      ].join("\n"),
    }),
  ],
])("%s holds", async (_, declared) => {
  const found = await words(rule, [machine("web"), declared]);
  expect(found.filter((word) => !word.startsWith("holds"))).toEqual([]);
});

test.each<[string, string, Declared]>([
  [
    "a script that is not known yet",
    "undecided hardening at source.script: whether hardening harms machine keys cannot be read: source.script is not known yet",
    runCommand({ script: unknownValue }),
  ],
  [
    "a script at an address",
    "undecided hardening at source.scriptUri: whether hardening harms machine keys cannot be read: source.scriptUri names a script that is not part of the stack",
    runCommand({ scriptUri: "https://example.com/fix.ps1?sig=secret" }),
  ],
  [
    "files that the Custom Script Extension fetches, once for the extension and without their signature",
    "undecided setup at settings.fileUris: whether setup harms machine keys cannot be read: settings.fileUris names install.ps1, which is not part of the stack",
    customScript({
      settings: { fileUris: ["https://example.com/a/install.ps1?sig=secret", "https://example.com/tools.zip"] },
      protectedSettings: unknownValue,
    }),
  ],
  [
    "protected settings that are not known yet",
    "undecided setup at protectedSettings: whether setup harms machine keys cannot be read: protectedSettings is not known yet",
    customScript({ protectedSettings: unknownValue }),
  ],
  [
    "protected settings that stand in a vault",
    "undecided setup at protectedSettingsFromKeyVault: whether setup harms machine keys cannot be read: protectedSettingsFromKeyVault holds the command in a vault",
    customScript({ protectedSettingsFromKeyVault: { secretUrl: "https://kv.vault.azure.net/secrets/x/1" } }),
  ],
  [
    "an archived configuration of the DSC extension",
    "undecided setup at settings.configuration.url: whether setup harms machine keys cannot be read: settings.configuration.url names a configuration that is not part of the stack",
    extension("Microsoft.Powershell", "DSC", {
      settings: { configuration: { url: "https://example.com/dsc.zip", script: "web.ps1", function: "Web" } },
    }),
  ],
  [
    "customData that is no base64",
    "undecided data at osProfile.customData: whether data harms machine keys cannot be read: osProfile.customData is no base64 text",
    machine("data", { osProfile: { customData: "Write-Output 'plain'" } }),
  ],
  [
    "a command of somebody else's that gets the key folder",
    "undecided hardening at source.script, line 1: repair-keyacl: repair-keyacl: what it does to the key folder is not known",
    runCommand({ script: `Repair-KeyAcl ${keys}` }),
  ],
  [
    "a repair that may not run",
    `undecided hardening at source.script, line 1: takeown: the script takes ownership of ${keys}, and access is granted again only under a condition`,
    runCommand({
      script: `takeown /f ${keys} /a /r\nif ((hostname) -like 'w*') { icacls ${keys} /t /grant 'SYSTEM:F' 'NETWORK SERVICE:R' }`,
    }),
  ],
])("%s is undecided", async (_, expected, declared) => {
  const found = await verdicts(rule, [machine("web"), declared]);
  expect(found).toEqual([expected]);
});

test("a script of three that harms makes its resource broken, whatever the others hide", async () => {
  const declared = customScript({
    settings: { fileUris: ["https://example.com/install.ps1"], commandToExecute: reset },
    protectedSettings: unknownValue,
  });
  expect(await words(rule, [machine("web"), declared])).toEqual(["broken setup"]);
});

test("what is broken is final: no resource that may still come heals it", async () => {
  const estate = estateOf([machine("web"), runCommand({ script: reset })]);
  expect(await rule.judge({ estate, settings: defaultSettings })).toMatchObject([{ verdict: "broken", final: true }]);
});

test("no secret of a script stands in a finding", async () => {
  const secret = "Hunter2-not-a-real-one";
  const script = `net user admin ${secret}\nicacls "${keys}\\${secret} x" /reset\nFoo-${secret} ${keys} -Password ${secret}`;
  expect(JSON.stringify(await verdicts(rule, [machine("web"), runCommand({ script })]))).not.toContain(secret);
});
