/** What a list of cipher suites leaves to RDP. */
export type SuitesLeft =
  | "usable"
  /** Suites of TLS 1.3 alone. */
  | "tls-1.3"
  /** Suites that need an ECDSA certificate; the one that Windows makes for RDP is RSA. */
  | "ecdsa"
  | "none";

const tls13 = /^TLS_(AES|CHACHA20)_/;
const signed = /^TLS_(?:ECDHE_|DHE_)?(RSA|ECDSA)_WITH_(?!NULL)/;

/** Looks at a list in the names of Windows: https://learn.microsoft.com/windows/win32/secauthn/cipher-suites-in-schannel */
export function suitesLeft(list: string): SuitesLeft {
  const names = list.split(/[,\s]+/).map((name) => name.trim().toUpperCase());
  const certificates = new Set(names.flatMap((name) => signed.exec(name)?.[1] ?? []));
  if (certificates.has("RSA")) return "usable";
  if (certificates.has("ECDSA")) return "ecdsa";
  return names.some((name) => tls13.test(name)) ? "tls-1.3" : "none";
}
