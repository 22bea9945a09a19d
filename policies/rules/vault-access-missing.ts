import { extensionAccess, outsideExtensionAccess, type ExtensionAccess } from "../estate/certificate/extension-access";
import { extensionCarriers, extensionName } from "../estate/certificate/machine-extensions";
import { judgedDeliveries } from "../estate/certificate/judged-deliveries";
import type { RdpDelivery } from "../estate/certificate/rdp-certificates";
import { providedElsewhere } from "../estate/provided-elsewhere";
import { broken, holds, undecided, type Question, type Rule, type Verdict } from "./rule";

/** RDP904-049. */
export const vaultAccessMissing: Rule = {
  ref: "RDP904-049",
  name: "vault-access-missing",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "critical",
  description: "The identity that the Key Vault extension uses may not read the RDP certificate's secret.",
  effect:
    "The host never gets its certificate, or never its renewal, and RDP goes on with one that expires (event 1053 in the System log).",
  fix: "Assign Key Vault Secrets User on the vault to the identity that msiClientId names, before the extension.",
  blindSpots: [
    "Who is in a group is seen only where the stack says so; a role that another stack assigns is not seen.",
    "Which output of an identity (clientId, principalId, id) a value was made from is not seen before the identity exists.",
    "Whether a machine that another stack made has the identity that its extension names is not seen.",
    "Firewall and private endpoints of the vault are another rule's business.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows",
    "https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
    "https://learn.microsoft.com/azure/key-vault/general/access-control-default",
  ],
  earlyAt: extensionCarriers,
  judge(question) {
    return judgedDeliveries(question)
      .filter(({ marked }) => marked)
      .flatMap(({ delivery }) => access(question, delivery));
  },
};

function access({ estate, settings }: Question, { extension, marked }: RdpDelivery): readonly Verdict[] {
  const { resource, machines } = extension;
  const elsewhere = machines.map((machine) => providedElsewhere(settings, ["vaultAccess"], machine));
  if (elsewhere.includes(true)) return [holds(resource)];
  const verdicts = marked.map((certificate): Verdict => {
    const answers =
      machines.length === 0
        ? outsideExtensionAccess(estate, certificate)
        : machines.flatMap((machine) => extensionAccess(estate, certificate, machine));
    if (!answers) {
      const fact = `the machine of ${extensionName(extension)} is not in this stack, so its identity is not known`;
      return undecided(resource, {
        path: "vmName",
        fact,
        settle: "name the stack of the machine in rdp904:knownResources",
      });
    }
    const [refused] = answers.filter((answer) => answer.state === "refused");
    const [open] = answers.filter((answer) => answer.state === "open");
    if (refused && answers.every((answer) => answer.state === "refused")) return brokenFor(refused);
    if (open) return undecided(resource, open);
    if (!refused) return holds(resource);
    return undecided(resource, { ...refused, settle: "leave one candidate only, so that it is clear which is meant" });
  });
  return verdicts.filter((verdict, at) => !verdicts.slice(0, at).some((earlier) => sameFinding(earlier, verdict)));

  function brokenFor({ path, value, fact, fix, final }: Extract<ExtensionAccess, { state: "refused" }>): Verdict {
    return broken(resource, { path, fact, fix, final, ...(value !== undefined && { value }) });
  }
}

function sameFinding(a: Verdict, b: Verdict): boolean {
  return a.verdict !== "holds" && b.verdict === a.verdict && a.path === b.path && a.fact === b.fact;
}
