import { defaultRules } from "./default-rules";
import { isSingle, type AddressSet } from "./address-set";
import { subtract } from "./interval-set";
import { endOfPorts, everyPort, type PortSet } from "./ports";
import { RuleIndex } from "./rule-index";
import type { Direction, Protocol, SecurityRule } from "./security-rule";

/** One rule in the order in which Azure asks them. */
export interface Step {
  readonly rule: SecurityRule;
  /** True where the rule may also be asked elsewhere: its priority is not known, or another rule has the same. */
  readonly doubtful: boolean;
}

/** The rules of a security group; each direction is put in order when it is first asked. */
export class RuleSet {
  private orderedInbound?: Ordered;
  private orderedOutbound?: Ordered;

  constructor(readonly rules: readonly SecurityRule[]) {}

  get inbound(): Ordered {
    return (this.orderedInbound ??= new Ordered(this.rules, "inbound"));
  }

  get outbound(): Ordered {
    return (this.orderedOutbound ??= new Ordered(this.rules, "outbound"));
  }
}

// An index pays off for many rules that are asked about single addresses many times.
const worthAnIndex = { rules: 24, questions: 8 };

/** So many different questions are kept for one direction of a group; whoever asks for more has all its rules asked. */
const mostSelections = 8;

/** The rules of one direction in order, with the default rules at the end. */
export class Ordered {
  readonly all: Steps;
  private readonly selections = new Map<string, Steps>();

  constructor(rules: readonly SecurityRule[], direction: Direction) {
    const own = rules.filter((rule) => (rule.direction ?? direction) === direction);
    this.all = new Steps([...inOrder(own), ...defaultSteps[direction]]);
  }

  /** The steps that may concern a protocol and a destination port: a few of a group's many. */
  concerning(protocol: Protocol, port: number): Steps {
    const question = `${protocol} ${port}`;
    const earlier = this.selections.get(question);
    if (earlier) return earlier;
    if (this.selections.size >= mostSelections) return this.all;
    const selected = new Steps(this.all.steps.filter(({ rule }) => rule.mayConcern(protocol, port)));
    this.selections.set(question, selected);
    return selected;
  }
}

/** Rules in order, with what finds those among them that a flow meets. */
export class Steps {
  private index?: RuleIndex;
  private questions = 0;
  private classes?: readonly PortSet[];

  constructor(readonly steps: readonly Step[]) {}

  /** The steps that may concern two addresses; all of them where neither is a single one. */
  between(source: AddressSet, destination: AddressSet): Iterable<Step> {
    if (this.steps.length < worthAnIndex.rules || !(isSingle(source) || isSingle(destination))) return this.steps;
    if (!this.index && ++this.questions < worthAnIndex.questions) return this.steps;
    this.index ??= new RuleIndex(this.steps.map((step) => step.rule));
    const positions = this.index.candidates(source, destination);
    return positions ? pick(this.steps, positions) : this.steps;
  }

  /** Source ports in classes that the rules treat alike; nearly always one. */
  sourcePortClasses(): readonly PortSet[] {
    return (this.classes ??= splitByRules(this.steps));
  }
}

function* pick(steps: readonly Step[], positions: Iterable<number>): Iterable<Step> {
  for (const position of positions) yield steps[position]!;
}

const defaultSteps = {
  inbound: defaultRules.filter((rule) => rule.direction === "inbound").map((rule) => ({ rule, doubtful: false })),
  outbound: defaultRules.filter((rule) => rule.direction === "outbound").map((rule) => ({ rule, doubtful: false })),
};

function inOrder(rules: readonly SecurityRule[]): Step[] {
  const anywhere = rules.filter((rule) => rule.priority === undefined);
  const placed = rules.filter((rule) => rule.priority !== undefined).sort((a, b) => a.priority! - b.priority!);
  const steps: Step[] = anywhere.map((rule) => ({ rule, doubtful: true }));
  for (let at = 0; at < placed.length;) {
    let end = at + 1;
    while (end < placed.length && placed[end]!.priority === placed[at]!.priority) end++;
    const equals = placed.slice(at, end);
    // Azure refuses equal priorities; until it does, either of them may come first.
    if (equals.length > 1) steps.push(...equals.map((rule) => ({ rule, doubtful: true })));
    steps.push(...equals.map((rule) => ({ rule, doubtful: false })));
    at = end;
  }
  // Wherever it stands, it stands before Azure's own.
  return [...steps, ...anywhere.map((rule) => ({ rule, doubtful: false }))];
}

function splitByRules(steps: readonly Step[]): readonly PortSet[] {
  let classes = everyPortAlike;
  for (const { rule } of steps) {
    const { ports } = rule.sourcePorts;
    if (ports === everyPort || (ports[0] === 0 && ports[1] === endOfPorts)) continue;
    const parts = classes.flatMap((some) => [subtract(some, ports), subtract(some, subtract(everyPort, ports))]);
    classes = parts.filter((some) => some.length > 0);
  }
  return classes;
}

const everyPortAlike: readonly PortSet[] = [everyPort];
