import { tlsDisabled as rule } from "../../../policies/rules/tls-disabled";
import { defaultSettings } from "../../../policies/settings/settings";
import { ref, type Declared } from "../../../policies/testing";
import { estateOf } from "../../../policies/testing/estate-of";
import { machine, verdicts, words } from "./certificate-stack";

const schannel = "SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL";
const policy = "SOFTWARE\\Policies\\Microsoft\\Cryptography\\Configuration\\SSL\\00010002";
const enabled = (key: string, value: number | string): string =>
  `Set-ItemProperty 'HKLM:\\${schannel}\\${key}' -Name Enabled -Value ${value} -Type DWord`;
const add = (key: string, value: string): string =>
  `reg add "HKLM\\${schannel}\\${key}" /v Enabled /t REG_DWORD /d ${value} /f`;
const functions = (list: string): string => `Set-ItemProperty 'HKLM:\\${policy}' Functions '${list}'`;

const off = (...versions: string[]): string[] => versions.map((one) => enabled(`Protocols\\TLS ${one}\\Server`, 0));
const old12 = ["1.0", "1.1", "1.2"];

function host(sku?: string): Declared {
  const imageReference = { publisher: "MicrosoftWindowsServer", offer: "WindowsServer", ...(sku && { sku }) };
  return machine("web", { storageProfile: { imageReference } });
}

const old = host("2019-datacenter");
const young = host("2022-datacenter");

function script(...lines: string[]): Declared {
  return {
    type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    name: "hardening",
    inputs: { vmName: ref("web", "name"), resourceGroupName: "rg", source: { script: lines.join("\n") } },
  };
}

test("every version switched off on a host without TLS 1.3 is broken, and the fact says so", async () => {
  expect(await verdicts(rule, [old, script(...off(...old12))])).toEqual([
    "broken hardening at source.script, line 3: Set-ItemProperty: the script switches off TLS 1.2 Server, and the host speaks no other version",
  ]);
});

test.each<[string, Declared, Declared]>([
  ["that has them on by default", old, script(...off("1.2"))],
  ["where one of them goes, too", old, script(...off("1.2", "1.0"))],
  [
    "that has them on because a script says so",
    host("2025-datacenter"),
    script(...off("1.3", "1.2"), enabled("Protocols\\TLS 1.1\\Server", 1)),
  ],
  ["that loses TLS 1.3, too", young, script(...off("1.3", "1.2"))],
])("a host that keeps TLS 1.0 or TLS 1.1 %s is told as advisory", async (_, web, declared) => {
  const found = await rule.judge({ estate: estateOf([web, declared]), settings: defaultSettings });
  expect(found).toMatchObject([
    {
      verdict: "broken",
      level: "advisory",
      fact: expect.stringContaining(
        "switches off TLS 1.2 Server and leaves older versions, which newer clients refuse",
      ) as string,
    },
  ]);
});

test.each<[string, Declared, Declared]>([
  ["reg.exe", old, script(...old12.map((v) => add(`Protocols\\TLS ${v}\\Server`, "0x0")))],
  [
    "a loop over versions",
    old,
    script(
      `foreach ($v in 'TLS 1.0', 'TLS 1.1', 'TLS 1.2') {`,
      `  $k = "HKLM:\\${schannel}\\Protocols\\$v\\Server"`,
      "  New-Item $k -Force | Out-Null",
      "  New-ItemProperty -Path $k -Name Enabled -Value 0 -PropertyType DWord -Force | Out-Null",
      "}",
    ),
  ],
  [
    "TLS 1.3 switched on where Windows does not speak it",
    old,
    script(enabled("Protocols\\TLS 1.3\\Server", 1), ...off(...old12)),
  ],
  ["every version switched off, also TLS 1.3", young, script(...off("1.3", ...old12))],
  [
    "both new versions switched off where Windows has the old ones off by default",
    host("2025-datacenter-azure-edition"),
    script(...off("1.2", "1.3")),
  ],
  ["a list of names that Windows does not know", young, script(functions("ECDHE-RSA-AES256-GCM-SHA384"))],
  ["suites without encryption", young, script(functions("TLS_RSA_WITH_NULL_SHA256,TLS_PSK_WITH_NULL_SHA256"))],
  ["suites of TLS 1.3 on an older host", old, script(functions("TLS_AES_256_GCM_SHA384"))],
  ["AES switched off", young, script(add("Ciphers\\AES 128/128", "0"), add("Ciphers\\AES 256/256", "0"))],
  [
    "every way of agreeing on keys switched off",
    young,
    script(...["ECDH", "Diffie-Hellman", "PKCS"].map((name) => enabled(`KeyExchangeAlgorithms\\${name}`, 0))),
  ],
  [
    "a .reg file",
    old,
    script(
      "@'",
      "Windows Registry Editor Version 5.00",
      ...old12.flatMap((v) => [
        `[HKEY_LOCAL_MACHINE\\${schannel}\\Protocols\\TLS ${v}\\Server]`,
        '"Enabled"=dword:00000000',
      ]),
      "'@ | Set-Content C:\\tls.reg",
      "reg.exe import C:\\tls.reg",
    ),
  ],
])("it is broken through %s, in a preview and once deployed", async (_, web, declared) => {
  for (const deployed of [false, true])
    expect(await words(rule, [web, declared], { deployed })).toEqual(["broken hardening"]);
});

test.each<[string, Declared, Declared]>([
  [
    "a good list of suites",
    old,
    script(functions("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")),
  ],
  [
    "old versions switched off",
    old,
    script(...["SSL 3.0", "TLS 1.0", "TLS 1.1"].map((v) => enabled(`Protocols\\${v}\\Server`, 0))),
  ],
  ["TLS 1.2 as a client only", old, script(enabled("Protocols\\TLS 1.2\\Client", 0))],
  ["TLS 1.2 switched on with all bits", old, script(enabled("Protocols\\TLS 1.2\\Server", "0xffffffff"))],
  ["TLS 1.2 off where Windows speaks TLS 1.3", young, script(enabled("Protocols\\TLS 1.2\\Server", 0))],
  [
    "FIPS alone",
    old,
    script(
      "reg add HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\FIPSAlgorithmPolicy /v Enabled /t REG_DWORD /d 1 /f",
    ),
  ],
  ["weak ciphers switched off", old, script(add("Ciphers\\RC4 128/128", "0"), add("Ciphers\\AES 128/128", "0"))],
  [
    "harm that is repaired",
    old,
    script(enabled("Protocols\\TLS 1.2\\Server", 0), enabled("Protocols\\TLS 1.2\\Server", 1)),
  ],
  [
    "suites that go one by one",
    old,
    script(
      "foreach ($s in 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'TLS_RSA_WITH_NULL_SHA') { Disable-TlsCipherSuite -Name $s }",
    ),
  ],
  [
    "a machine that takes no RDP",
    machine("web", { tags: { rdp904: "none" } }),
    script(enabled("Protocols\\TLS 1.2\\Server", 0)),
  ],
])("%s is not broken", async (_, web, declared) => {
  expect((await words(rule, [web, declared])).filter((word) => !word.startsWith("holds"))).toEqual([]);
});

test.each<[string, Declared, Declared, string]>([
  [
    "TLS 1.2 off on a release that is not known",
    host(),
    script(enabled("Protocols\\TLS 1.2\\Server", 0)),
    "whether the host speaks TLS 1.3 is not known",
  ],
  [
    "TLS 1.0 set to something from outside",
    old,
    script("param($on)", ...off("1.1", "1.2"), enabled("Protocols\\TLS 1.0\\Server", "$on")),
    "whether the host speaks an older version is not known",
  ],
  [
    "a value from outside",
    old,
    script("param($on)", enabled("Protocols\\TLS 1.2\\Server", "$on")),
    "what it sets Enabled of TLS 1.2 Server to is not known",
  ],
  [
    "a version that is off unless a program asks for it",
    old,
    script(enabled("Protocols\\TLS 1.2\\Server", 1).replace("Enabled -Value 1", "DisabledByDefault -Value 1")),
    "whether RDP asks for TLS 1.2 by name is not known",
  ],
  [
    "a number that is written as a text",
    old,
    script(add("Protocols\\TLS 1.2\\Server", "0").replace("/t REG_DWORD ", "")),
    "it sets Enabled of TLS 1.2 Server to 0 as a text",
  ],
  [
    "suites for ECDSA certificates alone",
    old,
    script(functions("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")),
    "whether RDP's certificate is one is not known",
  ],
  [
    "suites that a pipeline finds",
    old,
    script("Get-TlsCipherSuite | Disable-TlsCipherSuite"),
    "which cipher suites it switches off is not known",
  ],
  [
    "a file that is imported beside Schannel's keys",
    old,
    script(enabled("Protocols\\TLS 1.1\\Server", 0), "reg import C:\\tls.reg"),
    "the file that it imports is not part of the script",
  ],
])("%s is undecided", async (_, web, declared, why) => {
  const found = await verdicts(rule, [web, declared]);
  expect(found).toEqual([expect.stringContaining("undecided hardening at source.script, line ")]);
  expect(found[0]).toContain(why);
});
