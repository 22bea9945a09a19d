import { view, type Estate } from "../estate";
import { stringProperty } from "../resource";
import type { NotKnown } from "../value";
import { keyVaultExtensions } from "./key-vault-extensions";
import type { MachineExtension } from "./machine-extensions";
import { observedCertificates, type ObservedCertificate } from "./observed-certificates";
import { rdpMark, type Mark } from "./rdp-mark";

/** What one Key Vault extension delivers, seen from RDP. */
export interface RdpDelivery {
  readonly extension: MachineExtension;
  /** Certificates that something marks as RDP's; those with a weak mark only where none has a strong one. */
  readonly marked: readonly ObservedCertificate[];
  /** True where their marks are weak, so that they may serve something else on a machine that is no RDP host. */
  readonly marksAreWeak: boolean;
  /** Certificates that nothing marks: an IIS site's, say. */
  readonly unmarked: readonly ObservedCertificate[];
  /** Certificates of which a value that is not known leaves open whether they are RDP's. */
  readonly unsure: readonly { readonly certificate: ObservedCertificate; readonly reading: NotKnown }[];
  /** Why the list of certificates is not known; there may be more than those above. */
  readonly unreadable?: NotKnown;
}

/** Every Key Vault extension of the estate with its certificates, sorted by whether they are RDP's. */
export const rdpDeliveries: (estate: Estate) => ReadonlyMap<MachineExtension, RdpDelivery> = view(
  (estate) => new Map(keyVaultExtensions(estate).map((extension) => [extension, delivery(estate, extension)] as const)),
);

function delivery(estate: Estate, extension: MachineExtension): RdpDelivery {
  const { certificates, unreadable } = observedCertificates(estate, extension);
  const marks = certificates.map((certificate) => ({ certificate, mark: rdpMark(estate, certificate) }));
  const marksAreWeak = !marks.some(({ mark }) => mark.state === "marked" && !mark.weak);
  const isMarked = (mark: Mark): boolean => mark.state === "marked" && (marksAreWeak || !mark.weak);
  return {
    extension,
    marked: marks.flatMap(({ certificate, mark }) => (isMarked(mark) ? [certificate] : [])),
    marksAreWeak,
    unmarked: marks.flatMap(({ certificate, mark }) =>
      mark.state === "unsure" || isMarked(mark) ? [] : [certificate],
    ),
    unsure: marks.flatMap(({ certificate, mark }) =>
      mark.state === "unsure" ? [{ certificate, reading: mark.reading }] : [],
    ),
    ...(unreadable && { unreadable }),
  };
}

/** False where a tag says of every machine of an extension that RDP is not meant for it. */
export function isMeantForRdp({ machines }: MachineExtension): boolean {
  const tags = machines.map((machine) => stringProperty(machine, "tags.rdp904"));
  return machines.length === 0 || !tags.every((tag) => tag.state === "known" && tag.value.toLowerCase() === "none");
}
