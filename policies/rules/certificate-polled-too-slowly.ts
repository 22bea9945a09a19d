import { sourceTitle } from "../estate/certificate/certificate-policy";
import { deliveryLife, pollingSeconds } from "../estate/certificate/delivery-life";
import { extensionName } from "../estate/certificate/machine-extensions";
import type { ObservedCertificate } from "../estate/certificate/observed-certificates";
import { describeLife, duration } from "../model/certificate/life";
import { certificateVerdicts } from "./judging/delivery-verdicts";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-044. */
export const certificatePolledTooSlowly: Rule = {
  ref: "RDP904-044",
  name: "certificate-polled-too-slowly",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "high",
  description: "The extension looks for a renewed RDP certificate so seldom that the old one can expire first.",
  effect:
    "The renewed certificate lies in the vault while the listener's one expires (events 1052 and 1053 in the System log).",
  fix: 'Set pollingIntervalInS to "3600".',
  blindSpots: [
    "The time from a renewal to its use is that of the extension and of guest configuration; a host that is off is not counted.",
    "A certificate that another stack or a person made in the vault has no policy here, and nothing is said of it.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows",
    "https://learn.microsoft.com/azure/governance/machine-configuration/overview/02-setup-prerequisites",
  ],
  judge: (question) => certificateVerdicts(question, inTime),
};

function inTime(certificate: ObservedCertificate): Verdict {
  const { extension, sources } = certificate;
  const { resource } = extension;
  const polling = pollingSeconds(extension);
  const seconds = polling.state === "known" ? polling.value : 0;
  const lives = sources.flatMap((source) => {
    const life = deliveryLife(source, seconds);
    return life ? [{ source, life }] : [];
  });
  if (lives.length === 0) return holds(resource);
  const name = extensionName(extension);
  if (polling.state === "unknown") {
    const fact = `how often ${name} looks for a renewed certificate is not known: ${polling.why}`;
    return undecided(resource, { path: polling.path, fact, settle: 'set pollingIntervalInS to a text such as "3600"' });
  }
  const late = lives.find(({ life }) => !life.fits);
  if (!late) return holds(resource);
  const every = duration(polling.value);
  const fact = `${sourceTitle(late.source)} ${describeLife(late.life)}, because ${name} looks for it every ${every}`;
  const finding = { path: polling.path, value: String(polling.value), fact };
  if (lives.length === sources.length && lives.every(({ life }) => !life.fits)) return broken(resource, finding);
  return undecided(resource, {
    ...finding,
    fact: `if ${name} observes that one, ${fact}`,
    settle: "write the URL with the name of the certificate as plain text",
  });
}
