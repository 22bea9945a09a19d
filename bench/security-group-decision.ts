import { decide, type Flow } from "../policies/model/network/decide";
import { addressParty, hostParty } from "../policies/model/network/endpoint";
import { parseAddress } from "../policies/model/network/parse-address";
import { RuleList, type RuleSet } from "../policies/model/network/rule-set";
import { SecurityRule, type WrittenRule } from "../policies/model/network/security-rule";
import { spaceOf } from "../policies/model/network/service-tags";
import { below, oneOf, random } from "./random";
import { spelled, spreadOf } from "./spread";

const rules = 1_000;
const prefixesEach = 4;
const rounds = 15;
const questionsEach = 2_000;

/** The largest security group that Azure takes: compiling it, and one decision about one address and one port. */
export function securityGroupDecision(): void {
  const compilingMs: number[] = [];
  const decisionUs: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const next = random(round);
    const written = Array.from({ length: rules }, (_, index) => writtenRule(next, index));
    const flows = Array.from({ length: questionsEach }, () => flow(next));
    // What is left of making the questions is not the group's.
    globalThis.gc?.();
    const started = processorMs();
    const group = compile(written, flows[0]!);
    const compiled = processorMs();
    for (const one of flows) decide(group, one);
    const asked = processorMs();
    // The first round warms up.
    if (round === 0) continue;
    compilingMs.push(compiled - started);
    decisionUs.push(((asked - compiled) * 1_000) / questionsEach);
  }
  console.log(
    `security group of ${rules} rules, ${rules * prefixesEach} prefixes on each side, ${rounds} rounds, processor time`,
  );
  console.log(`  compiling      ${spelled(spreadOf(compilingMs), "ms")}`);
  console.log(`  one decision   ${spelled(spreadOf(decisionUs), "µs")}`);
}

// Other people's work on the machine changes what a wall clock shows.
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

// A group is compiled when its rules are read and it has the index that it gets when it is asked again and again.
function compile(written: readonly WrittenRule[], first: Flow): RuleSet {
  const group = new RuleList(written.map((rule) => new SecurityRule(rule)));
  for (let question = 0; question < 8; question++) decide(group, first);
  return group;
}

function writtenRule(next: () => number, index: number): WrittenRule {
  const side = (): WrittenRule["source"] => ({
    prefix: undefined,
    prefixes: Array.from({ length: prefixesEach }, () => prefix(next)),
    groups: undefined,
  });
  return {
    name: `rule-${index}`,
    priority: 100 + index,
    direction: "Inbound",
    access: oneOf(next, ["Allow", "Deny"]),
    protocol: oneOf(next, ["Tcp", "Udp", "*"]),
    source: side(),
    destination: side(),
    sourcePort: "*",
    sourcePorts: undefined,
    destinationPort: undefined,
    destinationPorts: oneOf(next, [["3389"], ["443", "3389"], ["3000-4000"]]),
  };
}

function prefix(next: () => number): string {
  const length = 16 + below(next, 17);
  const address = 10 * 2 ** 24 + below(next, 2 ** 24);
  const start = address - (address % 2 ** (32 - length));
  return `${[24, 16, 8, 0].map((shift) => (start >>> shift) & 255).join(".")}/${length}`;
}

const network = spaceOf(parseAddress("10.0.0.0/8")!.set, false);

function flow(next: () => number): Flow {
  const address = (): ReturnType<typeof addressParty>["within"] =>
    parseAddress(`10.${below(next, 256)}.${below(next, 256)}.${below(next, 256)}`)!.set;
  return {
    ...{ direction: "inbound", protocol: "tcp", port: 3389, network },
    far: addressParty(address()),
    host: hostParty(address(), { known: new Set(), complete: true }),
  };
}
