import { azureName, listed } from "../../estate/network/names";
import type { Trouble } from "../../estate/network/way-out";
import type { AzureResource } from "../../estate/resource";
import { broken, undecided, type Verdict } from "../rule";

/** A trouble on the way of one machine to something that it needs. */
export interface TroubledMachine {
  readonly machine: AzureResource;
  readonly trouble: Trouble;
  /** What it cannot reach, for a sentence. */
  readonly target: string;
  /** False where the machine may need it for other things than RDP; the finding is advisory at most. */
  readonly forRdp: boolean;
}

/** One verdict for all machines that the same thing keeps from the same target. */
export function troubleVerdicts(all: readonly TroubledMachine[]): readonly Verdict[] {
  const together = new Map<string, TroubledMachine[]>();
  for (const one of all) {
    if (one.trouble.state === "undecided" && !one.forRdp) continue;
    const { resource, path, state, why } = one.trouble;
    const key = [state, resource.urn, path, why, one.target].join("\n");
    together.set(key, [...(together.get(key) ?? []), one]);
  }
  return [...together.values()].map(verdictOn);
}

function verdictOn(all: readonly TroubledMachine[]): Verdict {
  const [{ trouble, target }] = all as [TroubledMachine];
  const { resource, path, value, why, remedy } = trouble;
  const hosts = listed(all.map(({ machine }) => azureName(machine)));
  if (trouble.state === "undecided") {
    const fact = `whether ${hosts} can reach ${target} cannot be said: ${why}`;
    return undecided(resource, { path, fact, settle: remedy, ...(value !== undefined && { value }) });
  }
  return broken(resource, {
    ...{ path, fact: `${why}, so ${hosts} cannot reach ${target}`, fix: remedy },
    ...(value !== undefined && { value }),
    ...(!all.some(({ forRdp }) => forRdp) && { level: "advisory" as const }),
  });
}
