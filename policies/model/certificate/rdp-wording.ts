// "rdp" as a word of its own or joined to one of these; inside a word it means nothing ("wordpress", "boardportal").
const rdpWord = /(?:^|[^a-z])rdp|rdp(?:$|[^a-z])|rdp(?=cert|tls|ssl|host|listener|server|session|key)/;
const otherWords = /remote[^a-z]?desktop|term(?:inal)?[^a-z]?(?:srv|service)/;

/** True where a name or subject says that a certificate is for Remote Desktop. */
export function saysRdp(text: string): boolean {
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase();
  return rdpWord.test(words) || otherWords.test(words);
}

/**
 * The extended key usage that makes a certificate one for Remote Desktop.
 * https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2012-R2-and-2012/dn781533(v=ws.11)
 */
export const remoteDesktopAuthentication = "1.3.6.1.4.1.311.54.1.2";
