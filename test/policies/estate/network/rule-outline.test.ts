import * as fc from "fast-check";
import { InlineRules } from "../../../../policies/estate/network/inline-rules";
import { mayConcern } from "../../../../policies/estate/network/rule-outline";
import { isObject, type Value } from "../../../../policies/estate/value";
import { unknownValue } from "../../../../policies/testing";
import { estateOf } from "../../../../policies/testing/estate-of";

const directions = ["Inbound", "outbound", " OUTBOUND", "both", "", null, 7, unknownValue];
const ports = ["3389", "443", "*", "3000-4000", "4000-3000", "any", " 3389 ", "", null, 3389, 443, {}, unknownValue];

const odd = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const rule = fc.record({
  name: fc.constant("rule"),
  direction: odd(directions),
  destinationPortRange: odd(ports),
  destinationPortRanges: fc.oneof(odd(ports), fc.array(fc.constantFrom(...ports), { maxLength: 3 })),
});

test("a look at a rule's fields rules out only what the rule itself does not concern", () => {
  fc.assert(
    fc.property(
      fc.oneof(rule, fc.constant(unknownValue), fc.constant(null)),
      fc.constantFrom("inbound" as const, "outbound" as const),
      fc.constantFrom(3389, 443, 4000),
      (written, direction, port) => {
        const tree = withoutUndefined(written);
        const estate = estateOf([
          {
            type: "azure-native:network:NetworkSecurityGroup",
            name: "nsg",
            inputs: { resourceGroupName: "rg", networkSecurityGroupName: "nsg", securityRules: [tree] },
          },
        ]);
        const [group] = estate.ofType("network:NetworkSecurityGroup");
        const [read] = new InlineRules(estate, group!).where();
        const list = group!.inputs["securityRules"] as Value[];
        const looked = mayConcern(list[0]!, direction, port);
        expect([looked, looked || !read!.mayConcern(direction, undefined, port)]).toEqual([looked, true]);
        // Where every field is plain text, the look is as good as reading.
        if (isObject(list[0]) && isPlain(written)) expect(looked).toBe(read!.mayConcern(direction, undefined, port));
      },
    ),
    { numRuns: 2_000 },
  );
});

function withoutUndefined(written: unknown): unknown {
  if (typeof written !== "object" || written === null) return written;
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

function isPlain(written: unknown): boolean {
  const text = JSON.stringify(written);
  return !text.includes(unknownValue) && !text.includes("{}");
}
