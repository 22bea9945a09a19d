import { deployedEstateOf, estateOf } from "../../policies/testing/estate-of";
import { spellings } from "./rules/spellings";
import { readStackCase } from "./stack-notation";

const read = (resources: string, more = "expect: []") =>
  readStackCase(`description: A stack.\nresources:\n${resources}\n${more}\n`, "it.yaml");

test("a reference is unknown in a preview, with the resource that it comes from, and known once deployed", () => {
  const { declared } = read(
    [
      "  vault: { type: 'azure-native:keyvault:Vault', properties: { vaultName: ops } }",
      "  text: { type: 'random:index/randomString:RandomString', outputs: { result: x7 } }",
      "  user:",
      "    type: 'azure-native:storage:StorageAccount'",
      "    properties: { a: '${text.result}', b: 'https://${vault.name}.example/${text[\"result\"]}', c: '$${x}' }",
      "    options: { dependsOn: ['${vault}'] }",
    ].join("\n"),
  );
  const user = estateOf(declared).resources.find(({ name }) => name === "user")!;
  expect(Object.keys(user.propertyDependencies)).toEqual(["a", "b"]);
  expect(user.propertyDependencies["b"]).toHaveLength(2);
  const deployed = deployedEstateOf(declared).resources.find(({ name }) => name === "user")!;
  expect(deployed.inputs).toEqual({ a: "x7", b: "https://ops.example/x7", c: "${x}" });
});

test("a text made of values is unknown until all of them are known", () => {
  const { declared } = read(
    [
      "  text: { type: 'random:index/randomString:RandomString', outputs: { result: x7 } }",
      "  user:",
      "    type: 'azure-native:storage:StorageAccount'",
      "    properties: { a: { 'fn::toJSON': { b: ['${text.result}', 1] } }, c: { 'fn::toJSON': [2] } }",
    ].join("\n"),
  );
  const inputs = deployedEstateOf(declared).resources[1]!.inputs;
  expect(inputs).toEqual({ a: '{"b":["x7",1]}', c: "[2]" });
});

test("a data source answers in a preview, unless it is asked about what is still to come", () => {
  const variables = (asked: string): string =>
    `expect: []\nvariables: { role: { 'fn::invoke': { function: a, arguments: { of: '${asked}' } }, answer: { id: i } } }`;
  const resources = "  one: { type: 'azure-native:keyvault:Vault', properties: { vaultName: '${role.id}' } }";
  expect(read(resources, variables("it")).declared[0]?.inputs).toEqual({ vaultName: "i" });
  const waiting = `${resources}\n  text: { type: 'random:index/randomString:RandomString' , outputs: { result: x } }`;
  const [one] = read(waiting, variables("${text.result}")).declared;
  expect(one?.inputs["vaultName"]).toMatchObject({ sources: [{ name: "text", output: "result" }] });
});

const vault = "  vault: { type: 'azure-native:keyvault:Vault', properties: {} }";

test.each<[string, string, string, string]>([
  ["YAML that breaks off", "  vault: {", "expect: []", "it.yaml"],
  ["a key twice", `${vault}\n${vault}`, "expect: []", "duplicated mapping key"],
  ["a tag of another schema", "  vault: !!js/function 'f'", "expect: []", "unknown tag"],
  ["a key that nobody knows", vault, "expects: []", "it.yaml: the file: expects is none of "],
  [
    "a resource's key that nobody knows",
    "  vault: { typ: x }",
    "expect: []",
    "it.yaml: resources.vault: typ is none of",
  ],
  [
    "a resource without a type",
    "  vault: { properties: {} }",
    "expect: []",
    "it.yaml: resources.vault.type: is no text",
  ],
  [
    "a reference to nothing",
    "  vault: { type: t, properties: { a: [{ b: '${other.id}' }] } }",
    "expect: []",
    "it.yaml: resources.vault.properties.a[0].b: ${other.id} names no resource",
  ],
  [
    "an output that nobody answers",
    `${vault}\n  other: { type: t, properties: { a: '\${vault.vaultUri}' } }`,
    "expect: []",
    "it.yaml: resources: vault has no output vaultUri",
  ],
  [
    "a function that is not read",
    "  vault: { type: t, properties: { a: { 'fn::toBase64': x } } }",
    "expect: []",
    "it.yaml: resources.vault.properties.a: fn::toBase64 is not read here",
  ],
  ["an expectation of nothing", vault, "expect: [{ at: x }]", "it.yaml: expect[0]: says none of holds"],
  ["an expectation of no resource", vault, "expect: [{ holds: valt }]", "it.yaml: expect[0]: valt is no resource"],
  ["a finding without a fact", vault, "expect: [{ broken: vault }]", "it.yaml: expect[0].fact: is no text"],
  ["a source that is no page", vault, "expect: []\nsource: facts", "it.yaml: source: is no public page"],
])("%s is told with file and place", (_, resources, more, message) => {
  expect(() => read(resources, more)).toThrow(message);
});

test("a type in one spelling is read in all of them", () => {
  const { declared } = read("  vm: { type: 'azure-native:compute:VirtualMachine', properties: { vmName: a } }");
  expect(spellings.map(([, spell]) => estateOf(spell(declared)).resources[0]?.type)).toEqual(
    Array(3).fill("compute:VirtualMachine"),
  );
});
