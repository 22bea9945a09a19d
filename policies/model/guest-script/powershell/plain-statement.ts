/** A statement that consists of marks alone, taken apart. */
export interface PlainStatement {
  readonly target?: string;
  readonly operator?: string;
  /** Marks of words with "|" between commands; or `value`, one operand or whole number. */
  readonly commands?: string;
  readonly value?: string;
  /** True for `-not` before the value. */
  readonly negated?: boolean;
}

const pipeline = /~[~.\d\s]*(?:\|\s*~[~.\d\s]*)*/.source;
const operand = /\$\{~\d+\}|\$[\w:]+|0|[1-9]\d{0,8}/.source;
const plainCommands = new RegExp(`^${pipeline}$`);
const plainAssignment = new RegExp(`^(\\$[\\w:]+) (\\+?=) (?:(${pipeline})|(${operand}))$`);
const plainValue = new RegExp(`^(-not |! ?)?(${operand})$`, "i");

/** Takes a statement apart that says all in its text: looking at its nodes would take most of the time. */
export function plainStatement(code: string): PlainStatement | undefined {
  if (code.includes("||")) return undefined;
  if (plainCommands.test(code)) return { commands: code };
  const [, target, operator, commands, value] = plainAssignment.exec(code) ?? [];
  if (target === undefined || operator === undefined) {
    const [, not, alone] = plainValue.exec(code) ?? [];
    return alone === undefined ? undefined : { value: alone, negated: not !== undefined };
  }
  return { target, operator, ...(commands !== undefined ? { commands } : { value: value! }) };
}
