import { renewedCertificateNotBound as rule } from "../../../policies/rules/renewed-certificate-not-bound";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { extension, handler, machine, scaleSet, secretUrl, settings, verdicts, words } from "./certificate-stack";
import { assignment, own } from "./guest-configuration-stack";
import { spellings } from "./spellings";

type Inputs = Record<string, unknown>;
const observed = { url: secretUrl, accounts: ["Network Service"] };
const host = (more: Inputs = {}): Declared[] => [
  machine("app"),
  extension("app-certificate", "app", { settings: settings([observed], undefined, more) }),
];

const runCommand = (name: string, source: Inputs): Declared => ({
  type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
  name,
  inputs: { vmName: ref("app", "name"), resourceGroupName: "rg", source },
});
const customScript = (name: string, given: Inputs): Declared => ({
  type: "azure-native:compute:VirtualMachineExtension",
  name,
  inputs: {
    vmName: ref("app", "name"),
    resourceGroupName: "rg",
    publisher: "Microsoft.Compute",
    type: "CustomScriptExtension",
    typeHandlerVersion: "1.10",
    ...given,
  },
});

const bindOnce = [
  '$cert = Get-ChildItem Cert:\\LocalMachine\\My | Where-Object Subject -eq "CN=rdp"',
  "$setting = Get-CimInstance -Namespace root/cimv2/TerminalServices -ClassName Win32_TSGeneralSetting",
  "Set-CimInstance -InputObject $setting -Property @{ SSLCertificateSHA1Hash = $cert.Thumbprint }",
].join("\n");
const bindAgain = [
  "$script = @'",
  ...bindOnce.split("\n"),
  "'@",
  "Set-Content -Path C:\\ops\\bind.ps1 -Value $script",
  "$action = New-ScheduledTaskAction -Execute powershell.exe -Argument '-File C:\\ops\\bind.ps1'",
  "Register-ScheduledTask -TaskName bind -Action $action -Trigger (New-ScheduledTaskTrigger -Daily -At 3am) -User SYSTEM",
].join("\n");
const bindByLine =
  "powershell -Command $c = Get-ChildItem Cert:\\LocalMachine\\My | Sort-Object NotAfter | Select-Object -Last 1; " +
  "wmic /namespace:\\\\root\\cimv2\\TerminalServices PATH Win32_TSGeneralSetting Set SSLCertificateSHA1Hash=$($c.Thumbprint)";

test("a host that gets renewals and binds none is broken", async () => {
  expect(await verdicts(rule, host())).toEqual([
    'broken app at : nothing binds the certificate "rdp-listener" to the RDP listener of app after a renewal',
  ]);
});

test("a web server that lets Network Service read its certificate, as the documentation shows it, needs no listener", async () => {
  const site = { url: "https://ops-vault.vault.azure.net/secrets/shop-site", accounts: ["Network Service"] };
  const web = (tags: Inputs): Declared[] => [
    machine("app", { tags }),
    extension("app-certificate", "app", { settings: settings([site]) }),
  ];
  expect(await words(rule, web({}))).toEqual([]);
  expect(await words(rule, web({ rdp904: "host" }))).toEqual(["broken app"]);
  expect(await words(rule, web({ rdp904: unknownValue }))).toEqual(["broken app"]);
});

test("linkOnRenewal alone rebinds IIS, and the message says so", async () => {
  expect(await verdicts(rule, host({ linkOnRenewal: true }))).toEqual([
    'broken app at : nothing binds the certificate "rdp-listener" to the RDP listener of app after a renewal; ' +
      "linkOnRenewal is documented for IIS and S-channel only",
  ]);
});

test("a script that binds when it is deployed binds no renewal", async () => {
  expect(await verdicts(rule, [...host(), runCommand("bind", { script: bindOnce })])).toEqual([
    "broken app at : bind deals with the listener's certificate when it runs, and nothing runs after a renewal of " +
      'the certificate "rdp-listener"',
  ]);
});

test.each<[string, Declared[]]>([
  ["beside a baseline of Azure's own", [...host(), assignment("b", "app", { name: "AzureWindowsBaseline" })]],
  ["beside somebody else's audit", [...host(), assignment("c", "app", { name: "Corp", assignmentType: "Audit" })]],
  [
    "beside a script about something else",
    [...host(), runCommand("iis", { script: "Install-WindowsFeature Web-Server" })],
  ],
  [
    "beside a task about something else",
    [...host(), runCommand("t", { script: "Register-ScheduledTask -TaskName backup" })],
  ],
  [
    "beside a comment that names it all",
    [...host(), runCommand("c", { script: "# Register-ScheduledTask SSLCertificateSHA1Hash\nGet-Date" })],
  ],
  ["beside a Run Command of Azure's own", [...host(), runCommand("r", { commandId: "IPConfig" })]],
])("a host that binds none is broken, %s", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["broken app"]);
});

test.each<[string, Declared[]]>([
  ["this project's guest configuration", [...host(), assignment("keys", "app", own)]],
  ["a scheduled task that sets it", [...host(), runCommand("bind", { script: bindAgain })]],
  [
    "a task whose script New-Item writes",
    [
      ...host(),
      runCommand("bind", {
        script: bindAgain.replace("Set-Content -Path C:\\ops\\bind.ps1", "New-Item -Path C:\\ops -Name bind.ps1"),
      }),
    ],
  ],
  [
    "a notification of Windows that sets it",
    [
      ...host(),
      runCommand("bind", {
        script: `Set-Content C:\\bind.ps1 @'\n${bindOnce}\n'@\nNew-CertificateNotificationTask -Type Replace -PSScript C:\\bind.ps1 -Name b -Channel System`,
      }),
    ],
  ],
  [
    "a scheduled task by a Custom Script Extension",
    [
      ...host(),
      customScript("bind", {
        settings: {
          commandToExecute: `schtasks /create /tn bind /sc daily /ru SYSTEM /tr "${bindByLine}"`,
        },
      }),
    ],
  ],
])("%s binds renewals, in a preview and once deployed", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["holds app"]);
  expect(await words(rule, declared, { deployed: true })).toEqual(["holds app"]);
});

const farm = (...more: Inputs[]): Declared =>
  scaleSet("farm", [{ name: "kv", ...handler, settings: settings([observed]) }, ...more]);

test.each<[string, Declared[]]>([
  [
    "its guest configuration",
    [
      farm(),
      {
        ...assignment("keys", "farm", own, { vmName: null, vmssName: ref("farm", "name") }),
        type: "azure-native:guestconfiguration:GuestConfigurationAssignmentsVMSS",
      },
    ],
  ],
  [
    "a script that it carries inline",
    [
      farm({
        ...{ name: "bind", publisher: "Microsoft.Compute", type: "CustomScriptExtension", typeHandlerVersion: "1.10" },
        settings: {
          commandToExecute: `schtasks /create /tn bind /sc daily /tr "${bindByLine}"`,
        },
      }),
    ],
  ],
])("renewals are bound on a scale set by %s, and on one without it they are not", async (_, declared) => {
  for (const deployed of [false, true]) {
    expect(await words(rule, declared, { deployed })).toEqual(["holds farm"]);
    expect(await words(rule, [farm()], { deployed })).toEqual(["broken farm"]);
  }
});

test.each(spellings)("%s change nothing, in a preview and once deployed", async (_, spell) => {
  for (const deployed of [false, true]) {
    const bound = [...host(), runCommand("bind", { script: bindAgain })];
    expect(await words(rule, spell(bound), { deployed })).toEqual(["holds app"]);
    expect(await words(rule, spell([...host(), assignment("keys", "app", own)]), { deployed })).toEqual(["holds app"]);
    const once = [...host(), runCommand("bind", { script: bindOnce })];
    expect(await words(rule, spell(once), { deployed })).toEqual(["broken app"]);
  }
});

test.each([
  [
    "sets one thumbprint for ever",
    'schtasks /create /tn b /sc daily /tr "wmic PATH Win32_TSGeneralSetting Set SSLCertificateSHA1Hash=%T%"',
    "it binds one fixed thumbprint, and a renewed certificate has another",
  ],
  [
    "runs once",
    `schtasks /create /tn b /sc once /st 23:00 /tr "${bindByLine}"`,
    "nothing starts it again after a renewal",
  ],
])("a task that %s is broken, and the message says so", async (_, commandToExecute, why) => {
  expect(await verdicts(rule, [...host(), customScript("bind", { settings: { commandToExecute } })])).toEqual([
    `broken app at : bind registers a task that does not bind the certificate "rdp-listener" after a renewal: ${why}`,
  ]);
});

test.each<[string, Declared[]]>([
  ["somebody else's guest configuration", [...host(), assignment("c", "app", { name: "CorpRdp", contentHash: "00" })]],
  [
    "a script that is not part of the stack",
    [
      ...host(),
      customScript("c", {
        settings: { fileUris: ["https://x.example/bind.ps1"] },
        protectedSettings: { commandToExecute: "powershell -File bind.ps1" },
      }),
    ],
  ],
  ["a script by its address", [...host(), runCommand("r", { scriptUri: "https://x.example/bind.ps1" })]],
  ["a script that is not known yet", [...host(), runCommand("r", { script: unknownValue })]],
  [
    "a notification whose script lies elsewhere",
    [
      ...host(),
      runCommand("r", { script: "New-CertificateNotificationTask -Type Replace -PSScript C:\\x.ps1 -Name x" }),
    ],
  ],
  [
    "an assignment of some machine",
    [
      ...host(),
      { ...assignment("c", "app", own), inputs: { ...assignment("c", "app", own).inputs, vmName: unknownValue } },
    ],
  ],
])("%s may bind renewals, so it is open", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["undecided app"]);
});

test("another machine's guest configuration binds nothing here", async () => {
  expect(await words(rule, [...host(), machine("other"), assignment("keys", "other", own)])).toEqual(["broken app"]);
});

test.each(["certificate", "machineConfiguration"])("providedElsewhere.%s speaks for a host", async (kind) => {
  expect(await words(rule, host(), { settings: { providedElsewhere: { [kind]: ["app"] } } })).toEqual(["holds app"]);
  expect(await words(rule, host(), { settings: { providedElsewhere: { [kind]: ["other"] } } })).toEqual(["broken app"]);
});

test("a machine of another stack is open, and told on the extension", async () => {
  const alone = extension("e", "", { vmName: "elsewhere", settings: settings([observed]) });
  const assigned = assignment("a", "", own, { vmName: "ELSEWHERE" });
  const another = assignment("a", "", own, { vmName: "elsewhere", resourceGroupName: "other" });
  expect(await words(rule, [alone, assigned])).toEqual(["holds e"]);
  expect(await words(rule, [alone, another])).toEqual(["undecided e"]);
  expect(await words(rule, [alone])).toEqual(["undecided e"]);
  const said = await rule.judge({ estate: estateOf([alone]), settings: defaultSettings });
  expect(said).toMatchObject([{ settle: "name the stack of the machine in rdp904:knownResources" }]);
});

test("a web site's certificate has no listener of RDP to be bound to", async () => {
  const site = extension("e", "app", { settings: settings([{ url: "https://v.vault.azure.net/secrets/shop" }]) });
  expect(await words(rule, [machine("app"), site])).toEqual([]);
});

test("two extensions of one host are told once", async () => {
  const second = extension("second", "app", { settings: settings([observed]) });
  expect(await words(rule, [...host(), second])).toEqual(["broken app"]);
});
