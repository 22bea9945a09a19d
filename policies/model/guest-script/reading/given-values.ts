import type { CommandCall } from "./call";
import type { ScriptValue } from "./value";

/** Everything that a command gets into its hands: its arguments, and what comes in through the pipeline. */
export function givenValues(call: CommandCall): readonly ScriptValue[] {
  const values: ScriptValue[] = [];
  for (const { value } of call.arguments) if (value) values.push(value);
  return values.concat(call.input);
}
