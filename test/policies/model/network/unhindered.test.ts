import * as fc from "fast-check";
import { decide, letsOutUnhindered, type Flow } from "../../../../policies/model/network/decide";
import { tagParty } from "../../../../policies/model/network/endpoint";
import { spaceOf, unknownSpace } from "../../../../policies/model/network/service-tags";
import { host, network, set } from "./oracle-comparisons";
import { rulesOf } from "./small-universe";
import { rule, ruleSet, type Hole } from "./written-rules";

const toVault = (inside = network): Flow => ({
  ...{ direction: "outbound", protocol: "tcp", port: 443 },
  ...{ far: tagParty("azurekeyvault", inside), host: host(), network: inside },
});

const fields: readonly Hole[] = ["priority", "direction", "access", "protocol", "destinations", "destinationPorts"];
const holes = fc.dictionary(fc.constantFrom("rule-0", "rule-1"), fc.subarray([...fields], { maxLength: 1 }));
const networks = fc.constantFrom(network, unknownSpace, spaceOf(set("10.0.0.0/8", "203.0.113.0/24"), false));

test("a flow that a look at the denies lets out is one that every rule lets out", () => {
  let letOut = 0;
  fc.assert(
    fc.property(rulesOf(true), holes, networks, (rules, open, inside) => {
      const outward = rules.map((one) => ({ ...one, destinationPorts: [...one.destinationPorts, "443"] }));
      const group = ruleSet(outward, open);
      const flow = toVault(inside);
      if (!letsOutUnhindered(group, flow)) return;
      letOut++;
      expect(decide(group, flow).map(({ outcome }) => outcome)).toEqual(decide(group, flow).map(() => "allow"));
    }),
    { numRuns: 5_000 },
  );
  expect(letOut).toBeGreaterThan(500);
});

test.each<[string, boolean, Parameters<typeof rule>[3]]>([
  ["another service", true, { destinations: ["Storage"] }],
  ["its own network", true, { destinations: ["VirtualNetwork"] }],
  ["a private range", true, { destinations: ["10.0.0.0/8"] }],
  ["another port", true, { destinationPorts: ["80"] }],
  ["clients that come in", true, { direction: "Inbound" }],
  ["the vaults", false, { destinations: ["AzureKeyVault"] }],
  ["the Internet", false, { destinations: ["Internet"] }],
  ["Azure, in which the vaults lie", false, { destinations: ["AzureCloud"] }],
  ["a public range", false, { destinations: ["203.0.113.0/24"] }],
  ["everybody", false, {}],
])("a deny for %s lets a host out to its vault unhindered: %s", (_, letsOut, parts) => {
  const group = ruleSet([rule("deny", 200, "Deny", { direction: "Outbound", ...parts })]);
  expect(letsOutUnhindered(group, toVault())).toBe(letsOut);
});
