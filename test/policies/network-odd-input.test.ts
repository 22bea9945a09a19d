import fc from "fast-check";
import { rules } from "../../policies/rules/catalog";
import { ref, unknownValue, type Declared } from "../../policies/testing";
import { deployedEstateOf, estateOf } from "../../policies/testing/estate-of";
import { clients, from, group, host, network, rule, standAlone, subnet, verdicts } from "./rules/network-stack";
import { pathsIn, withValue } from "./spoilt";

const seed = Number(process.env["RDP904_SEED"] ?? Date.now() % 2 ** 31);
const runs = Number(process.env["RDP904_RUNS"] ?? 150);

const stack: Declared[] = [
  group("nsg", [
    rule("deny", 200, "Deny", from("10.0.0.0/9")),
    rule("allow-rdp", 300, "Allow", from("203.0.113.0/24", "Internet")),
  ]),
  standAlone("nsg", rule("extra", 310, "Allow", { sourceApplicationSecurityGroups: [{ id: ref("asg") }] })),
  { type: "azure-native:network:ApplicationSecurityGroup", name: "asg", inputs: { resourceGroupName: "rg" } },
  ...host({ subnetGroup: "nsg", cardGroup: "nsg", publicIp: "pip", vm: { tags: { rdp904: "gateway" } } }),
  subnet("bastion", "10.0.250.0/26", undefined, { subnetName: "AzureBastionSubnet" }),
  {
    type: "azure-native:network:BastionHost",
    name: "way-in",
    inputs: { ipConfigurations: [{ subnet: { id: ref("bastion") } }] },
  },
  network("peer", ["10.9.0.0/16"]),
  {
    type: "azure-native:network:VirtualNetworkPeering",
    name: "peering",
    inputs: { virtualNetworkName: ref("vnet", "name"), remoteVirtualNetwork: { id: ref("peer") } },
  },
  {
    type: "azure-native:network:LoadBalancer",
    name: "lb",
    inputs: {
      frontendIPConfigurations: [{ name: "public", publicIPAddress: { id: ref("pip") } }],
      inboundNatRules: [{ name: "rdp", protocol: "Tcp", frontendPort: 50001, backendPort: 3389 }],
    },
  },
  {
    type: "azure-native:security:JitNetworkAccessPolicy",
    name: "jit",
    inputs: { virtualMachines: [{ id: ref("vm"), ports: [{ number: 22 }] }] },
  },
];

// 001 to 022 are those that look at the network.
const networkRules = rules.filter(({ ref }) => Number(ref.slice(-3)) < 40);

const places = stack.flatMap((resource, index) => pathsIn(resource.inputs).map((path) => ({ index, path })));
const odd = fc.oneof(
  fc.constantFrom(null, unknownValue, "", "*", 0, -1, 1e9, 0.5, true, [], {}, [null], [unknownValue], [[]], { id: 7 }, [
    {},
  ]),
  fc.constantFrom(
    "10.0.0.0/33",
    "65536",
    "9-3",
    "::1",
    "/subscriptions/x",
    "/",
    "Internet",
    "virtualnetwork",
    "__proto__",
    "é",
  ),
);
const change = fc.record({ place: fc.constantFrom(...places), value: odd });
const settings = clients(
  { from: ["10.20.0.0/16", "Internet", "/x/y"], to: "*" },
  { from: ["2001:db8::/32"], to: "tag:a=b", port: 1 },
);

test(`no value in no place makes a rule throw, and every finding says something about a path (seed ${seed})`, async () => {
  const property = fc.asyncProperty(
    fc.array(change, { minLength: 1, maxLength: 3 }),
    fc.boolean(),
    async (changes, deployed) => {
      let resources = stack;
      for (const { place, value } of changes) {
        resources = resources.map((one, index) =>
          index === place.index
            ? { ...one, inputs: withValue(one.inputs, place.path, value) as Record<string, unknown> }
            : one,
        );
      }
      const estate = (deployed ? deployedEstateOf : estateOf)(resources);
      for (const judge of networkRules) {
        for (const line of await verdicts(judge, estate, settings))
          expect(line).toMatch(/^(holds \S+|(broken|undecided) \S+ \S.*)$/);
      }
    },
  );
  await fc.assert(property, { seed, numRuns: runs });
});
