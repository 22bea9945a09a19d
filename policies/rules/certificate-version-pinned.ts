import { extensionCarriers, extensionName } from "../estate/certificate/machine-extensions";
import { certificateTitle, observedBy, type ObservedCertificate } from "../estate/certificate/observed-certificates";
import { namesNoVaultObject, parseVaultObjectUrl } from "../model/certificate/secret-url";
import { certificateVerdicts } from "./judging/delivery-verdicts";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-041. */
export const certificateVersionPinned: Rule = {
  ref: "RDP904-041",
  name: "certificate-version-pinned",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "critical",
  description:
    "The URL of the RDP certificate names one version of it, a path that holds no private key, or no secret.",
  effect:
    "The extension never fetches the renewed certificate, so the listener's one expires (events 1052 and 1053 in the System log); from " +
    "/certificates or /keys it gets none that RDP can use (event 1051).",
  fix: "Observe https://<vault>.vault.azure.net/secrets/<certificate>, without a version.",
  blindSpots: [
    "A URL made from another resource is not known before that exists, and cannot be told from one with a version.",
    "An address that is not one of Azure's vaults, such as an own domain before a vault, is not taken apart.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows",
    "https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates",
  ],
  earlyAt: extensionCarriers,
  remedy: (_resource, alone) =>
    observedBy(alone).flatMap(({ url }) => {
      const parsed = url.state === "known" ? parseVaultObjectUrl(url.value) : undefined;
      if (url.state !== "known" || !parsed || (parsed.collection === "secrets" && parsed.version === undefined))
        return [];
      return [{ path: url.path, value: withoutVersion(url.value, parsed.name) }];
    }),
  judge: (question) => certificateVerdicts(question, followsRenewals),
};

function followsRenewals(certificate: ObservedCertificate): Verdict {
  const { url, extension } = certificate;
  const { resource } = extension;
  const title = certificateTitle(certificate);
  const parsed = url.state === "known" ? parseVaultObjectUrl(url.value) : undefined;
  if (url.state === "absent" || (url.state === "known" && namesNoVaultObject(url.value))) {
    const value = url.state === "known" ? { value: url.value } : {};
    const what = url.state === "known" ? "a text that is not the address of a secret" : "a certificate without a url";
    const fact = `${extensionName(extension)} observes ${what}, so it fetches nothing`;
    return broken(resource, { path: url.path, ...value, fact, final: true });
  }
  if (url.state !== "known" || !parsed) {
    const why = url.state === "unknown" ? url.why : `${url.path} is not the URL of an object in a vault`;
    return undecided(resource, {
      path: url.path,
      fact: `whether the URL of ${title} in ${extensionName(extension)} names a version is not known: ${why}`,
      settle: "write the names of vault and certificate as plain text: https://<vault>.vault.azure.net/secrets/<name>",
    });
  }
  const fix = `Observe ${withoutVersion(url.value, parsed.name)}.`;
  const finding = { path: url.path, value: url.value, fix, final: true };
  if (parsed.collection !== "secrets") {
    const fact = `${extensionName(extension)} observes ${title} under /${parsed.collection}, which holds no private key`;
    return broken(resource, { ...finding, fact });
  }
  if (parsed.version === undefined) return holds(resource);
  return broken(resource, {
    ...finding,
    fact: `${extensionName(extension)} observes the version ${parsed.version} of ${title}, so it never fetches a renewed one`,
  });
}

function withoutVersion(url: string, name: string): string {
  return `${new URL(url.trim()).origin}/secrets/${name}`;
}
