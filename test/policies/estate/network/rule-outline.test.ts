import * as fc from "fast-check";
import { InlineRules } from "../../../../policies/estate/network/inline-rules";
import { isObject, type Value } from "../../../../policies/estate/value";
import { unknownValue } from "../../../../policies/testing";
import { estateOf } from "../../../../policies/testing/estate-of";

const directions = ["Inbound", "Outbound", "outbound", " OUTBOUND", "both", "", null, 7, unknownValue];
const ports = [
  "3389",
  "443",
  "*",
  "3000-4000",
  "4000-3000",
  "any",
  " 3389 ",
  "",
  null,
  3389,
  443,
  true,
  {},
  unknownValue,
];
const addresses = [
  ...["*", "10.0.0.0/8", "10.0.0.1/8", "10.0.0.1", "10.0.0.1-10.0.0.9", "2001:db8::/32", " * ", "any", "10.0.0", ""],
  ...["Internet", "AzurePlatformDNS", " azureplatformimds", "Azure Platform", "Storage.westeurope", "NoSuchService"],
  ...[null, 10, true, {}, unknownValue],
];
const groups = [[{ id: "/subscriptions/s/asg" }], [], [unknownValue], null, unknownValue, "text"];

const odd = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const oddList = <T>(values: readonly T[]) =>
  fc.oneof(odd(values), fc.array(fc.constantFrom(...values), { maxLength: 3 }));
const oddities = fc.record({
  priority: odd([100, 4096, 99, 4097, "300", "high", null, unknownValue]),
  direction: odd(directions),
  access: odd(["Allow", "Deny", "deny", "Permit", "", null, unknownValue]),
  protocol: odd(["*", "Tcp", "Udp", "tcp", "Icmp", "Any", "tls", "", null, unknownValue]),
  sourceAddressPrefix: odd(addresses),
  sourceAddressPrefixes: oddList(addresses),
  destinationAddressPrefix: odd(addresses),
  destinationAddressPrefixes: oddList(addresses),
  sourcePortRange: odd(ports),
  sourcePortRanges: oddList(ports),
  destinationPortRange: odd(ports),
  destinationPortRanges: oddList(ports),
  sourceApplicationSecurityGroups: odd(groups),
  destinationApplicationSecurityGroups: odd(groups),
});

const fields = [
  ...["priority", "direction", "access", "protocol"],
  ...["source", "destination"].flatMap((side) =>
    ["AddressPrefix", "AddressPrefixes", "PortRange", "PortRanges", "ApplicationSecurityGroups"].map(
      (field) => side + field,
    ),
  ),
];
const plain = {
  ...{ name: "rule", priority: 300, direction: "Outbound", access: "Allow", protocol: "Tcp" },
  ...{ sourceAddressPrefix: "*", sourcePortRange: "*", destinationPortRanges: ["80", "8000-8080"] },
  destinationAddressPrefixes: ["10.0.0.0/8", "Storage.westeurope", "2001:db8::/32"],
};

// Of a rule in which everything is odd, nothing tells which field a look missed.
const rule = fc.tuple(fc.subarray(fields, { minLength: 1, maxLength: 3 }), oddities).map(([chosen, odd]) => ({
  ...plain,
  ...Object.fromEntries(Object.entries(odd).filter(([field]) => chosen.includes(field))),
}));

test("a look at a rule's fields rules out only what the rule itself does not concern", () => {
  fc.assert(
    fc.property(
      fc.oneof(rule, fc.constant(unknownValue), fc.constant(null)),
      fc.constantFrom("inbound" as const, "outbound" as const),
      fc.constantFrom(3389, 443, 4000),
      (written, direction, port) => {
        const { rules, tree } = rulesOf(written);
        const [read] = rules.all;
        const looked = rules.concerning(direction, port).length > 0;
        const concerned = read!.mayConcern(direction, undefined, port);
        expect([looked, looked || !concerned]).toEqual([looked, true]);
        // Where every port is plain text, the look is as good as reading.
        if (isObject(tree) && isPlain([tree["destinationPortRange"], tree["destinationPortRanges"]]))
          expect(looked).toBe(concerned);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a look at a rule's fields rules out only what reading the rule does not find", () => {
  fc.assert(
    fc.property(fc.oneof(rule, fc.constant(unknownValue), fc.constant(null)), (written) => {
      const { rules } = rulesOf(written);
      const [read] = rules.all;
      const looked = (["unsound", "unknownTag", "platformTag"] as const).map((what) => rules.perhaps(what).length > 0);
      const found = [
        read!.obstacles().length > 0,
        read!.unknownTags().length > 0,
        read!.destination.tags.some((tag) => tag.startsWith("azureplatform")),
      ];
      expect({ written, missed: found.map((is, at) => is && !looked[at]) }).toEqual({
        written,
        missed: [false, false, false],
      });
    }),
    { numRuns: 5_000 },
  );
});

test("a rule as most are written gives a look nothing to read on for", () => {
  const { rules } = rulesOf(plain);
  for (const what of ["unsound", "unknownTag", "platformTag", "inbound"] as const)
    expect({ what, perhaps: rules.perhaps(what) }).toEqual({ what, perhaps: [] });
});

function rulesOf(written: unknown): { readonly rules: InlineRules; readonly tree: Value } {
  const estate = estateOf([
    {
      type: "azure-native:network:NetworkSecurityGroup",
      name: "nsg",
      inputs: {
        ...{ resourceGroupName: "rg", networkSecurityGroupName: "nsg" },
        securityRules: [withoutUndefined(written)],
      },
    },
  ]);
  const [group] = estate.ofType("network:NetworkSecurityGroup");
  const list = group!.inputs["securityRules"] as Value[];
  return { rules: new InlineRules(estate, group!), tree: list[0]! };
}

function withoutUndefined(written: unknown): unknown {
  if (typeof written !== "object" || written === null) return written;
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

function isPlain(written: unknown): boolean {
  return !/"isUnknown"|\{\}/.test(JSON.stringify(written));
}
