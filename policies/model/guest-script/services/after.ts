import type { GuestScriptFacts, RdpService, ServiceStartChanged } from "../facts";

/** What a script leaves behind for the services that RDP needs. */
export interface ServicesAfterwards {
  /** Services that cannot be started when the script has run. A condition counts as met. */
  readonly disabled: readonly ServiceStartChanged[];
  /** Services that are enabled again, but only under a condition that may not be met. */
  readonly perhaps: readonly ServiceStartChanged[];
  /** Services that the script sees to, whatever happened before it. */
  readonly enabled: ReadonlySet<RdpService>;
}

/** Tells which services cannot be started when the script has run. */
export function servicesAfterwards(facts: GuestScriptFacts): ServicesAfterwards {
  const changes = facts.filter((fact): fact is ServiceStartChanged => "service" in fact);
  const disabled: ServiceStartChanged[] = [];
  const perhaps: ServiceStartChanged[] = [];
  changes.forEach((change, at) => {
    if (change.kind === "enables-service") return;
    const again = changes.slice(at + 1).filter(({ service }) => service === change.service);
    const repairs = again.filter(({ kind }) => kind === "enables-service" && change.kind === "disables-service");
    if (
      again.some((later) => later.kind !== "enables-service" && runsWith(later, change)) ||
      repairs.some((repair) => runsWith(repair, change))
    )
      return;
    (repairs.length > 0 ? perhaps : disabled).push(change);
  });
  const enabled = changes.filter(({ kind, branch }) => kind === "enables-service" && branch.length === 0);
  const left = new Set([...disabled, ...perhaps].map(({ service }) => service));
  return {
    disabled,
    perhaps,
    enabled: new Set(enabled.flatMap(({ service }) => (left.has(service) ? [] : [service]))),
  };
}

// It runs whenever the other has run: it stands under the same conditions or fewer.
function runsWith(repair: ServiceStartChanged, harm: ServiceStartChanged): boolean {
  return repair.branch.every((condition, at) => harm.branch[at] === condition);
}
