/** A line of the Key Vault extension for Windows; settings and behaviour differ between lines, not within one. */
export type ExtensionLine = "1.x" | "3.x" | "4.x";

/** What this project relies on in a line: https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows */
export interface LineTraits {
  /** Grants accounts read access to the private key, certificate by certificate. */
  readonly grantsAccounts: boolean;
  /** When the extension reports success: with `requireInitialSync` only, or always once every certificate is there. */
  readonly waitsForCertificates: "if-initial-sync-required" | "always";
}

export const extensionLines: Readonly<Record<ExtensionLine, LineTraits>> = {
  "1.x": { grantsAccounts: false, waitsForCertificates: "if-initial-sync-required" },
  "3.x": { grantsAccounts: true, waitsForCertificates: "if-initial-sync-required" },
  "4.x": { grantsAccounts: true, waitsForCertificates: "always" },
};

/** The line of a `typeHandlerVersion` ("3.0", "3", "4.0.1"); undefined for one that is not described anywhere. */
export function extensionLine(typeHandlerVersion: string): ExtensionLine | undefined {
  const major = /^\s*(\d+)(?:\.\d+)*\s*$/.exec(typeHandlerVersion)?.[1];
  const line = `${major}.x`;
  return Object.hasOwn(extensionLines, line) ? (line as ExtensionLine) : undefined;
}

/** True for the handler that delivers vault certificates to Windows; ARM compares both names without case. */
export function deliversVaultCertificates(publisher: string, type: string): boolean {
  return /^microsoft\.azure\.keyvault(\.|$)/i.test(publisher.trim()) && /^keyvaultforwindows$/i.test(type.trim());
}

/** Where the settings name what the extension observes and who it is. */
export const observedCertificatesPath = "secretsManagementSettings.observedCertificates";
export const requireInitialSyncPath = "secretsManagementSettings.requireInitialSync";
export const msiClientIdPath = "authenticationSettings.msiClientId";
