import { storeOf, type StorePart } from "../estate/certificate/certificate-store";
import { extensionCarriers, extensionName } from "../estate/certificate/machine-extensions";
import { certificateTitle, type ObservedCertificate } from "../estate/certificate/observed-certificates";
import { isListenerStore } from "../model/certificate/listener-store";
import { certificateVerdicts } from "./judging/delivery-verdicts";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-042. */
export const certificateStoreWrong: Rule = {
  ref: "RDP904-042",
  name: "certificate-store-wrong",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "high",
  description: "The RDP certificate goes into a store other than Personal (MY) of LocalMachine.",
  effect:
    "The listener finds no usable certificate and falls back to the self-signed one, whose expiry nobody watches " +
    "(event 1051 in the System log); binding the delivered one fails with Invalid Parameter.",
  fix: "Set certificateStoreLocation to exactly LocalMachine, and certificateStoreName to MY.",
  blindSpots: ["A script in the guest may copy the certificate, with its key, into the right store."],
  sources: [
    "https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows",
    "https://learn.microsoft.com/troubleshoot/windows-server/remote/remote-desktop-listener-certificate-configurations",
  ],
  earlyAt: extensionCarriers,
  judge: (question) => certificateVerdicts(question, inListenerStore),
};

function inListenerStore(certificate: ObservedCertificate): Verdict {
  const { resource } = certificate.extension;
  const parts = storeOf(certificate);
  const [open] = parts.filter(({ reading }) => reading.state === "unknown");
  const [wrong] = parts.filter(
    ({ part, reading }) => reading.state === "known" && !isListenerStore(part, reading.value),
  );
  const title = certificateTitle(certificate);
  const name = extensionName(certificate.extension);
  if (wrong?.reading.state === "known") {
    const { path, value } = wrong.reading;
    return broken(resource, { path, value, fact: `${name} puts ${title} into ${said(wrong, value)}`, final: true });
  }
  if (open?.reading.state === "unknown") {
    const { path, why } = open.reading;
    const fact = `whether ${name} puts ${title} where the listener looks is not known: ${why}`;
    return undecided(resource, { path, fact, settle: `write ${path} as plain text, or leave it out` });
  }
  return holds(resource);
}

function said({ part }: StorePart, value: string): string {
  if (part === "name") return `the store ${value}; the listener looks into MY`;
  return value.toLowerCase() === "localmachine"
    ? `${value}, which the extension does not know: it tells LocalMachine by its case`
    : `the stores of ${value}; the listener looks into those of LocalMachine`;
}
