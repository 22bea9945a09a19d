import { dependentMachines } from "../estate/certificate/dependent-machines";
import { DeclaredRule } from "../estate/network/declared-rule";
import { settlement } from "../estate/network/doubts";
import { azureName, listed, ruleTitle } from "../estate/network/names";
import { askedBefore } from "../estate/network/precedence";
import { platformDenials, type PlatformDenial } from "../estate/network/platform-endpoints";
import type { AzureResource } from "../estate/resource";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-022. */
export const platformEndpointDenied: Rule = {
  ref: "RDP904-022",
  name: "platform-endpoint-denied",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "high",
  description:
    "A rule names a platform endpoint that the host's Key Vault extension or Machine Configuration needs, and denies it.",
  effect:
    "The host gets no token or finds no name, so its certificate is never renewed and expires (event 1053 in the System log).",
  fix: "Remove the deny: security groups leave these endpoints alone unless a rule names them.",
  blindSpots: [
    "The firewall inside Windows, which may close the same addresses, is another rule's business.",
    "Without AzurePlatformLKM Windows loses its activation and not RDP, so that is advisory.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#azure-platform-considerations",
    "https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16",
    "https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows",
  ],
  judge(question) {
    const judged = dependentMachines(question).map(({ machine, marked }) => ({
      machine: machine.resource,
      denials: platformDenials(question.estate, machine).map((denial) => ({
        ...denial,
        marked,
        machine: machine.resource,
      })),
    }));
    const together = new Map<string, Denied[]>();
    for (const denied of judged.flatMap(({ denials }) => denials).filter(isWorthSaying)) {
      const key = keyOf(denied);
      together.set(key, [...(together.get(key) ?? []), denied]);
    }
    const free = judged.filter(({ denials }) => denials.length === 0).map(({ machine }) => holds(machine));
    return [...[...together.values()].map(verdictOn), ...free];
  },
};

interface Denied extends PlatformDenial {
  readonly machine: AzureResource;
  readonly marked: boolean;
}

// What cannot be known of a machine whose certificates may be somebody else's is nobody's business.
function isWorthSaying({ departure, marked }: Denied): boolean {
  return departure.state === "closed" || marked;
}

function keyOf({ departure, endpoint }: Denied): string {
  if (departure.state === "undecided") return [departure.doubt.resource.urn, departure.doubt.path].join();
  const ruling = departure.by.rulings[0];
  const rule = ruling?.piece.rule;
  return [endpoint.tag, ruling?.group?.resource.urn, rule instanceof DeclaredRule ? rule.path || rule.name : ""].join();
}

function verdictOn(all: readonly Denied[]): Verdict {
  const [{ departure, endpoint, machine }] = all as [Denied];
  const hosts = listed(all.map((one) => azureName(one.machine)));
  if (departure.state === "undecided") {
    const { resource, why } = departure.doubt;
    const fact = `whether ${hosts} can reach ${endpoint.tag}, ${endpoint.loss}, cannot be said: ${why}`;
    return undecided(resource, { ...settlement(departure.doubt), fact });
  }
  const { group, piece } = departure.by.rulings[0]!;
  const rule = piece.rule instanceof DeclaredRule ? piece.rule : undefined;
  const title = piece.rule ? ruleTitle(piece.rule) : "a rule";
  const onlyAdvisory = !endpoint.mattersToRdp || !all.some(({ marked }) => marked);
  return broken(rule?.resource ?? group?.resource ?? machine, {
    path: rule?.pathOf("access") ?? "securityRules",
    value: "Deny",
    fact: `${title} of ${group?.name ?? machine.name} keeps ${hosts} from ${endpoint.tag}, ${endpoint.loss}`,
    fix: `Remove ${rule?.name ?? "it"}, or allow ${endpoint.tag} by a rule${rule ? askedBefore(rule) : ""}.`,
    ...(onlyAdvisory && { level: "advisory" as const }),
  });
}
