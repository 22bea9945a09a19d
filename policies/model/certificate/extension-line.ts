/** A line of the Key Vault extension for Windows; settings and behaviour differ between lines, not within one. */
export type ExtensionLine = "1.x" | "3.x" | "4.x";

/** What this project relies on in a line: https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows */
export interface LineTraits {
  /** Grants accounts read access to the private key, certificate by certificate. */
  readonly grantsAccounts: boolean;
  /** When the extension reports success: with `requireInitialSync` only, or always once every certificate is there. */
  readonly waitsForCertificates: "if-initial-sync-required" | "always";
  /** How an observed certificate is written: as its URL, or as an object that holds it. */
  readonly observes: "url" | "object";
  /** Refuses a certificate for server authentication whose chain does not end at a root that the machine trusts. */
  readonly checksServerChain: boolean;
  /** Release below which the line does not install. */
  readonly leastServerYear?: number;
  /** Bounds of the polling interval, in seconds. */
  readonly pollingSeconds?: { readonly least: number; readonly most: number };
  /** Settings that an earlier line had and this one dropped, of all certificates and of each. */
  readonly dropped?: { readonly ofAll: readonly string[]; readonly ofEach: readonly string[] };
}

export const extensionLines: Readonly<Record<ExtensionLine, LineTraits>> = {
  "1.x": {
    grantsAccounts: false,
    waitsForCertificates: "if-initial-sync-required",
    observes: "url",
    checksServerChain: false,
  },
  "3.x": {
    grantsAccounts: true,
    waitsForCertificates: "if-initial-sync-required",
    observes: "object",
    checksServerChain: false,
  },
  "4.x": {
    grantsAccounts: true,
    waitsForCertificates: "always",
    observes: "object",
    checksServerChain: true,
    leastServerYear: 2022,
    pollingSeconds: { least: 300, most: 3600 },
    dropped: { ofAll: ["linkOnRenewal", "requireInitialSync"], ofEach: ["keyExportable"] },
  },
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

/**
 * True for an address that a token can be asked from: the metadata service has no certificate.
 * https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service
 */
export function isTokenEndpoint(msiEndpoint: string): boolean {
  return /^http:\/\/[^\s/?#:]/i.test(msiEndpoint.trim());
}

/** Where the settings name what the extension observes, how often, and who it is. */
export const certificateSettingsPath = "secretsManagementSettings";
export const pollingIntervalPath = "secretsManagementSettings.pollingIntervalInS";
export const linkOnRenewalPath = "secretsManagementSettings.linkOnRenewal";
export const observedCertificatesPath = "secretsManagementSettings.observedCertificates";
export const requireInitialSyncPath = "secretsManagementSettings.requireInitialSync";
export const msiEndpointPath = "authenticationSettings.msiEndpoint";
export const msiObjectIdPath = "authenticationSettings.msiObjectId";
export const msiClientIdPath = "authenticationSettings.msiClientId";
