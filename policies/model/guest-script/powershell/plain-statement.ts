import { remembered } from "./remembered";
import { marksIn } from "./respelling/marks";

/** A statement that consists of marks alone, taken apart. */
export interface PlainStatement {
  readonly target?: string;
  readonly operator?: string;
  /** The marks of each command's words; or `values`. */
  readonly commands?: readonly (readonly number[])[];
  /** Operands or whole numbers: several of them are a list. */
  readonly values?: readonly string[];
  /** True for `-not` before the value. */
  readonly negated?: boolean;
}

const pipeline = /~[~.\d\s]*(?:\|\s*~[~.\d\s]*)*/.source;
const operand = /(?:\$\{~\d+\}|\$[\w:]+|0|[1-9]\d{0,8})/.source;
const operands = `${operand}(?:, ?${operand})*`;
const plainAssignment = new RegExp(`^(\\$[\\w:]+) (\\+?=) (?:(${pipeline})|(${operands}))$`);
const plainCommands = new RegExp(`^${pipeline}$`);
const plainNegation = new RegExp(`^(?:-not |! ?)(${operand})$`, "i");
const plainValues = new RegExp(`^${operands}$`);

/** Takes a statement apart that says all in its text: looking at its nodes would take most of the time. */
export const plainStatement = remembered(takenApart);

function takenApart(code: string): PlainStatement | undefined {
  if (code.includes("||")) return undefined;
  if (plainCommands.test(code)) return { commands: commandsIn(code) };
  const [, target, operator, commands, values = ""] = plainAssignment.exec(code) ?? [];
  if (target !== undefined && operator !== undefined) {
    return {
      target,
      operator,
      ...(commands === undefined ? { values: listed(values) } : { commands: commandsIn(commands) }),
    };
  }
  const negated = plainNegation.exec(code)?.[1];
  if (negated !== undefined) return { values: [negated], negated: true };
  return plainValues.test(code) ? { values: listed(code) } : undefined;
}

function commandsIn(code: string): readonly (readonly number[])[] {
  return code.split("|").map(marksIn);
}

function listed(operands: string): readonly string[] {
  return operands.split(/, ?/);
}
