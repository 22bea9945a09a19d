import { Capture, type StackResource } from "../../../policies/estate/capture";
import type { Estate } from "../../../policies/estate/estate";
import { joinById, joinByName, joinList, type Join } from "../../../policies/estate/join";

const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const network = "azure-native:network:";
const groupPath = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network";

interface Declared {
  token: string;
  name: string;
  inputs: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  from?: Record<string, string[]>;
}

function estateOf(declared: Declared[]): Estate {
  const capture = new Capture();
  const stack = declared.map(({ token, name, inputs, outputs, from }): StackResource => ({
    urn: name,
    name,
    type: token,
    props: outputs ?? inputs,
    dependencies: [],
    propertyDependencies: Object.fromEntries(
      Object.entries(from ?? {}).map(([key, names]) => [key, names.map((urn) => ({ urn }))]),
    ),
  }));
  stack.forEach((resource, index) => capture.remember({ ...resource, props: declared[index]!.inputs }));
  return capture.stackEstate(stack);
}

const group = (name: string, arm: string): Declared => ({
  token: `${network}NetworkSecurityGroup`,
  name,
  inputs: { networkSecurityGroupName: arm, resourceGroupName: "rg" },
});

function joined(join: Join): string {
  if (join.state === "joined") return join.resource.name;
  return join.state === "candidates" ? join.resources.map(({ name }) => name).join("|") : join.state;
}

const follow = (estate: Estate): string =>
  joined(joinById(estate, estate.byUrn("card")!, "networkSecurityGroup.id", ["network:NetworkSecurityGroup"]));

const card = (inputs: Record<string, unknown>, from?: Record<string, string[]>): Declared => ({
  token: `${network}NetworkInterface`,
  name: "card",
  inputs,
  ...(from && { from }),
});

test("a known id leads to the resource of that name and group, whatever its case", () => {
  const id = `${groupPath}/NetworkSecurityGroups/GROUP1`.toUpperCase();
  expect(follow(estateOf([group("a", "group1"), group("b", "group2"), card({ networkSecurityGroup: { id } })]))).toBe(
    "a",
  );
});

test("a known id in another resource group leads outside", () => {
  const id = `/subscriptions/s/resourceGroups/other/providers/Microsoft.Network/networkSecurityGroups/group1`;
  expect(follow(estateOf([group("a", "group1"), card({ networkSecurityGroup: { id } })]))).toBe("outside");
});

test("a known id of something else is not what the property was made from", () => {
  const id = `${groupPath}/networkSecurityGroups/of-another-stack`;
  const made = { networkSecurityGroup: ["a"] };
  expect(follow(estateOf([group("a", "group1"), card({ networkSecurityGroup: { id } }, made)]))).toBe("outside");
  expect(follow(estateOf([group("a", unknownString), card({ networkSecurityGroup: { id } }, made)]))).toBe("a");
});

test("an unknown id leads to what the property was made from", () => {
  const inputs = { networkSecurityGroup: { id: unknownString } };
  expect(follow(estateOf([group("a", "x"), group("b", "y"), card(inputs, { networkSecurityGroup: ["b"] })]))).toBe("b");
});

test("an unknown id that was made from two groups leaves both as candidates", () => {
  const inputs = { networkSecurityGroup: { id: unknownString } };
  const from = { networkSecurityGroup: ["a", "b"] };
  expect(follow(estateOf([group("a", "x"), group("b", "y"), card(inputs, from)]))).toBe("a|b");
});

test("an unknown id that nothing explains stays unknown, and an absent one is absent", () => {
  expect(follow(estateOf([group("a", "x"), card({ networkSecurityGroup: { id: unknownString } })]))).toBe("unknown");
  expect(follow(estateOf([group("a", "x"), card({})]))).toBe("absent");
});

test("as many unknown entries as resources went into the list are exactly those resources", () => {
  const estate = estateOf([
    { token: `${network}NetworkInterface`, name: "one", inputs: {} },
    { token: `${network}NetworkInterface`, name: "two", inputs: {} },
    {
      token: "azure-native:compute:VirtualMachine",
      name: "vm",
      inputs: { networkProfile: { networkInterfaces: [{ id: unknownString }, { id: unknownString }] } },
      from: { networkProfile: ["one", "two"] },
    },
  ]);
  const joins = joinList(estate, estate.byUrn("vm")!, "networkProfile.networkInterfaces", "id", [
    "network:NetworkInterface",
  ]);
  expect(joins.map(joined)).toEqual(["one", "two"]);
});

const rule = (inputs: Record<string, unknown>, more: Partial<Declared> = {}): Declared => ({
  token: `${network}SecurityRule`,
  name: "rule",
  inputs,
  ...more,
});
const parent = (estate: Estate): string =>
  joined(joinByName(estate, estate.byUrn("rule")!, ["networkSecurityGroupName"], "network:NetworkSecurityGroup"));

test("a parent is found by its name in the same resource group", () => {
  const inputs = { networkSecurityGroupName: "GROUP1", resourceGroupName: "RG" };
  expect(parent(estateOf([group("a", "group1"), rule(inputs)]))).toBe("a");
  expect(parent(estateOf([group("a", "group1"), rule({ ...inputs, resourceGroupName: "other" })]))).toBe("outside");
});

test("a parent whose name is unknown is found by what the name was made from", () => {
  const inputs = { networkSecurityGroupName: unknownString, resourceGroupName: unknownString };
  const from = { networkSecurityGroupName: ["b"] };
  expect(parent(estateOf([group("a", "x"), group("b", "y"), rule(inputs, { from })]))).toBe("b");
});

test("an exported state, which lacks path inputs, tells the parent by the child's id", () => {
  const id = `${groupPath}/networkSecurityGroups/group1`;
  const state = [
    { ...group("a", "x"), inputs: { id }, outputs: { id } },
    rule({}, { outputs: { id: `${id}/securityRules/allow` } }),
  ];
  expect(parent(estateOf(state))).toBe("a");
});
