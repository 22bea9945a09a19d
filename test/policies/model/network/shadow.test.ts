import fc from "fast-check";
import { unionOf } from "../../../../policies/model/network/address-set";
import { parseAddress } from "../../../../policies/model/network/parse-address";
import { shadowOf, type Shadow } from "../../../../policies/model/network/shadow";
import { spaceOf, unknownSpace } from "../../../../policies/model/network/service-tags";
import { askOracle, type PlainRule } from "./oracle";
import { everyAddress, networkAddresses, rulesOf } from "./small-universe";
import { rule, ruleSet, type Hole } from "./written-rules";

const seed = Number(process.env["RDP904_SEED"] ?? Date.now() % 2 ** 31);
const runs = Number(process.env["RDP904_RUNS"] ?? 400);
const network = spaceOf(unionOf([parseAddress("10.0.0.0/29")!.set]), true);

function shadow(rules: PlainRule[], holes: Record<string, Hole[]> = {}, space = network): string {
  const group = ruleSet(rules, holes);
  const allow = group.rules.find((one) => one.name === "allow-rdp")!;
  const found: Shadow = shadowOf(group, allow, "tcp", 3389, space);
  return [found.state, ...found.by.map((one) => one.name)].join(" ");
}

const allowRdp = (parts: Partial<PlainRule> = {}): PlainRule =>
  rule("allow-rdp", 300, "Allow", { protocol: "Tcp", destinationPorts: ["3389"], ...parts });

test("an allow behind a deny for everything is hidden by it", () => {
  expect(shadow([rule("deny-all", 200, "Deny"), allowRdp()])).toBe("hidden deny-all");
});

test("denies hide together what none of them hides alone", () => {
  const halves = [
    rule("deny-low", 200, "Deny", { sources: ["198.51.100.0/25"] }),
    rule("deny-high", 201, "Deny", { sources: ["198.51.100.128/25"] }),
  ];
  expect(shadow([...halves, allowRdp({ sources: ["198.51.100.0/24"] })])).toBe("hidden deny-low deny-high");
  expect(shadow([halves[0]!, allowRdp({ sources: ["198.51.100.0/24"] })])).toBe("visible");
});

test("one deny for each half of the destinations hides as well as one for all", () => {
  const rules = [
    rule("deny-a", 200, "Deny", { destinations: ["10.0.0.0/30"] }),
    rule("deny-b", 210, "Deny", { destinations: ["10.0.0.4/30"] }),
  ];
  expect(shadow([...rules, allowRdp({ destinations: ["10.0.0.0/29"] })])).toBe("hidden deny-a deny-b");
});

test.each([
  ["a later deny", rule("deny", 400, "Deny")],
  ["a deny for UDP", rule("deny", 200, "Deny", { protocol: "Udp" })],
  ["a deny for another port", rule("deny", 200, "Deny", { destinationPorts: ["22", "3390-4000"] })],
  ["an outbound deny", rule("deny", 200, "Deny", { direction: "Outbound" })],
  ["a deny for another source", rule("deny", 200, "Deny", { sources: ["192.0.2.0/24"] })],
  ["a deny for one source port", rule("deny", 200, "Deny", { sourcePorts: ["3389"] })],
  ["a deny for another group", rule("deny", 200, "Deny", { destinations: ["asg:database"] })],
  ["a deny for a tag that may overlap", rule("deny", 200, "Deny", { sources: ["AzureCloud"] })],
])("%s leaves the allow visible", (_, deny) => {
  expect(shadow([deny, allowRdp({ sources: ["198.51.100.0/24"], destinations: ["asg:jump"] })])).toBe("visible");
});

test("what an earlier allow admits is not hidden", () => {
  const early = rule("allow-one", 100, "Allow", { sources: ["198.51.100.7"], destinationPorts: ["3389"] });
  expect(shadow([early, rule("deny-all", 200, "Deny"), allowRdp({ sources: ["198.51.100.0/24"] })])).toBe("visible");
});

test.each([
  ["Internet", "Internet"],
  ["Storage", "storage.westeurope"],
  ["Internet", "198.51.100.0/24"],
  ["Internet", "AzureCloud"],
  ["VirtualNetwork", "10.0.0.0/30"],
  ["asg:jump", "asg:jump"],
])("a deny for %s hides an allow for %s", (denied, allowed) => {
  expect(shadow([rule("deny", 200, "Deny", { sources: [denied] }), allowRdp({ sources: [allowed] })])).toBe(
    "hidden deny",
  );
});

test.each([
  ["VirtualNetwork", "Internet"],
  ["storage.westeurope", "Storage"],
  ["10.0.0.0/29", "VirtualNetwork"],
  ["AzureCloud", "Internet"],
])("a deny for %s does not hide an allow for %s", (denied, allowed) => {
  expect(shadow([rule("deny", 200, "Deny", { sources: [denied] }), allowRdp({ sources: [allowed] })])).toBe("visible");
});

test("a deny for the whole network hides an allow for any destination, because every destination lies there", () => {
  const deny = rule("deny-vnet", 200, "Deny", { destinations: ["VirtualNetwork"] });
  expect(shadow([deny, allowRdp()], {}, unknownSpace)).toBe("hidden deny-vnet");
});

test("an unknown field leaves undecided only what it may hide, and is named", () => {
  const deny = rule("deny", 200, "Deny");
  expect(shadow([deny, allowRdp()], { deny: ["sources"] })).toBe("undecided deny");
  expect(shadow([deny, allowRdp()], { deny: ["priority"] })).toBe("undecided deny");
  expect(shadow([deny, allowRdp()], { deny: ["access"] })).toBe("undecided deny");
  expect(shadow([deny, allowRdp()], { "allow-rdp": ["sources"] })).toBe("hidden deny");
  expect(shadow([{ ...deny, protocol: "Udp" }, allowRdp()], { deny: ["sources"] })).toBe("visible");
  expect(shadow([{ ...deny, sources: ["10.0.0.0/8"] }, allowRdp()], { "allow-rdp": ["sources"] })).toBe(
    "undecided deny allow-rdp",
  );
});

test(`a rule is hidden exactly where the oracle gives every packet that it means to an earlier deny (seed ${seed})`, () => {
  const property = fc.property(rulesOf(false), (others) => {
    const rules = [
      ...others.filter((one) => one.priority !== 300),
      allowRdp({ sources: ["10.0.0.0/29", "203.0.113.0/28"] }),
    ];
    const exact = { ...network, possible: { v4: [], v6: [] } };
    const group = ruleSet(rules);
    const found = shadowOf(
      group,
      group.rules.find((one) => one.name === "allow-rdp")!,
      "tcp",
      3389,
      exact,
    );
    const meant = everyAddress.filter((address) => /^(10\.0\.0\.[0-7]$|203)/.test(address));
    const answers = meant.flatMap((source) =>
      networkAddresses.flatMap((destination) =>
        [50_000, 60_500].map((sourcePort) =>
          askOracle(
            rules,
            { direction: "inbound", protocol: "tcp", source, destination, sourcePort, port: 3389 },
            {
              ...{ network: networkAddresses, tags: {}, groups: {} },
            },
          ),
        ),
      ),
    );
    const hidden = answers.every(({ access, rule: name }) => access === "deny" && name !== "allow-rdp");
    // A deny for some source ports only is never counted as hiding, though several of them might together.
    const somePorts = others.some((one) => one.sourcePorts[0] !== "*" && one.sourcePorts[0] !== "0-65535");
    if (!somePorts) expect(found.state).toBe(hidden ? "hidden" : "visible");
    else if (found.state === "hidden") expect(hidden).toBe(true);
  });
  fc.assert(property, { seed, numRuns: runs });
});
