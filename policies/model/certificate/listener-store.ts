/** The two halves of where Windows keeps a certificate. */
export type StorePart = "location" | "name";

/**
 * True for the store that the RDP listener looks into, Personal of the computer. The extension tells locations by their
 * case; Windows itself does not tell store names by theirs.
 * https://learn.microsoft.com/troubleshoot/windows-server/remote/remote-desktop-listener-certificate-configurations
 */
export function isListenerStore(part: StorePart, value: string): boolean {
  return part === "location" ? value === "LocalMachine" : value.toUpperCase() === "MY";
}
