import { asText, type ScriptValue } from "../reading/value";

/** An option such as "/T" in lower case; undefined for any other argument. */
export function option(value: ScriptValue): string | undefined {
  const { text: written } = asText(value);
  return /^\/[a-z?]/i.test(written) ? written.toLowerCase() : undefined;
}
