import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";

/** An argument that cannot work: where it stands, what was found, what is allowed. Ends a program without a stack. */
export class ArgumentError extends pulumi.RunError {
  constructor(path: string, found: string, allowed: string) {
    const message = `${path} ${found}. Allowed: ${allowed}.`;
    super(message);
    // Pulumi writes the name of a property before it, again for each property that waits for the failed value.
    Object.defineProperty(this, "message", { get: () => message, set: () => undefined });
    // Where an awaited value fails, it shows the stack even of an error that asks for none.
    this.stack = message;
  }

  // Pulumi formats every error for its traces, and hangs on one half a minute for all that a failed output refers to.
  [inspect.custom](): string {
    return this.message;
  }
}

/** How a value is shown in a message. Never call this with a secret. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "is missing";
  const text = JSON.stringify(value) as string | undefined;
  return `is ${text === undefined ? typeof value : text.length > 120 ? `${text.slice(0, 120)}…` : text}`;
}

export function checkText(path: string, value: unknown, pattern: RegExp, allowed: string): string {
  if (typeof value === "string" && pattern.test(value)) return value;
  throw new ArgumentError(path, shown(value), allowed);
}

export function checkWhole(path: string, value: unknown, range: { min: number; max: number; unit?: string }): number {
  const { min, max, unit } = range;
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
  const allowed = unit === undefined ? "a whole number" : `a whole number of ${unit}`;
  throw new ArgumentError(path, shown(value), `${allowed} from ${min} to ${max}`);
}

export function checkOneOf<T>(path: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw new ArgumentError(path, shown(value), allowed.map((one) => JSON.stringify(one)).join(", "));
}

export function checkTruth(path: string, value: unknown): boolean {
  return checkOneOf(path, value, [true, false]);
}

export function checkList(path: string, value: unknown, allowed: string): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new ArgumentError(path, shown(value), allowed);
}

export function checkRecord(path: string, value: unknown, keys: readonly string[], allowed: string) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ArgumentError(path, shown(value), allowed);
  }
  const strange = Object.keys(value).find((key) => !keys.includes(key));
  if (strange !== undefined) throw new ArgumentError(`${path}.${strange}`, "is not a known key", keys.join(", "));
  return value as Record<string, unknown>;
}

/** Asks for an argument whose value may arrive later. */
export function checkPresent(path: string, value: unknown, allowed: string): void {
  if (value === undefined || value === null || value === "") throw new ArgumentError(path, "is missing", allowed);
}

/** Refuses an argument that means nothing beside others. */
export function checkAbsent(path: string, value: unknown, unless: string): void {
  if (value !== undefined) throw new ArgumentError(path, "is given", `nothing, unless ${unless}`);
}

/**
 * Checks an input now if it is plain, otherwise when its value arrives; in a preview an unknown one passes unchecked.
 * A secret stays one.
 */
export function checkInput<T>(value: pulumi.Input<T>, check: (value: T) => T): pulumi.Input<T> {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return pulumi.output(value).apply((arrived) => check(arrived as T));
  }
  return check(value as T);
}
