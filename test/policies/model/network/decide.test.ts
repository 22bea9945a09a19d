import fc from "fast-check";
import { unionOf, type AddressSet } from "../../../../policies/model/network/address-set";
import { decide, type Flow, type Piece } from "../../../../policies/model/network/decide";
import { addressParty, hostParty, type Party } from "../../../../policies/model/network/endpoint";
import { contains } from "../../../../policies/model/network/interval-set";
import { parseAddress } from "../../../../policies/model/network/parse-address";
import { spaceOf } from "../../../../policies/model/network/service-tags";
import { askOracle, type OracleAnswer, type Packet, type PlainRule, type World } from "./oracle";
import { everyAddress, fields, networkAddresses, rulesOf, world } from "./small-universe";
import { rule, ruleSet, type Hole } from "./written-rules";

const seed = Number(process.env["RDP904_SEED"] ?? Date.now() % 2 ** 31);
const runs = Number(process.env["RDP904_RUNS"] ?? 1500);

const set = (...texts: string[]): AddressSet => unionOf(texts.map((text) => parseAddress(text)!.set));
const network = spaceOf(set("10.0.0.0/29"), true);
const hostAddress = "10.0.0.4";

function host(groups: string[] = []): Party {
  return hostParty(set(hostAddress), { known: new Set(groups), complete: true });
}

function flowOf(packet: Omit<Packet, "source" | "destination">, groups: string[]): Flow {
  const { direction, protocol, port, sourcePort } = packet;
  const far = addressParty(set(...everyAddress));
  return { direction, protocol, port, sourcePorts: [sourcePort, sourcePort + 1], far, host: host(groups), network };
}

/** What the decision and the oracle say of each address, and how they differ: empty where they agree. */
function differences(
  pieces: readonly Piece[],
  expected: (far: string, outcome: string) => string,
  withRule = false,
): string[] {
  return everyAddress.flatMap((far) => {
    const piece = pieceAt(pieces, far);
    const found = withRule ? `${piece.outcome} by ${piece.rule?.name ?? ""}` : piece.outcome;
    const wanted = expected(far, piece.outcome);
    return found === wanted ? [] : [`${far}: ${found}, but the oracle says ${wanted}`];
  });
}

function pieceAt(pieces: readonly Piece[], address: string): Piece {
  const parsed = parseAddress(address)!.set;
  const found = pieces.filter((piece) =>
    parsed.v4.length > 0 ? contains(piece.addresses.v4, parsed.v4[0]!) : contains(piece.addresses.v6, parsed.v6[0]!),
  );
  if (found.length !== 1) throw new Error(`${address} lies in ${found.length} pieces`);
  return found[0]!;
}

function oracleFor(
  rules: PlainRule[],
  flow: Omit<Packet, "source" | "destination">,
  far: string,
  members: World,
): OracleAnswer {
  const [source, destination] = flow.direction === "inbound" ? [far, hostAddress] : [hostAddress, far];
  // The platform's own addresses are not filtered on the way out.
  if (flow.direction === "outbound" && far === "168.63.129.16") return { access: "allow", rule: "" };
  return askOracle(rules, { ...flow, source, destination }, members);
}

function unlessUndecided(rules: PlainRule[], flow: Omit<Packet, "source" | "destination">, members: World) {
  return (far: string, outcome: string): string =>
    outcome === "undecided" ? outcome : oracleFor(rules, flow, far, members).access;
}

const packet = fc.record({
  direction: fc.constantFrom("inbound" as const, "outbound" as const),
  protocol: fc.constantFrom("tcp" as const, "udp" as const),
  port: fc.constantFrom(3388, 3389, 3390, 443),
  sourcePort: fc.constantFrom(3389, 50_000, 61_000),
});

const onlyNetwork: World = { network: networkAddresses, tags: {}, groups: {} };

test(`the decision and the deciding rule are the oracle's where everything is known (seed ${seed})`, () => {
  const property = fc.property(rulesOf(false), packet, (rules, flow) => {
    const exactNetwork = { ...network, possible: { v4: [], v6: [] } };
    const pieces = decide(ruleSet(rules), { ...flowOf(flow, []), network: exactNetwork });
    const expected = (far: string): string => {
      const { access, rule: name } = oracleFor(rules, flow, far, onlyNetwork);
      return `${access} by ${name}`;
    };
    expect(differences(pieces, expected, true)).toEqual([]);
  });
  fc.assert(property, { seed, numRuns: runs });
});

test(`what is decided holds in every world that the tags and groups allow (seed ${seed})`, () => {
  const property = fc.property(rulesOf(true), packet, world, (rules, flow, members) => {
    const groups = Object.entries(members.groups).flatMap(([name, list]) => (list.includes(hostAddress) ? [name] : []));
    const pieces = decide(ruleSet(rules), flowOf(flow, groups));
    expect(differences(pieces, unlessUndecided(rules, flow, members))).toEqual([]);
  });
  fc.assert(property, { seed, numRuns: runs });
});

const hole = fc.constantFrom(...(Object.keys(fields) as Hole[]));
const holes = fc.dictionary(fc.constantFrom("rule-0", "rule-1", "rule-2", "rule-3"), fc.array(hole, { maxLength: 2 }));

test(`what is decided holds for every value that an unknown field may take (seed ${seed})`, () => {
  const property = fc.property(rulesOf(false), packet, holes, fc.record(fields), (rules, flow, open, value) => {
    const pieces = decide(ruleSet(rules, open), flowOf(flow, []));
    const filled = rules.map((one) => ({ ...one, ...pick(value, open[one.name] ?? []) }));
    expect(differences(pieces, unlessUndecided(filled, flow, onlyNetwork))).toEqual([]);
  });
  fc.assert(property, { seed, numRuns: runs });
});

function pick(value: Record<Hole, unknown>, names: readonly Hole[]): Partial<PlainRule> {
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}

test(`one unknown prefix leaves undecided only what some prefix would change (seed ${seed})`, () => {
  const property = fc.property(rulesOf(false), packet, fc.nat(), (rules, flow, at) => {
    const target = rules[at % Math.max(rules.length, 1)];
    if (!target) return;
    const exactNetwork = { ...network, possible: { v4: [], v6: [] } };
    const side: Hole = flow.direction === "inbound" ? "sources" : "destinations";
    const pieces = decide(ruleSet(rules, { [target.name]: [side] }), { ...flowOf(flow, []), network: exactNetwork });
    const expected = (far: string): string => {
      const answers = [["*"], ["192.0.2.1"]].map((value) => {
        const filled = rules.map((one) => (one === target ? { ...one, [side]: value } : one));
        return oracleFor(filled, flow, far, onlyNetwork).access;
      });
      return answers[0] === answers[1] ? answers[0]! : "undecided";
    };
    expect(differences(pieces, expected)).toEqual([]);
  });
  fc.assert(property, { seed, numRuns: runs });
});

test(`a large group gives single addresses the same answer as all addresses at once (seed ${seed})`, () => {
  const property = fc.property(
    rulesOf(true, 60, "max"),
    packet,
    fc.constantFrom(...everyAddress),
    (rules, flow, far) => {
      const group = ruleSet(rules);
      const all = pieceAt(decide(group, flowOf(flow, ["web"])), far);
      const single = { ...flowOf(flow, ["web"]), far: addressParty(set(far)) };
      // Only a group that is asked often gets its index.
      for (let question = 0; question < 8; question++) decide(group, single);
      const [alone, ...others] = decide(group, single);
      expect(others).toEqual([]);
      expect([alone!.outcome, alone!.rule?.name]).toEqual([all.outcome, all.rule?.name]);
    },
  );
  fc.assert(property, { seed, numRuns: 300 });
});

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
