import { entriesOf, readEndpoint, type Endpoint, type WrittenEndpoint } from "./endpoint";
import { notKnown, type Field } from "./field";
import { contains, fromRanges } from "./interval-set";
import { everyPort, namesPort, noPort, parsePorts, type PortSet } from "./ports";

export type Direction = "inbound" | "outbound";
export type Access = "allow" | "deny";
export type Protocol = "tcp" | "udp" | "icmp" | "esp" | "ah";

/** A security rule as written, in ARM's fields: https://learn.microsoft.com/rest/api/virtualnetwork/security-rules */
export interface WrittenRule {
  readonly name: string;
  readonly priority: Field<number>;
  readonly direction: Field<string>;
  readonly access: Field<string>;
  readonly protocol: Field<string>;
  readonly source: WrittenEndpoint;
  readonly destination: WrittenEndpoint;
  readonly sourcePort: Field<string>;
  readonly sourcePorts: Field<readonly Field<string>[]>;
  readonly destinationPort: Field<string>;
  readonly destinationPorts: Field<readonly Field<string>[]>;
  /** False where the rule may belong to another security group, or is one that Azure refuses. Default: true. */
  readonly certain?: boolean;
  /** True where a value that Azure refuses is all that keeps the rule from being known. Default: false. */
  readonly isRefused?: boolean;
}

/** The ports of one side of a rule. */
export interface PortMatch {
  readonly ports: PortSet;
  /** Each entry of the list by itself. */
  readonly entries: readonly PortSet[];
  /** True where an entry is not known or not readable, so that it may mean any port. */
  readonly open: boolean;
}

/** A rule in its normal form: fields that are not known or not readable are undefined. Each side is read when first asked for. */
export class SecurityRule<W extends WrittenRule = WrittenRule> {
  readonly priority: number | undefined;
  readonly direction: Direction | undefined;
  readonly access: Access | undefined;
  /** "any" for `*`. */
  readonly protocol: Protocol | "any" | undefined;
  readonly certain: boolean;
  private refusal?: boolean;
  private readSource?: Endpoint;
  private readDestination?: Endpoint;
  private readSourcePorts?: PortMatch;
  private readDestinationPorts?: PortMatch;

  constructor(readonly written: W) {
    this.priority = typeof written.priority === "number" ? written.priority : undefined;
    this.direction = directionOf(written.direction);
    this.access = accessOf(written.access);
    this.protocol = protocolOf(written.protocol);
    this.certain = written.certain ?? true;
  }

  get name(): string {
    return this.written.name;
  }

  /** Whether a value that Azure refuses is all that keeps the rule from being known. */
  get isRefused(): boolean {
    return (this.refusal ??= this.written.isRefused ?? false);
  }

  get source(): Endpoint {
    return (this.readSource ??= readEndpoint(this.written.source));
  }

  get destination(): Endpoint {
    return (this.readDestination ??= readEndpoint(this.written.destination));
  }

  get sourcePorts(): PortMatch {
    return (this.readSourcePorts ??= readPorts(this.written.sourcePort, this.written.sourcePorts));
  }

  get destinationPorts(): PortMatch {
    return (this.readDestinationPorts ??= readPorts(this.written.destinationPort, this.written.destinationPorts));
  }

  /** Whether the rule may match anything of a direction and a protocol (undefined: any) to a destination port. */
  mayConcern(direction: Direction, protocol: Protocol | undefined, port: number): boolean {
    if (this.direction !== undefined && this.direction !== direction) return false;
    if (!mayBeOf(this.protocol, protocol)) return false;
    const { ports, open } = this.destinationPorts;
    return open || ports === everyPort || contains(ports, port);
  }

  /** Whether an entry of the rule means this destination port in particular. */
  namesPort(port: number): boolean {
    return this.destinationPorts.entries.some((entry) => namesPort(entry, port));
  }
}

/** Rules in their order, those that Azure refuses behind all others: what another rule leaves open is told first. */
export function refusedLast<R extends Pick<SecurityRule, "isRefused">>(rules: readonly R[]): readonly R[] {
  return [...rules.filter(({ isRefused }) => !isRefused), ...rules.filter(({ isRefused }) => isRefused)];
}

/** Whether a rule of this protocol, as far as it is known, may be about another; undefined asks for any. */
export function mayBeOf(protocol: SecurityRule["protocol"], asked: Protocol | undefined): boolean {
  return asked === undefined || protocol === undefined || protocol === "any" || protocol === asked;
}

/** Reads a rule's direction; undefined where it is not known or not readable. */
export function directionOf(field: unknown): Direction | undefined {
  return word(field, directions);
}

/** Reads a rule's access in the same way. */
export function accessOf(field: unknown): Access | undefined {
  return word(field, accesses);
}

/** Reads a rule's protocol in the same way, "any" for `*`. */
export function protocolOf(field: unknown): Protocol | "any" | undefined {
  return word(field, protocols);
}

const directions = words<Direction>({ Inbound: "inbound", Outbound: "outbound" });
const accesses = words<Access>({ Allow: "allow", Deny: "deny" });
const protocols = words<Protocol | "any">({
  ...{ "*": "any", Any: "any" },
  ...{ Tcp: "tcp", Udp: "udp", Icmp: "icmp", Esp: "esp", Ah: "ah" },
});

/** Words as ARM spells them, which nearly every rule does, and in lower case. */
function words<T>(spelled: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  const entries = Object.entries(spelled);
  return new Map([...entries, ...entries.map(([word, meaning]) => [word.toLowerCase(), meaning] as const)]);
}

function word<T>(field: unknown, known: ReadonlyMap<string, T>): T | undefined {
  if (typeof field !== "string") return undefined;
  return known.get(field) ?? known.get(field.trim().toLowerCase());
}

// By the set of ports, which the same text shares: most rules name a single one.
const matches = new WeakMap<PortSet, PortMatch>();

function portsNamed(text: string): PortMatch {
  const ports = parsePorts(text);
  if (!ports) return { ports: noPort, entries: [], open: true };
  const match = matches.get(ports) ?? { ports, entries: [ports], open: false };
  matches.set(ports, match);
  return match;
}

const anyPort: PortMatch = { ports: everyPort, entries: [everyPort], open: false };

function readPorts(one: Field<string>, many: Field<readonly Field<string>[]>): PortMatch {
  if (many === undefined && typeof one === "string" && one !== "") return portsNamed(one);
  const written = entriesOf(one, many);
  if (written.length === 0) return anyPort;
  if (written.length === 1 && written[0] !== notKnown) return portsNamed(written[0]!);
  const entries: PortSet[] = [];
  let open = false;
  for (const entry of written) {
    const ports = entry === notKnown ? undefined : parsePorts(entry);
    if (ports) entries.push(ports);
    else open = true;
  }
  return { ports: fromRanges(entries.flat()), entries, open };
}
