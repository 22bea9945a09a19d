import { remoteDesktopAuthentication } from "./rdp-wording";

/** https://oidref.com/1.3.6.1.5.5.7.3.1 */
export const serverAuthentication = "1.3.6.1.5.5.7.3.1";
const anyPurpose = "2.5.29.37.0";

/**
 * Whether the RDP listener takes a certificate with these extended key usages: one for servers or for Remote Desktop, or
 * none at all. Undefined for "any purpose", of which nobody says.
 * https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2012-R2-and-2012/dn781533(v=ws.11)
 */
export function usableForRdp(extendedKeyUsages: readonly string[]): boolean | undefined {
  const usages = extendedKeyUsages.map((usage) => usage.trim());
  if (usages.length === 0) return true;
  if (usages.includes(serverAuthentication) || usages.includes(remoteDesktopAuthentication)) return true;
  return usages.includes(anyPurpose) ? undefined : false;
}

/** Usages that Key Vault gives a certificate whose policy names none. */
export const defaultExtendedKeyUsages = [serverAuthentication, "1.3.6.1.5.5.7.3.2"];

/** True for a key that cannot leave the vault: https://learn.microsoft.com/azure/key-vault/certificates/about-certificates */
export function staysInVault(keyType: string): boolean {
  return /-hsm$/i.test(keyType.trim());
}

/**
 * True where a TLS handshake can be made with a key of these usages: it signs, or with RSA takes the client's secret.
 * https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2
 */
export function usableInHandshake(keyType: string | undefined, keyUsages: readonly string[]): boolean {
  const usages = keyUsages.map((usage) => usage.trim().toLowerCase());
  // Key Vault's own default, for which a policy leaves the list empty, has both.
  if (usages.length === 0 || usages.includes("digitalsignature")) return true;
  const isElliptic = keyType !== undefined && /^ec(-hsm)?$/i.test(keyType.trim());
  return !isElliptic && usages.includes("keyencipherment");
}

/** Whether a vault can renew what this issuer issues: its own and those of the CAs it works with, but no unknown one. */
export function canRenew(issuerName: string): boolean {
  return issuerName.trim().toLowerCase() !== "unknown";
}

export function isSelfIssued(issuerName: string): boolean {
  return issuerName.trim().toLowerCase() === "self";
}
