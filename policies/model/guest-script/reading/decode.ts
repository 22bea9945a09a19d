/** A decoded text, or why there is none. */
export type Decoded =
  { readonly text: string; readonly why?: undefined } | { readonly text?: undefined; readonly why: string };

/** Takes a base64 text apart and reads it as UTF-16 or UTF-8, with or without a mark. */
export function base64Text(encoded: string): Decoded {
  const compact = encoded.replace(/\s/g, "");
  if (compact === "" || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.replace(/=+$/, "").length % 4 === 1) {
    return { why: "the base64 text is broken" };
  }
  return decodeBytes(Buffer.from(compact, "base64"));
}

/** Reads bytes as UTF-16 or UTF-8, with or without a mark. */
export function decodeBytes(bytes: Buffer): Decoded {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return { text: utf16(bytes.subarray(2)) };
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) return { text: utf16(swapped(bytes.subarray(2))) };
  if (looksLikeUtf16(bytes)) return { text: utf16(bytes) };
  const text = bytes.toString("utf8").replace(/^\ufeff/, "");
  return text.includes("\ufffd") || text.includes("\0") ? { why: "the bytes are no text" } : { text };
}

/** A text whose every second character is a NUL was UTF-16 that somebody read byte by byte. */
export function withoutNulPadding(text: string): string {
  const bare = text.replace(/^(\ufeff|\ufffe|\u00ff\u00fe)/, "");
  return looksLikeUtf16(Buffer.from(bare.slice(0, 2_000), "latin1")) ? bare.replaceAll("\0", "") : bare;
}

function looksLikeUtf16(bytes: Buffer): boolean {
  if (bytes.length < 2 || bytes.length % 2 !== 0) return false;
  let zeros = 0;
  const looked = Math.min(bytes.length, 2_000);
  for (let at = 1; at < looked; at += 2) if (bytes[at] === 0) zeros++;
  return zeros * 2 > looked / 2;
}

function utf16(bytes: Buffer): string {
  return bytes.toString("utf16le").replace(/^\ufeff/, "");
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
