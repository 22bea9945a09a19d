import { asText, type ScriptValue } from "./value";

/** Whether a computer that a command names is the one that the script runs on; undefined where that is not known. */
export function isThisComputer(named: ScriptValue): boolean | undefined {
  const name = asText(named);
  if (name.is === "open") return undefined;
  return /^\\*(\.|localhost|127\.0\.0\.1|::1)?$/i.test(name.text.trim());
}
