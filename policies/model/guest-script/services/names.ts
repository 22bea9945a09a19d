import type { RdpService } from "../facts";
import { globMatches } from "../reading/glob";

/**
 * What RDP needs: the service itself, its configuration service, which keeps the certificate, and the two behind keys and
 * certificates; and certificate propagation, which smart cards need.
 * https://learn.microsoft.com/troubleshoot/windows-server/remote/internal-error-has-occurred-connecting-remote-machine
 */
export const rdpServices: readonly { readonly name: RdpService; readonly displayName: string }[] = [
  { name: "TermService", displayName: "Remote Desktop Services" },
  { name: "SessionEnv", displayName: "Remote Desktop Configuration" },
  { name: "KeyIso", displayName: "CNG Key Isolation" },
  { name: "CryptSvc", displayName: "Cryptographic Services" },
  { name: "CertPropSvc", displayName: "Certificate Propagation" },
];

const named = new RegExp(
  rdpServices.map(({ name, displayName }) => `\\b${name}\\b|\\b${displayName}\\b`).join("|"),
  "i",
);

/** True where a text names one of the services. */
export function namesService(text: string): boolean {
  return named.test(text);
}

/** Services whose name or display name matches a pattern of * and ?. */
export function servicesLike(pattern: string, by: "name" | "displayName" | "either" = "name"): RdpService[] {
  const wanted = pattern.trim();
  return rdpServices.flatMap((service) => {
    const names = by === "either" ? [service.name, service.displayName] : [service[by]];
    return names.some((name) => globMatches(wanted, name.toLowerCase())) ? [service.name] : [];
  });
}

/** Services that a query of WMI names: "Name='TermService'", "DisplayName LIKE 'Remote Desktop%'". */
export function servicesInQuery(query: string): RdpService[] {
  const quoted = [...query.matchAll(/(?:["']|\\["'])([^"'\\]{1,80})(?:["']|\\["'])/g)].map(([, name]) => name!);
  return [...new Set(quoted.flatMap((name) => servicesLike(name.replaceAll("%", "*"), "either")))];
}
