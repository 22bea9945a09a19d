import { rdpAllowShadowed } from "../../../policies/rules/rdp-allow-shadowed";
import { ref, unknownValue, type Declared } from "../../../policies/testing";
import { deployedEstateOf, estateOf } from "../../../policies/testing/estate-of";
import {
  card,
  clients,
  facts,
  findings,
  from,
  group,
  host,
  network,
  rule,
  standAlone,
  subnet,
  verdicts,
} from "./network-stack";

const judge = (...resources: Declared[]): Promise<string[]> => verdicts(rdpAllowShadowed, estateOf(resources));
const denyAll = rule("deny-all", 200, "Deny", { protocol: "*", destinationPortRange: "*" });
const allowRdp = rule("allow-rdp", 300, "Allow", from("10.1.0.0/16"));

test("the message names both rules and both priorities", async () => {
  const estate = estateOf([group("nsg", [denyAll, allowRdp])]);
  expect(await verdicts(rdpAllowShadowed, estate)).toEqual(["broken nsg securityRules[1].priority"]);
  expect(await facts(rdpAllowShadowed, estate)).toEqual([
    "deny-all (priority 200) hides allow-rdp (priority 300) for every address it allows",
  ]);
  const [finding] = await findings(rdpAllowShadowed, estate);
  expect(finding).toMatchObject({
    value: "300",
    fix: "Give allow-rdp a priority number below 200, or narrow deny-all.",
    final: true,
  });
});

test("behind a group where a script moves a listener, an allow of its new port may be hidden, and nowhere else", async () => {
  const moved = { ...allowRdp, destinationPortRange: "33890" };
  const stack = [group("nsg", [denyAll, moved]), group("other", [denyAll, moved]), ...host({ subnetGroup: "nsg" })];
  const move: Declared = {
    type: "azure-native:compute:VirtualMachineRunCommandByVirtualMachine",
    name: "move",
    inputs: {
      ...{ vmName: ref("vm", "name"), resourceGroupName: "rg", runCommandName: "move" },
      source: { commandId: "SetRDPPort" },
      parameters: [{ name: "RDPPort", value: "33890" }],
    },
  };
  expect(await judge(...stack)).toEqual([]);
  expect(await judge(...stack, move)).toEqual(["broken nsg securityRules[1].priority"]);
});

test("an allow before the deny is not hidden", async () => {
  const late = { ...denyAll, priority: 4000 };
  expect(await judge(group("nsg", [late, allowRdp]))).toEqual(["holds nsg"]);
});

test("a group without any rule for RDP is not judged", async () => {
  expect(await judge(group("nsg", [denyAll, rule("web", 300, "Allow", { destinationPortRange: "443" })]))).toEqual([]);
});

test("an allow for all ports names none, so a deny before it is an ordinary idiom", async () => {
  const all = rule("allow-all", 300, "Allow", { destinationPortRange: "*" });
  expect(await judge(group("nsg", [rule("deny-rdp", 200, "Deny"), all]))).toEqual([]);
});

test.each([
  ["azure-native:network:NetworkSecurityGroup", "azure-native:network:SecurityRule"],
  ["azure-native:network/v20230901:NetworkSecurityGroup", "azure-native:network/v20230901:SecurityRule"],
  [
    "azure-native_network_v20230901:network:NetworkSecurityGroup",
    "azure-native_network_v20230901:network:SecurityRule",
  ],
])("stand-alone rules are judged like inline ones, as %s too", async (groupToken, ruleToken) => {
  const resources = [
    { ...group("nsg", []), type: groupToken },
    { ...standAlone("nsg", denyAll), type: ruleToken },
    { ...standAlone("nsg", allowRdp), type: ruleToken },
  ];
  expect(await judge(...resources)).toEqual(["broken allow-rdp priority"]);
  expect(await verdicts(rdpAllowShadowed, deployedEstateOf(resources))).toEqual(["broken allow-rdp priority"]);
});

test("an inline deny hides a stand-alone allow, and the other way round", async () => {
  expect(await judge(group("nsg", [denyAll]), standAlone("nsg", allowRdp))).toEqual(["broken allow-rdp priority"]);
  expect(await judge(group("nsg", [allowRdp]), standAlone("nsg", denyAll))).toEqual([
    "broken nsg securityRules[0].priority",
  ]);
});

test("a stand-alone rule that may still come keeps the verdict from being final", async () => {
  const late = estateOf([group("nsg", []), standAlone("nsg", denyAll), standAlone("nsg", allowRdp)]);
  expect(await findings(rdpAllowShadowed, late)).toMatchObject([{ final: false }]);
});

test("a deny in another group hides nothing", async () => {
  expect(await judge(group("a", [denyAll]), group("b", [allowRdp]))).toEqual(["holds b"]);
});

test("rules that name their group by its literal name are joined with it", async () => {
  const named = (parts: Record<string, unknown>): Declared => {
    const one = standAlone("nsg", parts);
    return { ...one, inputs: { ...one.inputs, networkSecurityGroupName: "NSG-Web" } };
  };
  const resources = [group("nsg", [], { networkSecurityGroupName: "nsg-web" }), named(denyAll), named(allowRdp)];
  expect(await judge(...resources)).toEqual(["broken allow-rdp priority"]);
});

test("denies that hide it only together are all named", async () => {
  const halves = [
    rule("deny-low", 200, "Deny", from("10.1.0.0/17")),
    rule("deny-high", 210, "Deny", from("10.1.128.0/17", "192.0.2.0/24")),
  ];
  expect(await facts(rdpAllowShadowed, estateOf([group("nsg", [...halves, allowRdp])]))).toEqual([
    "deny-low (priority 200) and deny-high (priority 210) hide allow-rdp (priority 300) together for every address it allows",
  ]);
});

test("VirtualNetwork hides what lies in the network that the group protects, and nothing beyond", async () => {
  const deny = rule("deny-vnet", 200, "Deny", from("VirtualNetwork"));
  const inside = rule("allow-rdp", 300, "Allow", from("10.0.9.0/24"));
  expect(await judge(group("nsg", [deny, inside]), ...host({ subnetGroup: "nsg" }))).toEqual([
    "broken nsg securityRules[1].priority",
  ]);
  expect(await judge(group("nsg", [deny, inside]), ...host({ cardGroup: "nsg" }))).toEqual([
    "broken nsg securityRules[1].priority",
  ]);
  expect(await judge(group("nsg", [deny, allowRdp]), ...host({ subnetGroup: "nsg" }))).toEqual(["holds nsg"]);
});

test("an unknown source of the earlier deny leaves it undecided and is named", async () => {
  const deny = { ...denyAll, sourceAddressPrefix: unknownValue };
  const estate = estateOf([group("nsg", [deny, allowRdp])]);
  expect(await verdicts(rdpAllowShadowed, estate)).toEqual(["undecided nsg securityRules[0].sourceAddressPrefix"]);
  expect(await facts(rdpAllowShadowed, estate)).toEqual([
    "whether deny-all (priority 200) hides allow-rdp (priority 300) cannot be said: " +
      "securityRules[0].sourceAddressPrefix of deny-all is not known yet",
  ]);
});

test("a rule that Azure refuses and that may be of another group leaves it undecided", async () => {
  const refused = standAlone("nsg", { ...denyAll, sourceAddressPrefix: "10.0.0.0/33" });
  const elsewhere = { ...refused, inputs: { ...refused.inputs, networkSecurityGroupName: unknownValue } };
  expect(await judge(group("nsg", [allowRdp]), refused)).toEqual([]);
  expect(await judge(group("nsg", [allowRdp]), elsewhere)).toEqual(["undecided deny-all sourceAddressPrefix"]);
});

test("an unknown priority of either rule leaves it undecided", async () => {
  const open = (one: object): object => ({ ...one, priority: unknownValue });
  expect(await judge(group("nsg", [open(denyAll), allowRdp]))).toEqual(["undecided nsg securityRules[0].priority"]);
  expect(await judge(group("nsg", [denyAll, open(allowRdp)]))).toEqual(["undecided nsg securityRules[1].priority"]);
});

test("an unknown field that cannot hide the allow does not matter", async () => {
  const web = rule("deny-web", 200, "Deny", { sourceAddressPrefix: unknownValue, destinationPortRange: "443" });
  const later = { ...denyAll, priority: 4000, sourceAddressPrefix: unknownValue };
  expect(await judge(group("nsg", [web, later, allowRdp]))).toEqual(["holds nsg"]);
});

test("of a rule that Azure refuses nothing is said here, and the group is judged all the same", async () => {
  const refused = { ...denyAll, sourceAddressPrefix: "10.0.0.0/33" };
  const unplaced = { ...allowRdp, priority: 5000 };
  expect(await judge(group("nsg", [refused, allowRdp]))).toEqual([]);
  expect(await judge(group("nsg", [denyAll, unplaced]))).toEqual([]);
  const later = rule("deny-later", 250, "Deny", { sourceAddressPrefix: "*" });
  expect(await judge(group("nsg", [refused, later, allowRdp]))).toEqual(["broken nsg securityRules[2].priority"]);
});

test("beside a rule that Azure refuses, one whose value is not known leaves it undecided", async () => {
  const refused = { ...denyAll, sourceAddressPrefix: "10.0.0.0/33" };
  const open = rule("deny-open", 250, "Deny", { sourceAddressPrefix: unknownValue });
  const unplaced = { ...allowRdp, priority: 5000 };
  const place = ["undecided nsg securityRules[1].sourceAddressPrefix"];
  expect(await judge(group("nsg", [refused, open, allowRdp]))).toEqual(place);
  expect(await judge(group("nsg", [unplaced, open]))).toEqual(place);
});

test("a port that declared clients use is an RDP port too", async () => {
  const moved = { ...allowRdp, destinationPortRange: "33890" };
  const estate = estateOf([group("nsg", [denyAll, moved])]);
  expect(await verdicts(rdpAllowShadowed, estate)).toEqual([]);
  const settings = clients({ from: ["10.1.0.0/16"], to: "*", port: 33890 });
  expect(await verdicts(rdpAllowShadowed, estate, settings)).toEqual(["broken nsg securityRules[1].priority"]);
});

test("an empty text in a singular field does not beat the list beside it", async () => {
  const deny = { ...denyAll, sourceAddressPrefix: "", sourceAddressPrefixes: ["192.0.2.0/24"] };
  expect(await judge(group("nsg", [deny, allowRdp]))).toEqual(["holds nsg"]);
});

test("a deny for one application security group does not hide an allow for another", async () => {
  const asg = (name: string): Declared => ({
    type: "azure-native:network:ApplicationSecurityGroup",
    name,
    inputs: { resourceGroupName: "rg" },
  });
  const to = (name: string): object => ({
    destinationAddressPrefix: undefined,
    destinationApplicationSecurityGroups: [{ id: ref(name) }],
  });
  const deny = standAlone("nsg", { ...rule("deny-db", 200, "Deny"), ...to("db") });
  const allow = standAlone("nsg", { ...rule("allow-jump", 300, "Allow"), ...to("jump") });
  const same = standAlone("nsg", { ...rule("allow-db", 310, "Allow"), ...to("db") });
  expect(await judge(asg("db"), asg("jump"), group("nsg", []), deny, allow)).toEqual(["holds nsg"]);
  expect(await judge(asg("db"), asg("jump"), group("nsg", []), deny, same)).toEqual(["broken allow-db priority"]);
});

test("the group of a subnet inside its network is judged in that network", async () => {
  const deny = rule("deny-vnet", 200, "Deny", from("VirtualNetwork"));
  const inside = rule("allow-rdp", 300, "Allow", from("10.7.9.0/24"));
  const inline = { subnets: [{ name: "a", addressPrefix: "10.7.1.0/24", networkSecurityGroup: { id: ref("nsg") } }] };
  expect(await judge(group("nsg", [deny, inside]), network("vnet", ["10.7.0.0/16"], inline))).toEqual([
    "broken nsg securityRules[1].priority",
  ]);
});

test("two subnets of one network may share the group", async () => {
  const resources = [network(), subnet("a", "10.0.1.0/24", "nsg"), subnet("b", "10.0.2.0/24", "nsg")];
  const cards = [card("one", { subnet: { id: ref("a") } })];
  expect(await judge(group("nsg", [denyAll, allowRdp]), ...resources, ...cards)).toEqual([
    "broken nsg securityRules[1].priority",
  ]);
});
