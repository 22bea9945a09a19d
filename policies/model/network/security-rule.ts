import { entriesOf, readEndpoint, type Endpoint, type WrittenEndpoint } from "./endpoint";
import { notKnown, type Field } from "./field";
import { fromRanges } from "./interval-set";
import { everyPort, namesPort, parsePorts, type PortSet } from "./ports";

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
export class SecurityRule {
  readonly name: string;
  readonly priority: number | undefined;
  readonly direction: Direction | undefined;
  readonly access: Access | undefined;
  /** "any" for `*`. */
  readonly protocol: Protocol | "any" | undefined;
  readonly certain: boolean;
  private readSource?: Endpoint;
  private readDestination?: Endpoint;
  private readSourcePorts?: PortMatch;
  private readDestinationPorts?: PortMatch;

  constructor(readonly written: WrittenRule) {
    this.name = written.name;
    this.priority = typeof written.priority === "number" ? written.priority : undefined;
    this.direction = word(written.direction, directions);
    this.access = word(written.access, accesses);
    this.protocol = word(written.protocol, protocols);
    this.certain = written.certain ?? true;
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

  /** Whether an entry of the rule means this destination port in particular. */
  namesPort(port: number): boolean {
    return this.destinationPorts.entries.some((entry) => namesPort(entry, port));
  }
}

const directions: Readonly<Record<string, Direction>> = { inbound: "inbound", outbound: "outbound" };
const accesses: Readonly<Record<string, Access>> = { allow: "allow", deny: "deny" };
const protocols: Readonly<Record<string, Protocol | "any">> = {
  "*": "any",
  any: "any",
  tcp: "tcp",
  udp: "udp",
  icmp: "icmp",
  esp: "esp",
  ah: "ah",
};

function word<T>(field: Field<string>, words: Readonly<Record<string, T>>): T | undefined {
  if (typeof field !== "string") return undefined;
  const lower = field.trim().toLowerCase();
  return Object.hasOwn(words, lower) ? words[lower] : undefined;
}

const anyPort: PortMatch = { ports: everyPort, entries: [everyPort], open: false };

function readPorts(one: Field<string>, many: Field<readonly Field<string>[]>): PortMatch {
  const written = entriesOf(one, many);
  if (written.length === 0 || (written.length === 1 && written[0] === "*")) return anyPort;
  const entries: PortSet[] = [];
  let open = false;
  for (const entry of written) {
    const ports = entry === notKnown ? undefined : parsePorts(entry);
    if (ports) entries.push(ports);
    else open = true;
  }
  return { ports: entries.length === 1 ? entries[0]! : fromRanges(entries.flat()), entries, open };
}
