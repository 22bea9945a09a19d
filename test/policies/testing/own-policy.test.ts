import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { analyze, ref, unknownValue, type Declared } from "rdp904/testing";

// Two policies as an author writes them: one looks at a resource, one at how resources belong together.
const namesItsOwner: ResourceValidationPolicy = {
  name: "names-its-owner",
  description: "Every virtual machine has a tag that names its owner.",
  enforcementLevel: "mandatory",
  configSchema: { properties: { tag: { type: "string", default: "owner" } } },
  validateResource(args, report) {
    if (args.type !== "azure-native:compute:VirtualMachine") args.notApplicable("not a virtual machine");
    if (!args.props.tags?.[args.getConfig<{ tag: string }>().tag]) report("there is no owner");
  },
};
const hasNoPublicAddress: StackValidationPolicy = {
  name: "has-no-public-address",
  description: "No network interface has a public address, but in a stack that is tagged `edge`.",
  enforcementLevel: "mandatory",
  validateStack({ resources, stackTags }, report) {
    if (stackTags.get("edge") === "true") return;
    for (const { propertyDependencies, urn } of resources) {
      const made = propertyDependencies["ipConfigurations"] ?? [];
      if (made.some(({ type }) => type === "azure-native:network:PublicIPAddress")) report("it has one", urn);
    }
  },
};

const address: Declared = { type: "azure-native:network:PublicIPAddress", name: "address", inputs: {} };
const card: Declared = {
  type: "azure-native:network:NetworkInterface",
  name: "card",
  inputs: { ipConfigurations: [{ name: "primary", publicIPAddress: { id: ref("address") } }] },
};
const machine = (tags: unknown): Declared => ({
  type: "azure-native:compute:VirtualMachine",
  name: "vm",
  inputs: { tags, networkProfile: { networkInterfaces: [{ id: ref("card") }] } },
});

test("a machine without an owner is broken, one with an owner holds", async () => {
  const { registered, verdicts } = await analyze([namesItsOwner], [card, address, machine({})]);
  expect(verdicts).toEqual({ "names-its-owner": "broken" });
  expect(registered).toEqual([
    {
      policyName: "names-its-owner",
      urn: "urn:pulumi:test::test::azure-native:compute:VirtualMachine::vm",
      message: "Every virtual machine has a tag that names its owner.\nthere is no owner",
      level: "mandatory",
    },
  ]);
  const owned = await analyze([namesItsOwner], [card, address, machine({ owner: "ops" })]);
  expect(owned.verdicts).toEqual({ "names-its-owner": "holds" });
});

test("tags that are not known yet end the policy: nothing is held up, and nothing was looked at", async () => {
  const { registered, verdicts } = await analyze([namesItsOwner], [card, address, machine(unknownValue)]);
  expect(verdicts).toEqual({ "names-its-owner": "undecided" });
  expect(registered.map(({ level }) => level)).toEqual(["advisory"]);
});

test("a stack without machines is none of the policy's business", async () => {
  const { verdicts } = await analyze([namesItsOwner], [card, address]);
  expect(verdicts).toEqual({ "names-its-owner": "not applicable" });
});

test("the pipeline may name another tag and another level", async () => {
  const config = { "names-its-owner": { tag: "team", enforcementLevel: "advisory" } } as const;
  const { registered } = await analyze([namesItsOwner], [card, address, machine({ owner: "ops" })], { config });
  expect(registered.map(({ level }) => level)).toEqual(["advisory"]);
});

test("a public address is seen in a preview, by what the interface is made from, and once deployed", async () => {
  for (const known of [false, true]) {
    const { stack } = await analyze([hasNoPublicAddress], [card, address], { known });
    expect(stack.map(({ urn }) => urn)).toEqual(["urn:pulumi:test::test::azure-native:network:NetworkInterface::card"]);
  }
});

test("a stack that is tagged `edge` may have public addresses", async () => {
  const { verdicts } = await analyze([hasNoPublicAddress], [card, address], { stackTags: { edge: "true" } });
  expect(verdicts).toEqual({ "has-no-public-address": "holds" });
});
