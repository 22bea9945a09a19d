import fc from "fast-check";
import { unionOf, type AddressSet } from "../../../../policies/model/network/address-set";
import { decide, type Flow, type Piece } from "../../../../policies/model/network/decide";
import { addressParty, hostParty, type Party } from "../../../../policies/model/network/endpoint";
import { contains } from "../../../../policies/model/network/interval-set";
import { parseAddress } from "../../../../policies/model/network/parse-address";
import { decideWay } from "../../../../policies/model/network/passage";
import { spaceOf } from "../../../../policies/model/network/service-tags";
import { askOracle, type OracleAnswer, type Packet, type PlainRule, type World } from "./oracle";
import { everyAddress, fields, networkAddresses, rulesOf, world } from "./small-universe";
import { ruleSet, type Hole } from "./written-rules";

/** A claim about the decision that random security groups put to the test against the oracle. */
export interface Comparison {
  readonly claim: string;
  /** How many random groups a test run asks for, where it names no other number. */
  readonly runs: number;
  /** What went wrong, with the group that shows it; undefined where the claim stood. */
  readonly failure: (parameters: fc.Parameters<unknown>) => string | undefined;
}

export const set = (...texts: string[]): AddressSet => unionOf(texts.map((text) => parseAddress(text)!.set));
export const network = spaceOf(set("10.0.0.0/29"), true);
const exactNetwork = { ...network, possible: { v4: [], v6: [] } };
const hostAddress = "10.0.0.4";

export function host(groups: string[] = []): Party {
  return hostParty(set(hostAddress), { known: new Set(groups), complete: true });
}

type Part = Pick<Piece, "addresses" | "outcome">;
type Question = Omit<Packet, "source" | "destination">;

const question: fc.Arbitrary<Question> = fc.record({
  direction: fc.constantFrom("inbound" as const, "outbound" as const),
  protocol: fc.constantFrom("tcp" as const, "udp" as const),
  port: fc.constantFrom(3388, 3389, 3390, 443),
  sourcePort: fc.constantFrom(3389, 50_000, 61_000),
});
const hole = fc.constantFrom(...(Object.keys(fields) as Hole[]));
const holes = fc.dictionary(fc.constantFrom("rule-0", "rule-1", "rule-2", "rule-3"), fc.array(hole, { maxLength: 2 }));
const onlyNetwork: World = { network: networkAddresses, tags: {}, groups: {} };

export const comparisons = {
  exact: comparison(
    "the decision and the deciding rule are the oracle's where everything is known",
    1500,
    fc.property(rulesOf(false), question, (rules, asked) => {
      const pieces = decide(ruleSet(rules), { ...flowOf(asked, []), network: exactNetwork });
      const expected = (far: string): string => {
        const { access, rule } = oracleFor(rules, asked, far, onlyNetwork);
        return `${access} by ${rule}`;
      };
      const said = ({ outcome, rule }: Piece): string => `${outcome} by ${rule?.name ?? ""}`;
      expect(differences(pieces, expected, said)).toEqual([]);
    }),
  ),
  tagsAndGroups: comparison(
    "what is decided holds in every world that the tags and groups allow",
    1500,
    fc.property(rulesOf(true), question, world, (rules, asked, members) => {
      const groups = Object.entries(members.groups).flatMap(([name, list]) =>
        list.includes(hostAddress) ? [name] : [],
      );
      const pieces = decide(ruleSet(rules), flowOf(asked, groups));
      expect(differences(pieces, unlessUndecided(rules, asked, members))).toEqual([]);
    }),
  ),
  unknownFields: comparison(
    "what is decided holds for every value that an unknown field may take",
    1500,
    fc.property(rulesOf(false), question, holes, fc.record(fields), (rules, asked, open, value) => {
      const pieces = decide(ruleSet(rules, open), flowOf(asked, []));
      const filled = rules.map((one) => ({ ...one, ...pick(value, open[one.name] ?? []) }));
      expect(differences(pieces, unlessUndecided(filled, asked, onlyNetwork))).toEqual([]);
    }),
  ),
  unknownPrefix: comparison(
    "one unknown prefix leaves undecided only what some prefix would change",
    1500,
    fc.property(rulesOf(false), question, fc.nat(), (rules, asked, at) => {
      const target = rules[at % Math.max(rules.length, 1)];
      if (!target) return;
      const side: Hole = asked.direction === "inbound" ? "sources" : "destinations";
      const pieces = decide(ruleSet(rules, { [target.name]: [side] }), {
        ...flowOf(asked, []),
        network: exactNetwork,
      });
      const expected = (far: string): string => {
        const answers = [["*"], ["192.0.2.1"]].map((value) => {
          const filled = rules.map((one) => (one === target ? { ...one, [side]: value } : one));
          return oracleFor(filled, asked, far, onlyNetwork).access;
        });
        return answers[0] === answers[1] ? answers[0]! : "undecided";
      };
      expect(differences(pieces, expected)).toEqual([]);
    }),
  ),
  singleAddresses: comparison(
    "a large group gives single addresses the same answer as all addresses at once",
    300,
    fc.property(rulesOf(true, 60, "max"), question, fc.constantFrom(...everyAddress), (rules, asked, far) => {
      const group = ruleSet(rules);
      const all = pieceAt(decide(group, flowOf(asked, ["web"])), far);
      const single = { ...flowOf(asked, ["web"]), far: addressParty(set(far)) };
      // Only a group that is asked often gets its index.
      for (let time = 0; time < 8; time++) decide(group, single);
      const [alone, ...others] = decide(group, single);
      expect(others).toEqual([]);
      expect([alone!.outcome, alone!.rule?.name]).toEqual([all.outcome, all.rule?.name]);
    }),
  ),
  twoLevels: comparison(
    "what passes two levels is what the oracle lets pass at each of them",
    300,
    fc.property(rulesOf(false), rulesOf(false), rulesOf(false), fc.boolean(), (outer, inner, other, either) => {
      const asked: Question = { direction: "inbound", protocol: "tcp", sourcePort: 50_000, port: 3389 };
      const behind = (either ? [inner, other] : [inner]).map((rules) => ruleSet(rules));
      const levels = [[ruleSet(outer)], behind].map((candidates) => ({ candidates, open: false }));
      const passages = decideWay(levels, { ...flowOf(asked, []), network: exactNetwork });
      const expected = (far: string): string => {
        const [first, second, third] = [outer, inner, other].map(
          (rules) => oracleFor(rules, asked, far, onlyNetwork).access,
        );
        const inside = either && second !== third ? "undecided" : second!;
        return first === "deny" || inside === "deny" ? "deny" : inside;
      };
      expect(differences(passages, expected)).toEqual([]);
    }),
  ),
} satisfies Record<string, Comparison>;

function comparison<T>(claim: string, runs: number, property: fc.IProperty<T>): Comparison {
  return {
    claim,
    runs,
    failure: (parameters) => {
      const details = fc.check(property, parameters as fc.Parameters<T>);
      return details.failed ? fc.defaultReportMessage(details) : undefined;
    },
  };
}

function flowOf({ direction, protocol, port, sourcePort }: Question, groups: string[]): Flow {
  const far = addressParty(set(...everyAddress));
  return { direction, protocol, port, sourcePorts: [sourcePort, sourcePort + 1], far, host: host(groups), network };
}

/** How the decision differs from what is expected of each address: empty where they agree. */
function differences<P extends Part>(
  pieces: readonly P[],
  expected: (far: string, outcome: string) => string,
  said: (piece: P) => string = ({ outcome }) => outcome,
): string[] {
  return everyAddress.flatMap((far) => {
    const piece = pieceAt(pieces, far);
    const found = said(piece);
    const wanted = expected(far, piece.outcome);
    return found === wanted ? [] : [`${far}: ${found}, but the oracle says ${wanted}`];
  });
}

function pieceAt<P extends Part>(pieces: readonly P[], address: string): P {
  const parsed = parseAddress(address)!.set;
  const found = pieces.filter((piece) =>
    parsed.v4.length > 0 ? contains(piece.addresses.v4, parsed.v4[0]!) : contains(piece.addresses.v6, parsed.v6[0]!),
  );
  if (found.length !== 1) throw new Error(`${address} lies in ${found.length} pieces`);
  return found[0]!;
}

function oracleFor(rules: PlainRule[], asked: Question, far: string, members: World): OracleAnswer {
  const [source, destination] = asked.direction === "inbound" ? [far, hostAddress] : [hostAddress, far];
  // The platform's own addresses are not filtered on the way out.
  if (asked.direction === "outbound" && far === "168.63.129.16") return { access: "allow", rule: "" };
  return askOracle(rules, { ...asked, source, destination }, members);
}

function unlessUndecided(rules: PlainRule[], asked: Question, members: World) {
  return (far: string, outcome: string): string =>
    outcome === "undecided" ? outcome : oracleFor(rules, asked, far, members).access;
}

function pick(value: Record<Hole, unknown>, names: readonly Hole[]): Partial<PlainRule> {
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}
