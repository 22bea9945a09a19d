import type { RegistryData } from "../facts";
import { asText, type ScriptValue } from "../reading/value";

const unsigned = 2 ** 32;

/** Data that a command writes, as a number where it is one; `isText` where the value's type says that it is a text. */
export function registryData(value: ScriptValue | undefined, isText = false): RegistryData {
  if (!value) return { known: isText ? "" : 0 };
  if (value.is === "choice") return { why: "it depends on a condition" };
  if (value.is === "list") {
    const items = value.items.map((item) => registryData(item, true));
    const open = items.find((item) => "why" in item);
    if (open) return open;
    return { known: items.map((item) => ("known" in item ? String(item.known) : "")).join(",") };
  }
  const written = asText(value);
  if (written.is === "open") return { why: written.why };
  const { text } = written;
  if (isText) return { known: text };
  const number = numberOf(text.trim());
  return { known: number ?? text };
}

/** A number in decimal or hexadecimal digits, or a truth, as the registry holds it. */
function numberOf(text: string): number | undefined {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true" ? 1 : 0;
  if (/^0x[\da-f]{1,16}$/i.test(text)) return Number(text);
  if (!/^-?\d{1,20}$/.test(text)) return undefined;
  const number = Number(text);
  return number < 0 ? number + unsigned : number;
}

/** True where the type of a value is one of texts: "String", "REG_SZ", "MultiString". */
export function isTextType(type: ScriptValue | undefined): boolean {
  return type?.is === "text" && /^(reg_)?(expand_?|multi_?)?(string|sz)$/i.test(type.text.trim());
}
