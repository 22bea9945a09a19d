import { hostSettlement, type RdpHost } from "../../estate/network/rdp-hosts";
import { providedElsewhere } from "../../estate/provided-elsewhere";
import type { ProvidedElsewhereKind, Settings } from "../../settings/settings";
import { holds, undecided, type Verdict } from "../rule";

/**
 * Judges one RDP host, except where the settings say that it gets what the rule asks for from elsewhere. What is broken
 * stays undecided where it cannot be known that the machine is an RDP host.
 */
export function hostVerdict(
  host: RdpHost,
  settings: Settings,
  kinds: readonly ProvidedElsewhereKind[],
  judge: () => Verdict,
): Verdict {
  const machine = host.machine.resource;
  const elsewhere = providedElsewhere(settings, kinds, machine);
  if (elsewhere === true) return holds(machine);
  const verdict = judge();
  if (verdict.verdict !== "broken") return verdict;
  if (elsewhere === undefined) {
    return undecided(machine, {
      path: "tags",
      fact: `whether providedElsewhere names ${machine.name} depends on a tag that is not known yet`,
      settle: `name ${machine.name} in providedElsewhere by its name in the program`,
    });
  }
  if (host.certain) return verdict;
  return undecided(machine, {
    path: verdict.resource === machine ? verdict.path : "tags",
    fact: `${verdict.fact}, if RDP is meant for it: ${host.why}`,
    settle: hostSettlement(host),
  });
}
