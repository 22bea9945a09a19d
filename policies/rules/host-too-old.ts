import { rdpHosts } from "../estate/network/rdp-hosts";
import type { AzureResource } from "../estate/resource";
import { marketplaceImage } from "../estate/windows-image";
import { endedSupport, supportListedOn } from "../model/windows-support";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-075. */
export const hostTooOld: Rule = {
  ref: "RDP904-075",
  name: "host-too-old",
  cause: "legacy-host",
  level: "advisory",
  severity: "medium",
  description: "An RDP host is made from an image of Windows that is out of support.",
  effect:
    "Clients move on and the host does not: one day they share no protocol version or cipher, and the handshake ends.",
  fix: "Name an image of a supported release, such as 2022-datacenter-azure-edition or 2025-datacenter-azure-edition.",
  blindSpots: [
    `Releases count as out of support that had ended by ${supportListedOn}, updates that Azure extends included; a later end needs a newer pack.`,
    "An image of one's own, a gallery image or a disk that was attached does not tell its release.",
    "Editions with long-term servicing of Windows clients are left out.",
    "That a Windows is supported does not say that it is up to date.",
  ],
  sources: [
    "https://learn.microsoft.com/lifecycle/products/windows-server-2012-r2",
    "https://learn.microsoft.com/windows-server/get-started/extended-security-updates-overview",
    "https://learn.microsoft.com/windows/win32/secauthn/protocols-in-tls-ssl--schannel-ssp-",
  ],
  earlyAt: ["compute:VirtualMachine", "compute:VirtualMachineScaleSet"],
  judge(question) {
    return rdpHosts(question)
      .filter(({ certain }) => certain)
      .flatMap(({ machine }) => judgeImage(machine.resource));
  },
};

function judgeImage(machine: AzureResource): readonly Verdict[] {
  const { path, name, open } = marketplaceImage(machine);
  const ended = endedSupport(name);
  if (ended) {
    const value = name.sku ?? name.offer;
    const tls = ended.hasTls12 ? "" : " and which has TLS 1.2 switched off unless somebody switches it on";
    return [
      broken(machine, {
        path: name.sku === undefined ? `${path}.offer` : `${path}.sku`,
        ...(value !== undefined && { value }),
        fact: `${machine.name} runs ${ended.title}, whose updates ended on ${ended.endedOn}${tls}`,
      }),
    ];
  }
  if (open) {
    return [
      undecided(machine, {
        path: open.path,
        fact: `whether ${machine.name} runs a Windows that is still supported is not known: ${open.why}`,
        settle: "write publisher, offer and sku of the image as plain text",
      }),
    ];
  }
  return name.publisher === undefined ? [] : [holds(machine)];
}
