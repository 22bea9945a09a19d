import { keyVaultDelivery } from "../estate/certificate/key-vault-extensions";
import { certificateTitle } from "../estate/certificate/observed-certificates";
import { rdpDeliveries } from "../estate/certificate/rdp-certificates";
import type { Estate } from "../estate/estate";
import type { Machine } from "../estate/network/machines";
import { rdpHosts } from "../estate/network/rdp-hosts";
import { listProperty } from "../estate/resource";
import { hostVerdict } from "./judging/host-verdict";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-040. */
export const certificateNotDelivered: Rule = {
  ref: "RDP904-040",
  name: "certificate-not-delivered",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "high",
  description: "An RDP host has no Key Vault extension, or none that delivers a certificate for RDP.",
  effect:
    "When the certificate that the listener uses expires, nothing replaces it (events 1052 and 1053 in the System log).",
  fix:
    "Add the extension Microsoft.Azure.KeyVault/KeyVaultForWindows that observes a certificate for RDP, or name the " +
    "host in rdp904:providedElsewhere.certificate.",
  blindSpots: [
    "A certificate that Active Directory enrols, an image carries or a script imports is seen only where the settings say so.",
    "An extension that Azure Policy installs is seen only where rdp904:providedElsewhere.keyVaultExtension says so.",
  ],
  sources: ["https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows"],
  advisoryWhenAdopting: true,
  judge({ estate, settings }) {
    return rdpHosts({ estate, settings }).map((host) =>
      hostVerdict(host, settings, ["keyVaultExtension", "certificate"], () => delivered(estate, host.machine)),
    );
  },
};

function delivered(estate: Estate, machine: Machine): Verdict {
  const { resource } = machine;
  const { certain, possible } = keyVaultDelivery(estate, resource);
  const deliveries = certain.map((extension) => rdpDeliveries(estate).get(extension)!);
  // Where the certificates themselves are not known, RDP904-043 says so.
  if (deliveries.some((d) => d.marked.length + d.unsure.length > 0 || d.unreadable)) return holds(resource);
  const [open] = possible;
  if (open) {
    return undecided(resource, {
      path: open.resource === resource ? open.reading.path : "",
      fact: `whether ${resource.name} has a Key Vault extension is not known: ${open.reading.why}`,
      settle: `make ${open.reading.path} of ${open.resource.name} known`,
    });
  }
  if (certain.length === 0) return nothingDelivers(machine);
  const titles = deliveries.flatMap((d) => d.unmarked.map(certificateTitle)).join(", ");
  return broken(resource, {
    path: "",
    fact: titles
      ? `the Key Vault extension of ${resource.name} delivers ${titles}, and nothing marks a certificate as RDP's`
      : `the Key Vault extension of ${resource.name} observes no certificate`,
    fix:
      "Observe a certificate for RDP with Network Service among its accounts; if it is there, name it in the " +
      "machine's tag rdp904-certificate.",
  });
}

function nothingDelivers({ resource, base }: Machine): Verdict {
  const path = base ? `${base}.osProfile.secrets` : "osProfile.secrets";
  const secrets = listProperty(resource, path);
  const once = secrets.state === "known" && secrets.value.length > 0;
  const fact = `${resource.name} has no Key Vault extension`;
  // Azure itself points from osProfile.secrets to the extension, because a secret is installed once.
  return once
    ? broken(resource, { path, value: "set", fact: `${fact}; ${path} installs a certificate once and never renews it` })
    : broken(resource, { path: "", fact: `${fact}, so nothing renews the certificate of its RDP listener` });
}
