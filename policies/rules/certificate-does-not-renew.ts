import { extensionCarriers } from "../estate/certificate/machine-extensions";
import { policyPaths } from "../estate/certificate/certificate-policy";
import { renewalOf } from "../estate/certificate/renewal";
import type { AzureResource } from "../estate/resource";
import { sourceVerdicts } from "./judging/source-verdicts";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-046. */
export const certificateDoesNotRenew: Rule = {
  ref: "RDP904-046",
  name: "certificate-does-not-renew",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "critical",
  description: "The vault does not renew the RDP certificate by itself, or so late that a failure ends in an expiry.",
  effect:
    "On the day of its expiry RDP stops on every host that uses it (in the System log event 1052 before, 1053 from then on).",
  fix:
    "Let Self or an integrated CA issue it, with an AutoRenew action at least 14 days before expiry (a fifth of the " +
    "validity, if that is shorter).",
  blindSpots: [
    "A certificate that another stack or a person made in the vault has no policy here, and nothing is said of it.",
    "A public CA may issue for less than validityInMonths; a percentage then leaves fewer days than it seems.",
    "Whether a CA account is in order is seen only when a renewal fails.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/key-vault/certificates/overview-renew-certificate",
    "https://learn.microsoft.com/azure/key-vault/certificates/about-certificates",
    "https://www.pulumi.com/registry/packages/azure/api-docs/keyvault/certificate/",
  ],
  earlyAt: extensionCarriers,
  judge: (question) => sourceVerdicts(question, (source) => [renews(source)]),
};

function renews(source: AzureResource): Verdict {
  const answer = renewalOf(source);
  if (answer.state === "renews") return holds(source);
  if (answer.state === "open") return undecided(source, answer);
  const { path, value, fact } = answer;
  // What an import is made from may not be registered yet.
  const final = path.startsWith(policyPaths.policy);
  return broken(source, { path, fact, ...(value !== undefined && { value }), final });
}
