import { Engine, resourceGroup, without } from "./engine";
import { allow } from "./estate";
import { group, NetworkParts, nsg, rule } from "./network-parts";

let engine: Engine;
let parts: NetworkParts;

beforeEach(async () => {
  engine = await Engine.start();
  parts = new NetworkParts(engine);
  await resourceGroup(engine);
});

afterEach(async () => {
  await engine.stop();
});

describe("a security group", () => {
  test("answers its rules with ids, and the six default rules", async () => {
    const { id, outputs } = await parts.withRules(allow("rdp", 300));
    expect(outputs["securityRules"]).toMatchObject([
      { id: `${id}/securityRules/rdp`, priority: 300, sourcePortRanges: [] },
    ]);
    const defaults = outputs["defaultSecurityRules"] as { name: string; priority: number }[];
    expect(defaults.map(({ priority }) => priority)).toEqual([65000, 65001, 65500, 65000, 65001, 65500]);
  });

  test("refuses two rules with one priority in one direction", async () => {
    await expect(parts.withRules(allow("a", 300), allow("b", 300))).rejects.toThrow('Code="SecurityRuleConflict"');
  });

  test("takes one priority in both directions", async () => {
    await expect(parts.withRules(allow("a", 300), allow("b", 300, { direction: "Outbound" }))).resolves.toBeDefined();
  });

  test("refuses a rule of its own that has the priority of an inline one", async () => {
    await parts.withRules(allow("a", 300));
    await expect(parts.standalone("b", 300)).rejects.toThrow("Security rule a conflicts with rule b");
  });

  test.each([99, 4097, 300.5])("refuses the priority %p", async (priority) => {
    await expect(parts.withRules(allow("a", priority))).rejects.toThrow(
      /SecurityRuleInvalidPriority|must be an integer/,
    );
  });

  test.each(["3389,443", "70000", "400-300", "rdp"])("refuses the port range %p", async (destinationPortRange) => {
    await expect(parts.withRules(allow("a", 300, { destinationPortRange }))).rejects.toThrow(
      "SecurityRuleInvalidPortRange",
    );
  });

  test.each(["10.0.0.0/33", "300.1.1.1", "10.0.0.0-x"])("refuses the prefix %p", async (sourceAddressPrefix) => {
    await expect(parts.withRules(allow("a", 300, { sourceAddressPrefix }))).rejects.toThrow(
      "SecurityRuleInvalidAddressPrefix",
    );
  });

  test.each(["*", "Internet", "Storage.WestEurope", "10.0.0.1", "fd00::/8"])(
    "takes the prefix %p",
    async (sourceAddressPrefix) => {
      await expect(parts.withRules(allow("a", 300, { sourceAddressPrefix }))).resolves.toBeDefined();
    },
  );

  test("refuses a rule without a source", async () => {
    await expect(parts.withRules(without(allow("a", 300), "sourceAddressPrefix"))).rejects.toThrow(
      "SecurityRuleParametersMissing",
    );
  });

  test("refuses an access that is neither Allow nor Deny, and answers known ones in Azure's case", async () => {
    await expect(parts.withRules(allow("a", 300, { access: "Alow" }))).rejects.toThrow('Code="InvalidRequestFormat"');
    expect((await parts.withRules(allow("a", 300, { access: "deny" }))).outputs["securityRules"]).toMatchObject([
      { access: "Deny" },
    ]);
  });

  test("refuses an application security group that does not exist", async () => {
    const groups = { destinationApplicationSecurityGroups: [{ id: "/subscriptions/x/none" }] };
    await expect(parts.withRules(allow("a", 300, groups))).rejects.toThrow('Code="InvalidResourceReference"');
  });

  test("shows rules of their own, and a refresh does not push them into its inputs", async () => {
    const empty = await engine.create(nsg, "nsg", { ...group, networkSecurityGroupName: "nsg" });
    await parts.standalone("https", 310);
    const refreshed = await engine.read(nsg, "nsg", empty.id, empty);
    expect(refreshed?.outputs["securityRules"]).toMatchObject([{ name: "https" }]);
    expect(refreshed?.inputs).toEqual(empty.inputs);
  });

  test("that lists rules deletes those that it does not list", async () => {
    const inline = await parts.withRules(allow("a", 300));
    const other = await parts.standalone("b", 310);
    const changed = { ...group, networkSecurityGroupName: "nsg", securityRules: [allow("a", 305)] };
    await engine.update(nsg, "nsg", inline, changed);
    expect(await engine.read(rule, "b", other.id, other)).toBeUndefined();
  });

  test("that lists no rules keeps those of their own in an update", async () => {
    const empty = await engine.create(nsg, "nsg", { ...group, networkSecurityGroupName: "nsg" });
    const own = await parts.standalone("b", 310);
    await engine.update(nsg, "nsg", empty, { ...group, networkSecurityGroupName: "nsg", tags: { a: "b" } });
    expect(await engine.read(rule, "b", own.id, own)).toEqual(own);
  });

  test("may swap the priorities of its rules in one update", async () => {
    const old = await parts.withRules(allow("a", 300), allow("b", 310));
    const swapped = { ...group, networkSecurityGroupName: "nsg", securityRules: [allow("a", 310), allow("b", 300)] };
    await expect(engine.update(nsg, "nsg", old, swapped)).resolves.toBeDefined();
  });

  test("does not move to another location", async () => {
    const old = await parts.withRules();
    const moved = { ...group, networkSecurityGroupName: "nsg", location: "northeurope" };
    await expect(engine.update(nsg, "nsg", old, moved)).rejects.toThrow('Code="InvalidResourceLocation"');
  });

  test("cannot be deleted while a subnet uses it", async () => {
    const old = await parts.withRules();
    await parts.network();
    await parts.subnetOf("hosts", "10.1.0.0/24", { networkSecurityGroup: { id: old.id } });
    await expect(engine.delete(nsg, "nsg", old)).rejects.toThrow("InUseNetworkSecurityGroupCannotBeDeleted");
    expect((await engine.read(nsg, "nsg", old.id, old))?.outputs["subnets"]).toHaveLength(1);
  });

  test("a rule needs a group that exists", async () => {
    await expect(parts.standalone("a", 300)).rejects.toThrow('Code="ParentResourceNotFound"');
  });
});

test("a network resource without a location is refused by ARM, not by azure-native", async () => {
  const outside = await Engine.start();
  const { inputs, failures } = await outside.check(nsg, "nsg", group);
  expect([failures, inputs["location"]]).toEqual([[], undefined]);
  await expect(outside.create(nsg, "nsg", group)).rejects.toThrow('Code="ResourceGroupNotFound"');
  await outside.stop();
});
