import { text, type ScriptValue } from "../reading/value";
import type { Argument } from "../reading/call";

/** Words as a program gets them: lists spread, parameters spelled out. */
export function commandWords({ arguments: args }: { readonly arguments: readonly Argument[] }): ScriptValue[] {
  return args.flatMap(({ parameter, value }) => [
    ...(parameter === undefined ? [] : [text(`-${parameter}`)]),
    ...(value ? spread(value) : []),
  ]);
}

function spread(value: ScriptValue): ScriptValue[] {
  return value.is === "list" ? value.items.flatMap(spread) : [value];
}
