import type { CommandCall } from "../reading/call";
import { asText, text, type ScriptValue } from "../reading/value";

/** Arguments as a program gets them: lists spread, parameters spelled out. */
export function programArguments(call: CommandCall): ScriptValue[] {
  return call.arguments.flatMap(({ parameter, value }) => [
    ...(parameter === undefined ? [] : [text(`-${parameter}`)]),
    ...(value ? spread(value) : []),
  ]);
}

function spread(value: ScriptValue): ScriptValue[] {
  return value.is === "list" ? value.items.flatMap(spread) : [value];
}

/** An option such as "/T" in lower case; undefined for any other argument. */
export function option(value: ScriptValue): string | undefined {
  const { text: written } = asText(value);
  return /^\/[a-z?]/i.test(written) ? written.toLowerCase() : undefined;
}
