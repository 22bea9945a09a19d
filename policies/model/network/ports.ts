import type { IntervalSet } from "./interval-set";

export type PortSet = IntervalSet<number>;

export const endOfPorts = 65_536;
export const everyPort: PortSet = [0, endOfPorts];
export const noPort: PortSet = [];

/** Ports that systems pick for the client's end of a connection: https://www.rfc-editor.org/rfc/rfc6335#section-6 */
export const ephemeralPorts: PortSet = [49_152, endOfPorts];

/** An entry that names a port holds at most so many; `*` and wide ranges mean no port in particular. */
const widestNamedRange = 100;

// Thousands of rules write the same few ports.
const known = new Map<string, PortSet | undefined>();
const mostKnown = 5_000;

/** Reads "3389", "3000-4000" or "*"; undefined where the text is none of them, is reversed or goes beyond 65535. */
export function parsePorts(text: string): PortSet | undefined {
  const earlier = known.get(text);
  if (earlier !== undefined || known.has(text)) return earlier;
  if (known.size >= mostKnown) known.clear();
  const ports = readPorts(text);
  known.set(text, ports);
  return ports;
}

function readPorts(text: string): PortSet | undefined {
  const trimmed = text.trim();
  if (trimmed === "*" || trimmed.toLowerCase() === "any") return everyPort;
  const [, first, last] = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(trimmed) ?? [];
  if (first === undefined) return undefined;
  const [start, end] = [Number(first), Number(last ?? first) + 1];
  return start < end && end <= endOfPorts ? [start, end] : undefined;
}

/** Whether one entry of a rule means this port in particular. */
export function namesPort(entry: PortSet, port: number): boolean {
  const [start, end] = entry;
  return entry.length === 2 && end! - start! <= widestNamedRange && start! <= port && port < end!;
}
