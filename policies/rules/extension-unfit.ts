import { misfits, type Misfit } from "../estate/certificate/extension-fitness";
import { keyVaultExtensions } from "../estate/certificate/key-vault-extensions";
import { pathIn } from "../estate/certificate/machine-extensions";
import type { JudgedDelivery } from "../estate/certificate/judged-deliveries";
import { booleanProperty } from "../estate/resource";
import { deliveryVerdicts } from "./judging/delivery-verdicts";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-045. */
export const extensionUnfit: Rule = {
  ref: "RDP904-045",
  name: "extension-unfit",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "high",
  description: "The Key Vault extension does not install on this image, or cannot read the settings it is given.",
  effect:
    "The extension fails or does nothing, no certificate and no renewal arrives, and RDP goes on with one that " +
    "expires (events 1051 and 1053 in the System log).",
  fix: 'Set typeHandlerVersion to "3.0", and write its settings as an object, with an object for each certificate and pollingIntervalInS as text.',
  blindSpots: [
    "What Windows a custom image holds is not seen.",
    "The line 4.x keeps keys where RDP was never seen to read them: in CNG, on Windows Server 2025 in KeyGuard.",
    "Settings that a line has dropped are only advised against, because no source says that it refuses them.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows",
    "https://github.com/MicrosoftDocs/azure-docs/issues/49224",
    "https://github.com/MicrosoftDocs/azure-docs/issues/41837",
    "https://github.com/MicrosoftDocs/azure-docs/issues/109667",
  ],
  remedy: (_resource, alone) =>
    keyVaultExtensions(alone).flatMap((extension) => {
      const upgrades = booleanProperty(extension.resource, pathIn(extension, "autoUpgradeMinorVersion"));
      const areOff = upgrades.state === "absent" || (upgrades.state === "known" && !upgrades.value);
      return areOff ? [{ path: upgrades.path, value: true }] : [];
    }),
  judge: (question) => deliveryVerdicts(question, fit),
};

function fit({ delivery, certificates, marked }: JudgedDelivery): readonly Verdict[] {
  const { extension } = delivery;
  // What merely has no effect is worth no word where the certificate may be a web site's.
  const found = misfits(extension, certificates).filter(({ state }) => marked || state !== "ineffective");
  return found.length === 0 ? [holds(extension.resource)] : found.map((misfit) => verdictOf(misfit));

  function verdictOf(misfit: Misfit): Verdict {
    if (misfit.state === "open") return undecided(extension.resource, misfit);
    const { path, value, fact, state } = misfit;
    const details = { path, fact, ...(value !== undefined && { value }) };
    if (state === "ineffective") return broken(extension.resource, { ...details, level: "advisory", fix: fixOf(path) });
    const fix = path.endsWith("msiEndpoint") ? { fix: fixOf(path) } : {};
    return broken(extension.resource, { ...details, ...fix });
  }
}

function fixOf(path: string): string {
  if (path.endsWith("autoUpgradeMinorVersion")) return "Set autoUpgradeMinorVersion to true.";
  if (path.endsWith("msiEndpoint")) return "Set it to http://169.254.169.254/metadata/identity/oauth2/token.";
  return path.endsWith("pollingIntervalInS") ? "Set it to 300 to 3600 seconds." : "Leave the setting out.";
}
