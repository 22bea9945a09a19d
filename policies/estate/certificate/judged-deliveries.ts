import type { Settings } from "../../settings/settings";
import type { Estate } from "../estate";
import { rdpHosts } from "../network/rdp-hosts";
import { providedElsewhere } from "../provided-elsewhere";
import type { ObservedCertificate } from "./observed-certificates";
import { isMeantForRdp, rdpDeliveries, type RdpDelivery } from "./rdp-certificates";

/** What a Key Vault extension delivers, as far as a rule about the RDP certificate is asked about it. */
export interface JudgedDelivery {
  readonly delivery: RdpDelivery;
  /** The certificates that something marks as RDP's; where nothing does, all those of an RDP host. */
  readonly certificates: readonly ObservedCertificate[];
  /** True where a mark says that RDP uses them; otherwise a finding is advisory at most. */
  readonly marked: boolean;
}

const known = new WeakMap<Estate, WeakMap<Settings, readonly JudgedDelivery[]>>();

/** The deliveries of an estate that rules about the RDP certificate judge; a web server's are not among them. */
export function judgedDeliveries(question: { estate: Estate; settings: Settings }): readonly JudgedDelivery[] {
  const bySettings = known.get(question.estate) ?? new WeakMap<Settings, readonly JudgedDelivery[]>();
  known.set(question.estate, bySettings);
  const judged = bySettings.get(question.settings) ?? find(question);
  bySettings.set(question.settings, judged);
  return judged;
}

function find({ estate, settings }: { estate: Estate; settings: Settings }): readonly JudgedDelivery[] {
  const possible = rdpHosts({ estate, settings });
  const possibleMachines = new Set(possible.map(({ machine }) => machine.resource));
  const hosts = new Set(
    possible
      .filter(({ certain }) => certain)
      .map(({ machine }) => machine.resource)
      .filter((machine) => providedElsewhere(settings, ["certificate"], machine) === false),
  );
  return [...rdpDeliveries(estate).values()].flatMap((delivery): JudgedDelivery[] => {
    if (!isMeantForRdp(delivery.extension)) return [];
    if (delivery.marked.length > 0) {
      const { machines } = delivery.extension;
      const isHosts = machines.length === 0 || machines.some((machine) => possibleMachines.has(machine));
      return [{ delivery, certificates: delivery.marked, marked: !delivery.marksAreWeak || isHosts }];
    }
    if (!delivery.extension.machines.some((machine) => hosts.has(machine))) return [];
    const certificates = [...delivery.unmarked, ...delivery.unsure.map(({ certificate }) => certificate)];
    return [{ delivery, certificates, marked: false }];
  });
}
