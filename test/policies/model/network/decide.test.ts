import { decide, type Flow, type Piece } from "../../../../policies/model/network/decide";
import { addressParty, type Party } from "../../../../policies/model/network/endpoint";
import { host, network, set } from "./oracle-comparisons";
import { rule, ruleSet } from "./written-rules";

const inboundRdp = (far: Party): Flow => ({
  direction: "inbound",
  protocol: "tcp",
  port: 3389,
  far,
  host: host(),
  network,
});
const outcomes = (pieces: readonly Piece[]): string[] => pieces.map((p) => `${p.outcome} by ${p.rule?.name}`);

test("a client range that is half denied falls into its denied and its allowed half", () => {
  const group = ruleSet([
    rule("deny-half", 200, "Deny", { sources: ["198.51.100.0/25"] }),
    rule("allow-rdp", 300, "Allow", { sources: ["198.51.100.0/24"], destinationPorts: ["3389"] }),
  ]);
  const pieces = decide(group, inboundRdp(addressParty(set("198.51.100.0/24"))));
  expect(outcomes(pieces)).toEqual(["deny by deny-half", "allow by allow-rdp"]);
  expect(pieces.map((piece) => piece.addresses)).toEqual([set("198.51.100.0/25"), set("198.51.100.128/25")]);
});

test("two rules with one priority leave undecided only what both of them mean", () => {
  const group = ruleSet([
    rule("allow", 200, "Allow", { sources: ["198.51.100.0/24"] }),
    rule("deny", 200, "Deny", { sources: ["198.51.100.0/25"] }),
  ]);
  const pieces = decide(group, inboundRdp(addressParty(set("198.51.100.0/24"))));
  expect(pieces.map((piece) => [piece.outcome, piece.addresses])).toEqual([
    ["undecided", set("198.51.100.0/25")],
    ["allow", set("198.51.100.128/25")],
  ]);
});

test("an allow for source port 3389 admits no RDP client, whose own port is an ephemeral one", () => {
  const group = ruleSet([rule("allow-rdp", 300, "Allow", { sourcePorts: ["3389"], destinationPorts: ["3389"] })]);
  const client = inboundRdp(addressParty(set("198.51.100.7")));
  expect(outcomes(decide(group, client))).toEqual(["deny by DenyAllInBound"]);
  expect(outcomes(decide(group, { ...client, sourcePorts: [0, 65_536] })).sort()).toEqual([
    "allow by allow-rdp",
    "deny by DenyAllInBound",
  ]);
});

test("a rule whose priority is not known decides where only Azure's own rules come after it", () => {
  const group = ruleSet([rule("allow-rdp", 300, "Allow", { sources: ["198.51.100.0/25"] })], {
    "allow-rdp": ["priority"],
  });
  expect(outcomes(decide(group, inboundRdp(addressParty(set("198.51.100.0/24")))))).toEqual([
    "allow by allow-rdp",
    "deny by DenyAllInBound",
  ]);
});

test("a rule whose priority is not known leaves alone what it cannot change", () => {
  const group = ruleSet(
    [rule("deny-some", 200, "Deny", { sources: ["198.51.100.0/25"] }), rule("allow-rdp", 300, "Allow")],
    {
      "deny-some": ["priority"],
    },
  );
  const pieces = decide(group, inboundRdp(addressParty(set("198.51.100.0/24"))));
  expect(pieces.map((piece) => [piece.outcome, piece.addresses, piece.doubt?.name])).toEqual([
    ["undecided", set("198.51.100.0/25"), "deny-some"],
    ["allow", set("198.51.100.128/25"), undefined],
  ]);
});
