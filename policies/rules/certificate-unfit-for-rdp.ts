import { unfitness, type Unfitness } from "../estate/certificate/rdp-fitness";
import type { RdpSource } from "../estate/certificate/rdp-sources";
import type { AzureResource } from "../estate/resource";
import { sourceVerdicts } from "./judging/source-verdicts";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-047. */
export const certificateUnfitForRdp: Rule = {
  ref: "RDP904-047",
  name: "certificate-unfit-for-rdp",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "high",
  description:
    "The RDP certificate is one that the listener cannot use: without its key, for another purpose, or refused.",
  effect:
    "The listener finds no usable certificate (events 1051 and 1054 in the System log) and falls back to a self-signed one that nothing " +
    "here renews.",
  fix: "Issue it with an exportable key, digitalSignature and keyEncipherment, for Remote Desktop Authentication.",
  blindSpots: [
    "What is in an imported certificate is not seen, only its policy.",
    "The line 4.x refuses chains as it documents; whether a script made the host trust a self-issued one first is not seen.",
    "Which curves and key lengths a host's TLS settings allow is not compared with the key.",
  ],
  sources: [
    "https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2012-R2-and-2012/dn781533(v=ws.11)",
    "https://learn.microsoft.com/azure/key-vault/certificates/about-certificates",
    "https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows",
    "https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2",
  ],
  judge: (question) => sourceVerdicts(question, fit),
};

function fit(source: AzureResource, { observers }: RdpSource): readonly Verdict[] {
  const found = unfitness(source, observers);
  return found.length === 0 ? [holds(source)] : found.map((one) => verdictOf(source, one));
}

function verdictOf(source: AzureResource, found: Unfitness): Verdict {
  if (found.state === "open") return undecided(source, found);
  const { path, value, fact, fix } = found;
  return broken(source, { path, fact, fix, ...(value !== undefined && { value }) });
}
