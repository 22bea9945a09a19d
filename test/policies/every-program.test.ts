import fc from "fast-check";
import { armNaming } from "../../policies/estate/arm-id";
import { packPolicies } from "../../policies/pack/policies";
import type { Occasion } from "../../policies/pack/occasion";
import { analyze, ref, unknownValue, type Declared, type Diagnostic } from "../../policies/testing";
import { rulePrograms, type RuleProgram } from "./rule-programs";
import { pathsIn, withValue } from "./spoilt";

jest.setTimeout(300_000);

const seed = Number(process.env["RDP904_SEED"] ?? Date.now() % 2 ** 31);
const runs = Number(process.env["RDP904_RUNS"] ?? 150);

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, false, 0, -1, 3389, 65536, 1e21, 0.5, "", " ", "*", "3389", "3389-1", "10.0.0.0/8", "10.1.2.3/33"],
    ...["::/0", "Internet", "Allow", "Deny", "Tcp", "Inbound", "300", "__proto__", unknownValue, "\u0000", "%", "{{"],
    ...["https://corp.vault.azure.net/secrets/rdp", "https://[", "urn:pulumi:", "=", "/subscriptions//x/providers/"],
    ...[
      "icacls C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys /reset",
      "<powershell>",
      "JABhAA==",
      "KeyVaultForWindows",
    ],
    ...["Microsoft.Azure.KeyVault", "MicrosoftWindowsServer", "Rdp904", "AzureBastionSubnet", "Windows", "rdp"],
  ),
);
/** Any tree whose objects have these keys. */
function treesOf(keys: readonly string[]): fc.Arbitrary<unknown> {
  return fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie("tree"), { maxKeys: 4 }),
    ),
  })).tree;
}
const tree = treesOf(["name", "id", "properties", "__proto__", "constructor", ""]);
/** Which resource, which of its properties, and what stands there instead; undefined takes the property away. */
const changes = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.option(tree, { nil: undefined, freq: 4 })), {
  minLength: 1,
  maxLength: 6,
});

type Change = readonly [resource: number, property: number, value: unknown];

function changed(resources: readonly Declared[], [which, property, value]: Change): Declared[] {
  return resources.map((resource, index) => {
    if (index !== which % resources.length) return resource;
    const all = pathsIn(resource.inputs);
    const path = all[property % all.length];
    if (!path) return resource;
    return { ...resource, inputs: withValue(resource.inputs, path, value) as Record<string, unknown> };
  });
}

const pack = (occasion: Occasion = "preview") =>
  packPolicies({ stackConfiguration: {}, occasion, today: "2026-11-21" });

async function internalErrors(declared: readonly Declared[], known: boolean): Promise<string[]> {
  const { registered, stack } = await analyze(pack(), declared, { known });
  return [...registered, ...stack].map(({ message }) => message).filter((message) => /internal error/.test(message));
}

let programs: readonly RuleProgram[];
beforeAll(async () => {
  programs = [...(await rulePrograms("broken")), ...(await rulePrograms("healthy"))];
});

test("the programs of all rules are judged without an error as they are written", async () => {
  for (const { title, resources } of programs) {
    expect([title, resources.length > 3, await internalErrors(resources, false)]).toEqual([title, true, []]);
  }
});

test(`however the resources of a program are spoilt, every rule judges them without an error (RDP904_SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), changes, fc.boolean(), async (which, spoilt, known) => {
      const { resources } = programs[which % programs.length]!;
      expect(await internalErrors(spoilt.reduce(changed, [...resources]), known)).toEqual([]);
    }),
    { seed, numRuns: runs },
  );
});

test(`random properties of every type that rules read are judged without an error (RDP904_SEED=${seed})`, async () => {
  const all = programs.flatMap(({ resources }) => resources);
  const native = Object.keys(armNaming).map((type) => `azure-native:${type}`);
  const types = fc.constantFrom(...new Set([...native, ...all.map(({ type }) => type)]));
  // Pulumi's own signatures of secrets begin with a digit; the engine takes them out before a pack sees them.
  const keys = [...new Set(all.flatMap(({ inputs }) => keysIn(inputs)))].filter((key) => /^\D/.test(key));
  const inputs = fc.dictionary(fc.constantFrom(...keys), treesOf(keys), { maxKeys: 12 });
  const resources = fc.uniqueArray(fc.record({ type: types, name: fc.constantFrom("a", "b", "c", "d", "e"), inputs }), {
    selector: ({ name }) => name,
  });
  await fc.assert(
    fc.asyncProperty(resources, fc.boolean(), async (declared, known) => {
      expect(await internalErrors(declared, known)).toEqual([]);
    }),
    { seed, numRuns: 2 * runs },
  );
});

function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...keysIn(item)]);
}

test("resources that refer to each other in a circle, and to themselves, are judged", async () => {
  const circle: Declared[] = [
    { type: "azure-native:network:Subnet", name: "one", inputs: { networkSecurityGroup: { id: ref("two") } } },
    { type: "azure-native:network:NetworkSecurityGroup", name: "two", inputs: { resourceGroupName: ref("three") } },
    {
      type: "azure-native:network:NetworkInterface",
      name: "three",
      inputs: { ipConfigurations: [{ subnet: { id: ref("one") } }] },
    },
    {
      type: "azure-native:compute:VirtualMachine",
      name: "four",
      inputs: { networkProfile: { networkInterfaces: [{ id: ref("four") }] } },
    },
  ];
  expect(await internalErrors(circle, false)).toEqual([]);
});

test("a resource with a megabyte of properties is judged", async () => {
  const tags = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`tag${index}`, "x".repeat(50)]));
  const large: Declared[] = [
    {
      type: "azure-native:compute:VirtualMachine",
      name: "one",
      inputs: { tags, osProfile: { customData: "A".repeat(1 << 20) } },
    },
  ];
  expect(await internalErrors(large, true)).toEqual([]);
});

async function said(
  occasion: Occasion,
  resources: readonly Declared[],
): Promise<{ readonly registered: readonly Diagnostic[]; readonly stack: readonly Diagnostic[] }> {
  return analyze(pack(occasion), resources, { known: true });
}

// Each program in its own order, as the engine registers resources that do not wait for each other.
function merged(one: readonly Declared[], other: readonly Declared[], coins: readonly boolean[]) {
  const [left, right] = [[...one], [...other]];
  const all: Declared[] = [];
  for (let turn = 0; left.length + right.length > 0; turn++) {
    const next = coins[turn % coins.length] ? (left.shift() ?? right.shift()) : (right.shift() ?? left.shift());
    all.push(next!);
  }
  return all;
}

test(`what stops an update early is still true when everything is registered (RDP904_SEED=${seed})`, async () => {
  const coins = fc.array(fc.boolean(), { minLength: 8, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(), coins, async (one, other, order) => {
      const [first, second] = [programs[one % programs.length]!, programs[other % programs.length]!];
      const resources = first === second ? first.resources : merged(first.resources, second.resources, order);
      const { registered } = await said("update", resources);
      const atTheEnd = new Set((await said("preview", resources)).stack.map(({ message }) => message));
      const untrue = registered.filter(({ message }) => !atTheEnd.has(message.replace(" already created:", "")));
      expect(untrue.map(({ message }) => message)).toEqual([]);
      expect(registered.map(({ level }) => level).filter((level) => level !== "mandatory")).toEqual([]);
    }),
    { seed, numRuns: Math.ceil(runs / 3) },
  );
});
