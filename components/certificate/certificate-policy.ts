import type * as azure from "@pulumi/azure";
import { serverAuthentication } from "../../policies/model/certificate/rdp-fitness";
import { remoteDesktopAuthentication } from "../../policies/model/certificate/rdp-wording";
import { ArgumentError, checkList, checkOneOf, checkText, checkWhole } from "../argument-check";
import { RdpCertificateIssuer, type RdpCertificateArgs } from "./rdp-certificate-args";

const daysInMonth = 30;
const mostRenewalDaysInMonth = 27;

// Key Vault tells of an expiry 30 days before it: https://learn.microsoft.com/azure/event-grid/event-schema-key-vault
const nearExpiryDays = 30;
const leastDefaultWindowDays = 35;

/** Name of the CA in the vault. */
export const authorityName = "rdp904";

/**
 * The policy by which a vault issues and renews a certificate.
 *
 * @throws ArgumentError with the argument's path and what is allowed
 */
export function certificatePolicy(
  name: string,
  args: RdpCertificateArgs,
  certificateName: string,
): azure.types.input.keyvault.CertificateCertificatePolicy {
  const byAuthority = args.issuer === RdpCertificateIssuer.CertificateAuthority;
  const months = { min: 2, max: byAuthority ? 6 : 36, unit: "months" };
  const validityInMonths = checkWhole(`${name}: validityMonths`, args.validityMonths ?? (byAuthority ? 3 : 12), months);
  const dnsNames = checkDnsNames(name, args, byAuthority);
  return {
    issuerParameters: { name: byAuthority ? authorityName : "Self" },
    keyProperties: {
      keyType: "RSA",
      keySize: checkOneOf(`${name}: keySizeBits`, args.keySizeBits ?? 2048, [2048, 3072, 4096]),
      // Otherwise the secret that hosts fetch holds no private key.
      exportable: true,
      reuseKey: false,
    },
    secretProperties: { contentType: "application/x-pkcs12" },
    x509CertificateProperties: {
      subject: `CN=${dnsNames[0] ?? certificateName}`,
      ...(dnsNames.length > 0 && { subjectAlternativeNames: { dnsNames } }),
      // Without the usage for servers no extension asks for a chain to a trusted root, which a self-issued one lacks; and no
      // public CA issues for Remote Desktop alone.
      extendedKeyUsages: [byAuthority ? serverAuthentication : remoteDesktopAuthentication],
      keyUsages: ["digitalSignature", "keyEncipherment"],
      validityInMonths,
    },
    lifetimeActions: [
      {
        action: { actionType: "AutoRenew" },
        trigger: { daysBeforeExpiry: renewalDays(name, args, validityInMonths) },
      },
    ],
  };
}

function renewalDays(name: string, args: RdpCertificateArgs, validityMonths: number): number {
  const path = `${name}: renewBeforeExpiryDays`;
  const validityDays = validityMonths * daysInMonth;
  const days = checkWhole(
    path,
    args.renewBeforeExpiryDays ?? Math.max(Math.floor(validityDays / 4), leastDefaultWindowDays),
    {
      min: Math.min(14, Math.ceil(validityDays / 5)),
      max: validityMonths * mostRenewalDaysInMonth,
      unit: "days (RDP904-046)",
    },
  );
  if ((args.alertActionGroupResourceIds ?? []).length > 0 && days <= nearExpiryDays) {
    const allowed = `more than ${nearExpiryDays} days with an alert: each renewal would seem to have failed`;
    throw new ArgumentError(path, `is ${days}`, allowed);
  }
  return days;
}

function checkDnsNames(name: string, args: RdpCertificateArgs, byAuthority: boolean): string[] {
  const path = `${name}: dnsNames`;
  const list = checkList(path, args.dnsNames ?? [], "a list of DNS names");
  if (list.length > 100) throw new ArgumentError(path, `has ${list.length} entries`, "up to 100");
  if (byAuthority && list.length === 0) throw new ArgumentError(path, "is empty", "the names that the CA confirms");
  const label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  return list.map((one, index) => {
    // The first is the common name too, and that is shorter.
    const longest = index === 0 ? 64 : 253;
    const pattern = new RegExp(`^(?=.{1,${longest}}$)(\\*\\.)?${label}(\\.${label})*$`);
    return checkText(`${path}[${index}]`, one, pattern, `a DNS name of up to ${longest} characters`);
  });
}
