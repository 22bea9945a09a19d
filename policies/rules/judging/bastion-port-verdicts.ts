import type { BastionPort } from "../../estate/network/bastion-ports";
import { skuPath, takesAnyPort, type Bastion } from "../../estate/network/bastions";
import { DeclaredRule } from "../../estate/network/declared-rule";
import { settlement, type Doubt } from "../../estate/network/doubts";
import { azureName, listed, noneAmong, ruleTitle } from "../../estate/network/names";
import { askedBefore } from "../../estate/network/precedence";
import { hostSettlement } from "../../estate/network/rdp-hosts";
import type { HostPassage } from "../../estate/network/reach";
import { stringProperty, type AzureResource } from "../../estate/resource";
import { broken, undecided, type Verdict } from "../rule";

/** What keeps a Bastion from a port, and where that stands. */
interface Obstruction {
  readonly at: { readonly resource: AzureResource; readonly path: string; readonly value?: string };
  /** Begins a sentence about a port and hosts. */
  readonly keeps: string;
  readonly fix: string;
  /** Set where it is not known whether it keeps it at all. */
  readonly doubt?: Pick<Doubt, "resource" | "path" | "value" | "settle" | "why">;
}

/** One verdict for all hosts that the same thing keeps a Bastion from, at a port that RDP was moved to. */
export function bastionPortVerdicts(all: readonly BastionPort[]): readonly Verdict[] {
  const together = new Map<string, { obstruction: Obstruction; several: [BastionPort, ...BastionPort[]] }>();
  for (const one of all.filter(({ departure }) => !isRefused(departure))) {
    const obstruction = obstructionOf(one);
    const { resource, path } = obstruction.at;
    const key = [resource.urn, path, one.certain ? one.port : ""].join();
    const earlier = together.get(key);
    if (earlier) earlier.several.push(one);
    else together.set(key, { obstruction, several: [one] });
  }
  return [...together.values()].map(({ obstruction, several }) => verdictOn(obstruction, several));
}

// A rule that Azure refuses is told by RDP904-010.
function isRefused(departure: BastionPort["departure"]): boolean {
  return departure.state === "undecided" && departure.isRefused;
}

function verdictOn({ at, keeps, fix, doubt }: Obstruction, several: readonly [BastionPort, ...BastionPort[]]): Verdict {
  const [{ port, certain, host }] = several;
  const hosts = listed(several.map((one) => azureName(one.host.machine.resource)));
  const { resource, ...place } = at;
  if (doubt) {
    const fact = `whether the Bastion can reach TCP ${port} of ${hosts} cannot be said: ${doubt.why}`;
    return undecided(resource, { ...settlement(doubt), fact });
  }
  if (certain) return broken(resource, { ...place, fact: `${keeps} TCP ${port} of ${hosts}, where RDP is`, fix });
  const which = new Set(several.map((one) => one.port)).size > 1 ? "a port" : `TCP ${port}`;
  return undecided(resource, {
    ...place,
    fact: `${keeps} ${which} of ${hosts}, and whether RDP is there is not known`,
    settle: host.certain
      ? `write the port of RDP on ${hosts} as a plain number, under no condition`
      : hostSettlement(host),
  });
}

function obstructionOf({ departure, port, host }: BastionPort): Obstruction {
  if (departure.state === "sku") return bySku(departure.bastion);
  if (departure.state === "closed") return byGroup(departure.by, port, host.machine.resource);
  const { doubt } = departure;
  return { at: doubt, keeps: "", fix: "", doubt };
}

function bySku(bastion: Bastion): Obstruction {
  const { resource } = bastion;
  const sku = stringProperty(resource, skuPath);
  const at = { resource, path: skuPath, ...(sku.state === "known" && { value: sku.value }) };
  const title = `Bastion ${azureName(resource)}`;
  const keeps = `${title}${sku.state === "known" ? ` (${sku.value})` : ""} goes to 3389 only, not to`;
  const fix = `Set ${skuPath} to Standard, or leave RDP at 3389.`;
  if (takesAnyPort(bastion) === "no") return { at, keeps, fix };
  const why = `whether ${title} takes another port than 3389 depends on its SKU, which is not known yet`;
  return { at, keeps, fix, doubt: { ...at, why, settle: `set ${skuPath} to Standard` } };
}

function byGroup({ rulings }: HostPassage, port: number, machine: AzureResource): Obstruction {
  const { group, piece } = rulings[0]!;
  const rule = piece.rule instanceof DeclaredRule ? piece.rule : undefined;
  const name = group?.name ?? "the Bastion's subnet";
  const value = rule ? "Deny" : group && noneAmong(group.rules, "outbound");
  return {
    at: {
      resource: rule?.resource ?? group?.resource ?? machine,
      path: rule?.pathOf("access") ?? "securityRules",
      ...(value !== undefined && { value }),
    },
    keeps: `${piece.rule ? ruleTitle(piece.rule) : "a rule"} of ${name} keeps the Bastion from`,
    fix: `Allow TCP ${port} to VirtualNetwork by an outbound rule of ${name}${rule ? askedBefore(rule) : ""}.`,
  };
}
