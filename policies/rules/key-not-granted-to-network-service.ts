import { extensionCarriers, extensionName } from "../estate/certificate/machine-extensions";
import { certificateTitle, type ObservedCertificate } from "../estate/certificate/observed-certificates";
import { isMeantForRdp, rdpDeliveries, type RdpDelivery } from "../estate/certificate/rdp-certificates";
import { rdpHosts } from "../estate/network/rdp-hosts";
import { objectProperty } from "../estate/resource";
import type { Value } from "../estate/value";
import { letsNetworkServiceRead } from "../model/certificate/windows-accounts";
import { providedElsewhere } from "../estate/provided-elsewhere";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-043. */
export const keyNotGrantedToNetworkService: Rule = {
  ref: "RDP904-043",
  name: "key-not-granted-to-network-service",
  cause: "private-key-unreadable",
  level: "mandatory",
  severity: "critical",
  description: "The RDP certificate's accounts leave out Network Service, under which Remote Desktop runs.",
  effect:
    "The listener cannot read the key and closes every connection in the handshake (events 1055 and 36870 in the System log).",
  fix: 'Add "Network Service" to the accounts of the observed certificate.',
  blindSpots: [
    "A script in the guest may grant the key later, or take the right away.",
    "Which certificate RDP uses is told by its name, subject, accounts, a tag, or a script that binds it.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows",
    "https://learn.microsoft.com/troubleshoot/windows-server/remote/remote-desktop-listener-certificate-configurations",
  ],
  earlyAt: extensionCarriers,
  remedy: (resource, alone) =>
    [...rdpDeliveries(alone).values()]
      .flatMap(({ marked }) => marked)
      .filter((certificate) => granted(certificate).verdict === "broken")
      // The 1.x line observes plain URLs, which have no accounts.
      .filter(({ path }) => objectProperty(resource, path).state === "known")
      .map(({ accounts, path }) => {
        const named = accounts.state === "known" ? accounts.value.filter((account) => typeof account === "string") : [];
        return { path: `${path}.accounts`, value: [...named, "Network Service"] };
      }),
  judge({ estate, settings }) {
    const hosts = new Set(
      rdpHosts({ estate, settings })
        .map(({ machine }) => machine.resource)
        .filter((machine) => providedElsewhere(settings, ["certificate"], machine) !== true),
    );
    return [...rdpDeliveries(estate).values()]
      .filter(({ extension }) => isMeantForRdp(extension))
      .flatMap((delivery) => {
        if (delivery.marked.length > 0) return delivery.marked.map(granted);
        // What nothing marks may be a web site's certificate; RDP904-040 tells an RDP host that it has no other.
        return delivery.extension.machines.some((machine) => hosts.has(machine)) ? notKnown(delivery) : [];
      });
  },
};

function granted(certificate: ObservedCertificate): Verdict {
  const { accounts, extension, path } = certificate;
  const title = certificateTitle(certificate);
  const named = accounts.state === "known" ? accounts.value : [];
  if (named.some(letsRead)) return holds(extension.resource);
  const open = named.findIndex((account) => typeof account !== "string");
  if (accounts.state === "unknown" || open >= 0) {
    const why = accounts.state === "unknown" ? accounts.why : `${accounts.path}[${open}] is not known yet`;
    return undecided(extension.resource, {
      path: open < 0 ? accounts.path : `${accounts.path}[${open}]`,
      fact: `whether ${extensionName(extension)} lets Network Service read the key of ${title} is not known: ${why}`,
      settle: `write the accounts of ${title} as a list of plain texts`,
    });
  }
  const others = named.length > 0 ? `to ${named.join(", ")} only` : "to no account";
  return broken(extension.resource, {
    path: accounts.state === "known" ? accounts.path : `${path}.accounts`,
    ...(accounts.state === "known" && { value: JSON.stringify(named) }),
    fact: `${extensionName(extension)} grants the key of ${title} ${others}, not to Network Service`,
    final: true,
  });
}

function letsRead(account: Value): boolean {
  return typeof account === "string" && letsNetworkServiceRead(account);
}

function notKnown({ extension, unsure, unreadable }: RdpDelivery): readonly Verdict[] {
  const open = unreadable ?? unsure[0]?.reading;
  if (!open) return [];
  const place = open.path.includes("protectedSettings") ? "use settings, where nothing is secret, " : "";
  return [
    undecided(extension.resource, {
      path: open.path,
      fact: `whether ${extensionName(extension)} lets Network Service read the key for RDP is not known: ${open.why}`,
      settle: unreadable
        ? `${place}write observedCertificates as a list of objects, and make only url and msiClientId from outputs`
        : "write the URL as plain text, or name the certificate in the machine's tag rdp904-certificate",
    }),
  ];
}
