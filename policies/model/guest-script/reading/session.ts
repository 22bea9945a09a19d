import type { GuestScriptFact, Topic } from "../facts";
import type { CommandCall, FactReader, ScriptCall, ScriptContext } from "./call";
import { bare, holdsEncoded, WordFinder } from "./relevance";
import { concatenate, text, type ScriptValue } from "./value";

/** The script asks for more steps than one script may take. */
export class OutOfWork extends Error {}

const mostSteps = 20_000;
const mostFacts = 200;
const deepestNesting = 12;

interface Finding {
  readonly finder: WordFinder;
  /** Readers by the bits of the lists that were found. */
  readonly asked: Map<number, readonly FactReader[]>;
}

const findings = new WeakMap<readonly FactReader[], Finding>();

function findingOf(readers: readonly FactReader[]): Finding {
  const known = findings.get(readers) ?? {
    finder: new WordFinder(readers.map((reader) => reader.words)),
    asked: new Map<number, readonly FactReader[]>(),
  };
  findings.set(readers, known);
  return known;
}

/** Finds the words of all topics that some readers ask for. */
export function finderOf(readers: readonly FactReader[]): WordFinder {
  return findingOf(readers).finder;
}

/**
 * The readers that a text may say something to; asking the others would cost most of the time. Unless `besideHarm`, those
 * alone that it tells something by itself, whatever other scripts do.
 */
export function readersFor(readers: readonly FactReader[], text: string, besideHarm: boolean): readonly FactReader[] {
  const { finder, asked } = findingOf(readers);
  const named = finder.listsIn(text);
  const lists = besideHarm ? named : toldLists(readers, named, text, finder);
  const known = asked.get(lists) ?? readers.filter((_, index) => isIn(lists, index));
  asked.set(lists, known);
  return known;
}

function toldLists(readers: readonly FactReader[], lists: number, text: string, { everyList }: WordFinder): number {
  const narrow = readers.some(({ telling }, index) => telling !== undefined && isIn(lists, index));
  // Where it does not name every list, it holds nothing encoded.
  if (!narrow || (lists === everyList && holdsEncoded(text))) return lists;
  const plain = bare(text);
  const isSilent = ({ telling }: FactReader, index: number): boolean =>
    telling !== undefined && isIn(lists, index) && !telling.test(plain);
  return readers.reduce((left, reader, index) => (isSilent(reader, index) ? left & ~(2 ** index) : left), lists);
}

function isIn(lists: number, index: number): boolean {
  return (lists & (2 ** index)) !== 0;
}

/** One reading of one script: hands calls to the fact readers and bounds the work. */
export class Session implements ScriptContext {
  readonly facts: GuestScriptFact[] = [];
  private steps = 0;
  private nesting = 0;
  private conditions = 0;
  private branchNow: readonly number[] = [];
  private readonly mentioned = new Set<Topic>();
  private readonly files = new Map<string, ScriptValue>();

  constructor(private readonly readers: readonly FactReader[]) {}

  get branch(): readonly number[] {
    return this.branchNow;
  }

  /** True where a text holds a word of any topic, or something encoded. */
  bears(text: string): boolean {
    return finderOf(this.readers).mayHold(text);
  }

  mentions(topic: Topic): boolean {
    return this.mentioned.has(topic);
  }

  writtenFile(path: string): ScriptValue | undefined {
    return this.files.get(fileKey(path));
  }

  /** Notes what the script writes into a file, or adds to it. */
  writeFile(path: string, content: ScriptValue, adds: boolean): void {
    const before = adds ? this.writtenFile(path) : undefined;
    this.files.set(fileKey(path), before ? concatenate([before, text("\n"), content]) : content);
  }

  /** Notes a text that stands in the script outside comments and printed text. */
  note(text: string): void {
    for (const reader of this.readers) {
      if (!this.mentioned.has(reader.topic) && reader.mentions(text)) this.mentioned.add(reader.topic);
    }
  }

  spend(): void {
    if (++this.steps > mostSteps || this.facts.length > mostFacts) throw new OutOfWork("it takes too many steps");
  }

  emit(call: ScriptCall): void {
    this.spend();
    for (const reader of this.readers) this.facts.push(...reader.read(call, this));
  }

  /** The objects that a command looks up, where a topic knows them. */
  objectsOf(call: CommandCall): readonly ScriptValue[] | undefined {
    for (const reader of this.readers) {
      const objects = reader.objects?.(call);
      if (objects) return objects;
    }
    return undefined;
  }

  /** Reports code that runs and cannot be read. */
  hide(why: string, line: number): void {
    this.emit({ kind: "hidden", why, line, branch: this.branchNow });
  }

  /** True where a text names a subject of a topic. */
  bearsOnTopic(texts: readonly string[]): boolean {
    return this.readers.some(({ mentions }) => texts.some((text) => mentions(text)));
  }

  /** Reports a part of the script that cannot be parsed, where it bears on a topic. */
  unparsable(texts: readonly string[], why: string, line: number): void {
    for (const { topic, mentions } of this.readers) {
      if (texts.some((text) => mentions(text))) this.unresolved(topic, why, line);
    }
  }

  unresolved(topic: Topic | "any", why: string, line: number): void {
    this.facts.push({ kind: "unresolved", topic, why, line, text: "", branch: this.branchNow });
  }

  /** Runs a round of a loop; what an earlier round told, by `told`, is not told again. */
  withoutRepeats(told: Set<string>, round: () => void): void {
    const from = this.facts.length;
    round();
    for (const fact of this.facts.splice(from)) {
      const key = JSON.stringify({ ...fact, branch: [] });
      if (!told.has(key)) this.facts.push(fact);
      told.add(key);
    }
  }

  /** Runs what happens under a condition only. */
  underCondition<T>(run: () => T): T {
    const before = this.branchNow;
    this.branchNow = [...before, ++this.conditions];
    try {
      return run();
    } finally {
      this.branchNow = before;
    }
  }

  /** Runs what is nested in a text, a function or a block. */
  nested<T>(run: () => T): T {
    if (++this.nesting > deepestNesting) throw new OutOfWork("it nests too deeply");
    try {
      return run();
    } finally {
      this.nesting--;
    }
  }
}

function fileKey(path: string): string {
  return path.trim().replaceAll("/", "\\").toLowerCase();
}
