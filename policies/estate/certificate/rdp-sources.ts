import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { providedElsewhere } from "../provided-elsewhere";
import type { AzureResource } from "../resource";
import { judgedDeliveries } from "./judged-deliveries";
import type { ObservedCertificate } from "./observed-certificates";
import { rdpDeliveries } from "./rdp-certificates";
import { sourceSaysRdp } from "./rdp-mark";

/** What makes a certificate for RDP in this estate. */
export interface RdpSource {
  /** One, or several where nothing tells which of them an extension observes. */
  readonly candidates: readonly AzureResource[];
  /** Who observes it; nobody where only its own words say that it is for RDP. */
  readonly observers: readonly ObservedCertificate[];
  /** True where it certainly is RDP's; otherwise a finding is advisory at most. */
  readonly certain: boolean;
}

// Many hosts may observe one certificate, so the list grows in place.
interface Found extends RdpSource {
  readonly observers: ObservedCertificate[];
  certain: boolean;
}

interface Question {
  readonly estate: Estate;
  readonly settings: Settings;
}

const known = new WeakMap<Estate, WeakMap<Settings, readonly RdpSource[]>>();

/** The resources that make certificates for RDP; what another stack made has none here, and nothing is said of it. */
export function rdpSources(question: Question): readonly RdpSource[] {
  const bySettings = known.get(question.estate) ?? new WeakMap<Settings, readonly RdpSource[]>();
  known.set(question.estate, bySettings);
  const sources = bySettings.get(question.settings) ?? find(question);
  bySettings.set(question.settings, sources);
  return sources;
}

function find(question: Question): readonly RdpSource[] {
  const observed = new Map<string, Found>();
  for (const { delivery, certificates, marked } of judgedDeliveries(question)) {
    const { machines } = delivery.extension;
    const elsewhere = machines.map((machine) => providedElsewhere(question.settings, ["certificate"], machine));
    if (machines.length > 0 && !elsewhere.includes(false)) continue;
    for (const certificate of certificates) {
      const candidates = meant(certificate, marked);
      if (candidates.length === 0) continue;
      const key = candidates.map(({ urn }) => urn).join(" ");
      const earlier = observed.get(key) ?? { candidates, observers: [], certain: false };
      earlier.observers.push(certificate);
      earlier.certain ||= marked;
      observed.set(key, earlier);
    }
  }
  return [...observed.values(), ...observedByNobody(question.estate)];
}

// Of several candidates for a certificate that is RDP's, those are meant that say so themselves.
function meant({ sources }: ObservedCertificate, marked: boolean): readonly AzureResource[] {
  const saying = marked ? sources.filter(sourceSaysRdp) : [];
  return saying.length > 0 ? saying : sources;
}

// The hosts may live in another stack; then only the certificate's own words tell.
function observedByNobody(estate: Estate): readonly RdpSource[] {
  const deliveries = [...rdpDeliveries(estate).values()];
  const certificates = deliveries.flatMap(({ marked, unmarked, unsure }) => [
    ...marked,
    ...unmarked,
    ...unsure.map(({ certificate }) => certificate),
  ]);
  const observed = new Set(certificates.flatMap(({ sources }) => sources));
  return estate
    .ofType("azure:keyvault:Certificate")
    .filter((source) => !observed.has(source) && sourceSaysRdp(source))
    .map((source) => ({ candidates: [source], observers: [], certain: false }));
}
