import { defaultRules } from "./default-rules";
import { isSingle, type AddressSet } from "./address-set";
import { subtract } from "./interval-set";
import { endOfPorts, everyPort, type PortSet } from "./ports";
import { RuleIndex } from "./rule-index";
import type { Direction, Protocol, SecurityRule } from "./security-rule";
import { isPlatformTag } from "./service-tags";

/** One rule in the order in which Azure asks them. */
export interface Step {
  readonly rule: SecurityRule;
  /** True where the rule may also be asked elsewhere: its priority is not known, or another rule has the same. */
  readonly doubtful: boolean;
}

/** So many different questions are kept for one group. */
const mostQuestions = 8;

/** The rules of a security group. Of its many rules a flow concerns a few, and only these are put in order. */
export abstract class RuleSet {
  private readonly asked = new Map<string, Steps>();

  abstract readonly rules: readonly SecurityRule[];

  /** The group's own rules that may match anything of a direction, a protocol (undefined: any) and a destination port. */
  abstract concerned(direction: Direction, protocol: Protocol | undefined, port: number): readonly SecurityRule[];

  /** What Azure asks about a flow, in its order: the group's own rules, and the default rules at the end. */
  stepsFor(direction: Direction, protocol: Protocol, port: number): Steps {
    const question = `${direction} ${protocol} ${port}`;
    const earlier = this.asked.get(question);
    if (earlier) return earlier;
    const own = this.concerned(direction, protocol, port);
    const steps = own.length === 0 ? defaultSteps[direction] : inOrder(own, direction);
    if (this.asked.size < mostQuestions) this.asked.set(question, steps);
    return steps;
  }
}

/** A security group whose rules are all read. */
export class RuleList extends RuleSet {
  constructor(readonly rules: readonly SecurityRule[]) {
    super();
  }

  override concerned(direction: Direction, protocol: Protocol | undefined, port: number): readonly SecurityRule[] {
    return this.rules.filter((rule) => rule.mayConcern(direction, protocol, port));
  }
}

// An index pays off for many rules that are asked about single addresses many times.
const worthAnIndex = { rules: 24, questions: 8 };

/** Rules in order, with what finds those among them that a flow meets. */
export class Steps {
  private index?: RuleIndex;
  private questions = 0;
  private classes?: readonly PortSet[];
  private platformSteps?: readonly Step[];

  constructor(readonly steps: readonly Step[]) {}

  /** The steps that may concern two addresses; all of them where neither is a single one. */
  between(source: AddressSet, destination: AddressSet): Iterable<Step> {
    if (this.steps.length < worthAnIndex.rules || !(isSingle(source) || isSingle(destination))) return this.steps;
    if (!this.index && ++this.questions < worthAnIndex.questions) return this.steps;
    this.index ??= new RuleIndex(this.steps.map((step) => step.rule));
    const positions = this.index.candidates(source, destination);
    return positions ? pick(this.steps, positions) : this.steps;
  }

  /** The steps whose rules name the platform's own tags, which nothing else filters. */
  get platform(): readonly Step[] {
    return (this.platformSteps ??= this.steps.filter(({ rule }) => rule.destination.tags.some(isPlatformTag)));
  }

  /** Source ports in classes that the rules treat alike; nearly always one. */
  sourcePortClasses(): readonly PortSet[] {
    return (this.classes ??= splitByRules(this.steps));
  }
}

function* pick(steps: readonly Step[], positions: Iterable<number>): Iterable<Step> {
  for (const position of positions) yield steps[position]!;
}

const defaultSteps = { inbound: defaultStepsOf("inbound"), outbound: defaultStepsOf("outbound") };

function defaultStepsOf(direction: Direction): Steps {
  const own = defaultRules.filter((rule) => rule.direction === direction);
  return new Steps(own.map((rule) => ({ rule, doubtful: false })));
}

function inOrder(rules: readonly SecurityRule[], direction: Direction): Steps {
  const anywhere = rules.filter((rule) => rule.priority === undefined);
  const placed = inPriority(rules.filter((rule) => rule.priority !== undefined));
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
  steps.push(...anywhere.map((rule) => ({ rule, doubtful: false })));
  return new Steps([...steps, ...defaultSteps[direction].steps]);
}

// Rules nearly always stand in their order, and sorting takes several times as long as seeing that.
function inPriority(rules: SecurityRule[]): SecurityRule[] {
  const isInOrder = rules.every((rule, at) => at === 0 || rules[at - 1]!.priority! <= rule.priority!);
  return isInOrder ? rules : rules.sort((a, b) => a.priority! - b.priority!);
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
