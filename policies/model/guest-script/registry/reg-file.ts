import type { RegistryData } from "../facts";
import { asText, hole, open, text, type OpenValue, type ScriptValue, type TextValue } from "../reading/value";
import type { RegistryAction } from "./action";

const valueLine = /^(?:@|"((?:[^"\\]|\\.)*)")\s*=\s*(.*)$/;

/**
 * What importing a .reg text does:
 * https://support.microsoft.com/topic/how-to-add-modify-or-delete-registry-subkeys-and-values-by-using-a-reg-file-9c7f37cf-a5e9-e1cd-c4fa-2a26218a1a23
 */
export function regFileActions(content: ScriptValue): RegistryAction[] {
  const written = asText(content);
  const because = written.is === "open" ? written.why : "";
  const known = (piece: string): TextValue | OpenValue =>
    piece.includes(hole) ? (open(because, piece) as OpenValue) : text(piece);
  const actions: RegistryAction[] = [];
  let key: TextValue | OpenValue | undefined;
  for (const line of written.text.replace(/\\\s*\r?\n\s*/g, "").split(/\r?\n/)) {
    const trimmed = line.trim();
    const section = /^\[(-?)([^\]]*)\]$/.exec(trimmed);
    if (section) {
      key = section[1] ? undefined : known(section[2]!);
      if (section[1]) actions.push({ does: "remove-key", key: { path: known(section[2]!) } });
      continue;
    }
    const value = valueLine.exec(trimmed);
    if (!value || !key || value[1] === undefined) {
      if (trimmed === hole) actions.push({ does: "hide", why: because });
      continue;
    }
    const name = known(value[1].replace(/\\(.)/g, "$1"));
    if (value[2] === "-") actions.push({ does: "remove-value", key: { path: key }, name });
    else actions.push({ does: "set", key: { path: key }, name, data: dataOf(value[2]!, because) });
  }
  return actions;
}

function dataOf(written: string, because: string): RegistryData {
  if (written.includes(hole)) return { why: because };
  const plain = /^"((?:[^"\\]|\\.)*)"/.exec(written);
  if (plain) return { known: plain[1]!.replace(/\\(.)/g, "$1") };
  const dword = /^dword:([\da-f]{1,8})/i.exec(written);
  if (dword) return { known: parseInt(dword[1]!, 16) };
  const hex = /^hex(?:\(([\da-f]+)\))?:([\da-f,\s]*)/i.exec(written);
  if (!hex) return { why: "its data cannot be read" };
  const bytes = Buffer.from(hex[2]!.replace(/[^\da-f]/gi, ""), "hex");
  return { known: hex[1] === "4" && bytes.length === 4 ? bytes.readUInt32LE() : hexText(bytes, hex[1]) };
}

// Types 1, 2 and 7 hold texts in UTF-16; all others stay bytes.
function hexText(bytes: Buffer, type: string | undefined): string {
  if (type !== "1" && type !== "2" && type !== "7") return bytes.toString("hex");
  const end = bytes.length - (bytes.length % 2);
  return bytes.subarray(0, end).toString("utf16le").replace(/\0+$/, "").replaceAll("\0", ",");
}
