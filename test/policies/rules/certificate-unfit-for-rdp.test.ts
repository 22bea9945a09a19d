import { certificateUnfitForRdp as rule } from "../../../policies/rules/certificate-unfit-for-rdp";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import {
  certificate,
  extension,
  handler,
  machine,
  policy,
  scaleSet,
  secretUrl,
  settings,
  vault,
  verdicts,
  words,
} from "./certificate-stack";
import { scaleSetExtension } from "./spellings";

type Inputs = Record<string, unknown>;
const remoteDesktop = "1.3.6.1.4.1.311.54.1.2";
const server = "1.3.6.1.5.5.7.3.1";
const client = "1.3.6.1.5.5.7.3.2";
const x509 = "certificatePolicy.x509CertificateProperties";

function stack(inputs: Inputs, typeHandlerVersion = "3.0"): Declared[] {
  return [
    vault("ops"),
    certificate("rdp-listener", "ops", inputs),
    machine("app"),
    extension("app-certificate", "app", {
      typeHandlerVersion,
      settings: settings([{ url: secretUrl, accounts: ["Network Service"] }]),
    }),
  ];
}

const issued = (x509Properties: Inputs, parts: Inputs = {}, line?: string): Declared[] =>
  stack({ certificatePolicy: policy(parts, x509Properties) }, line);
const key = (properties: Inputs): Inputs => ({
  keyProperties: { keyType: "RSA", keySize: 2048, exportable: true, reuseKey: false, ...properties },
});

test("a certificate for clients is none for the listener", async () => {
  expect(await verdicts(rule, issued({ extendedKeyUsages: [client] }))).toEqual([
    `broken rdp-listener at ${x509}.extendedKeyUsages: ` +
      'the certificate "rdp-listener" is neither for Remote Desktop Authentication nor for Server Authentication',
  ]);
});

test("a key that is not exportable never reaches the host", async () => {
  expect(await verdicts(rule, issued({}, key({ exportable: false })))).toEqual([
    "broken rdp-listener at certificatePolicy.keyProperties.exportable: " +
      'the key of the certificate "rdp-listener" is not exportable, so hosts get the certificate without it',
  ]);
});

test("a key that only signs lists of revoked certificates makes no handshake", async () => {
  expect(await verdicts(rule, issued({ keyUsages: ["cRLSign", "keyCertSign"] }))).toEqual([
    `broken rdp-listener at ${x509}.keyUsages: ` +
      'the key of the certificate "rdp-listener" may be used for cRLSign, keyCertSign only, which no TLS handshake is made of',
  ]);
});

test("the line 4.x does not install what is self-issued and for servers", async () => {
  expect(await verdicts(rule, issued({ extendedKeyUsages: [server, remoteDesktop] }, {}, "4.0"))).toEqual([
    `broken rdp-listener at ${x509}.extendedKeyUsages: the certificate "rdp-listener" is self-issued and for Server Authentication, so ` +
      "app-certificate, of the line 4.x, does not install it: its chain ends at no root that the host trusts",
  ]);
});

test.each<[string, Declared[]]>([
  ["exportable written as text", issued({}, key({ exportable: "false" }))],
  [
    "self in other letters, in the line 4.x",
    issued({ extendedKeyUsages: [` ${server} `] }, { issuerParameters: { name: "self" } }, "4.0.1"),
  ],
  [
    "an import that keeps its key",
    stack({ certificate: { contents: "x" }, certificatePolicy: policy(key({ exportable: false })) }),
  ],
])("%s: unfit", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["broken rdp-listener"]);
  expect(await words(rule, declared, { deployed: true })).toEqual(["broken rdp-listener"]);
});

test.each<[string, Declared[]]>([
  ["for what Key Vault takes by default, in the line 3.x", issued({ extendedKeyUsages: undefined })],
  ["with an RSA key that only enciphers", issued({ keyUsages: ["keyEncipherment"] })],
  ["with the key usages by default", issued({ keyUsages: [] })],
  ["among usages of which one is not known yet", issued({ extendedKeyUsages: [unknownValue, remoteDesktop] })],
  ["imported, where nobody sees what is in it", stack({ certificate: { contents: "x" } })],
  ["self-issued and for servers, where the host runs the line 1.x", issued({ extendedKeyUsages: [server] }, {}, "1.0")],
  ["exportable, written as text", issued({}, key({ exportable: "true" }))],
])("%s: fit, in a preview and once deployed", async (_, declared) => {
  expect(await words(rule, declared)).toEqual(["holds rdp-listener"]);
  expect(await words(rule, declared, { deployed: true })).toEqual(["holds rdp-listener"]);
});

const observed = (url: unknown): Inputs => settings([{ url, accounts: ["Network Service"] }]);
const made = (x509Properties: Inputs): Declared[] => issued(x509Properties).slice(0, 2);

test.each<[string, Declared[]]>([
  [
    "observed by the output of its resource",
    [
      machine("app"),
      extension("e", "app", {
        typeHandlerVersion: "4.0",
        settings: observed(ref("rdp-listener", "versionlessSecretId")),
      }),
    ],
  ],
  [
    "inline in a scale set",
    [scaleSet("farm", [{ name: "kv", ...handler, typeHandlerVersion: "4.0", settings: observed(secretUrl) }])],
  ],
  [
    "beside a scale set",
    [
      scaleSet("farm", []),
      scaleSetExtension("e", {
        ...{ vmScaleSetName: "farm-set", ...handler, typeHandlerVersion: "4.0", settings: observed(secretUrl) },
      }),
    ],
  ],
  [
    "on two hosts",
    ["a", "b"].flatMap((name) => [
      machine(name),
      extension(`${name}-e`, name, { typeHandlerVersion: "4.0", settings: observed(secretUrl) }),
    ]),
  ],
])("what the line 4.x takes and what it refuses is told of a certificate %s", async (_, hosts) => {
  for (const deployed of [false, true]) {
    expect(await words(rule, [...made({}), ...hosts], { deployed })).toEqual(["holds rdp-listener"]);
    expect(await words(rule, [...made({ extendedKeyUsages: [server] }), ...hosts], { deployed })).toEqual([
      "broken rdp-listener",
    ]);
  }
});

test.each<[string, string, Declared[]]>([
  ["its usages", `${x509}.extendedKeyUsages`, issued({ extendedKeyUsages: unknownValue })],
  ["its key usages", `${x509}.keyUsages`, issued({ keyUsages: unknownValue })],
  ["all of its policy", "certificatePolicy", stack({ certificatePolicy: unknownValue })],
])("%s, not known, leaves it open", async (_, path, declared) => {
  const [verdict, ...more] = await verdicts(rule, declared);
  expect(more).toEqual([]);
  expect(verdict).toMatch(/^undecided rdp-listener at /);
  expect(verdict).toContain(`at ${path}: `);
});

test("each thing that is wrong is told of its own", async () => {
  const declared = issued(
    { extendedKeyUsages: [client], keyUsages: ["cRLSign"] },
    key({ exportable: false, keyType: "EC-HSM" }),
  );
  expect(await words(rule, declared)).toEqual(Array(4).fill("broken rdp-listener"));
});

test("a line that refuses is enough among several hosts", async () => {
  const declared = [
    ...issued({ extendedKeyUsages: [server] }),
    machine("new"),
    extension("new-certificate", "new", {
      typeHandlerVersion: "4.0",
      settings: settings([{ url: secretUrl, accounts: ["Network Service"] }]),
    }),
  ];
  expect(await verdicts(rule, declared)).toEqual([expect.stringContaining("so new-certificate, of the line 4.x")]);
});

test("of a certificate that is made elsewhere nothing is said", async () => {
  expect(await words(rule, issued({}).slice(2))).toEqual([]);
});
