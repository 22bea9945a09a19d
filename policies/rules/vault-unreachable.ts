import { judgedDeliveries } from "../estate/certificate/judged-deliveries";
import { vaultOf } from "../estate/certificate/observed-certificates";
import { vaultTitle } from "../estate/certificate/vaults";
import { publicTroubles, troublesToVault, type Elsewhere } from "../estate/certificate/way-to-vault";
import { leavingAddresses } from "../estate/network/departure";
import { machines, type Machine } from "../estate/network/machines";
import { unlessProvided, type Trouble } from "../estate/network/way-out";
import { providedElsewhere } from "../estate/provided-elsewhere";
import type { AzureResource } from "../estate/resource";
import { troubleVerdicts, type TroubledMachine } from "./judging/trouble-verdicts";
import { holds, type Question, type Rule } from "./rule";

/** RDP904-020. */
export const vaultUnreachable: Rule = {
  ref: "RDP904-020",
  name: "vault-unreachable",
  cause: "certificate-expired",
  level: "mandatory",
  severity: "high",
  description: "An RDP host cannot reach the vault that its Key Vault extension reads.",
  effect:
    "The host never gets its certificate, or never its renewal, and RDP goes on with one that expires (event 1053 in the System log).",
  fix: "Let the host reach AzureKeyVault on TCP 443, by a NAT gateway or firewall, or by a private endpoint with its zone.",
  blindSpots: [
    "What a firewall, a virtual appliance or a company's own network lets through is not seen.",
    "A subnet, a route table or a DNS zone of another stack is taken to do its work.",
    "Whether a private endpoint in another network is reached over a peering is not judged.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/virtual-machines/extensions/key-vault-windows",
    "https://learn.microsoft.com/azure/virtual-network/service-tags-overview",
    "https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access",
    "https://learn.microsoft.com/azure/key-vault/general/network-security",
    "https://learn.microsoft.com/azure/key-vault/general/private-link-service",
  ],
  judge(question) {
    const byResource = new Map(machines(question.estate).map((machine) => [machine.resource, machine] as const));
    const judged = judgedDeliveries(question).flatMap(({ delivery, certificates, marked }) =>
      delivery.extension.machines.flatMap((resource) => {
        const machine = byResource.get(resource);
        if (!machine) return [];
        const vaults = certificates.map((certificate) => vaultOf(question.estate, certificate));
        const found = vaults.flatMap((vault): readonly Found[] => {
          if (vault.state === "outside") return fromAfar(question, machine, vault.name);
          // Where it cannot be told which vault is meant, RDP904-049 says so.
          const [only, ...others] = vault.state === "vaults" ? vault.vaults : [];
          return only && others.length === 0 ? inStack(question, machine, only) : [];
        });
        return [{ resource, troubled: found.map((one) => ({ ...one, machine: resource, forRdp: marked })) }];
      }),
    );
    const free = judged.filter(({ troubled }) => troubled.length === 0).map(({ resource }) => holds(resource));
    return [...troubleVerdicts(judged.flatMap(({ troubled }) => troubled)), ...free];
  },
};

type Found = Pick<TroubledMachine, "trouble" | "target">;

function inStack({ estate, settings }: Question, machine: Machine, vault: AzureResource): readonly Found[] {
  const addresses = leavingAddresses(estate, machine);
  const given = elsewhere(settings, machine);
  const remaining = troublesToVault(estate, vault, addresses, given.perhaps);
  if (given.isKnown && remaining.length === 0) return [];
  const target = `the vault ${vaultTitle(vault)}`;
  if (given.isKnown) return remaining.map((trouble) => ({ trouble, target }));
  const same = (a: Trouble, b: Trouble): boolean => a.resource === b.resource && a.path === b.path && a.why === b.why;
  return troublesToVault(estate, vault, addresses, given.surely).map((trouble) =>
    remaining.some((one) => same(one, trouble))
      ? { trouble, target }
      : { target, trouble: unlessProvided(trouble, machine.resource) },
  );
}

// A vault of another stack may have a private endpoint there, so what closes the public way leaves it undecided.
function fromAfar({ estate, settings }: Question, machine: Machine, name: string): readonly Found[] {
  const given = elsewhere(settings, machine).surely;
  if (given.privateDns) return [];
  const troubles = publicTroubles(estate, leavingAddresses(estate, machine), undefined, given);
  const remedy = "make the vault part of this stack, or name the host in rdp904:providedElsewhere.privateDns";
  return troubles
    .filter(({ state }) => state === "closed")
    .map((trouble) => {
      const why = `${trouble.why}, and whether the vault has a private endpoint is not in this stack`;
      return { target: `the vault ${name}`, trouble: { ...trouble, state: "undecided", why, remedy } };
    });
}

/** What comes from elsewhere, surely and where tags that are not known yet say so. */
interface Given {
  readonly surely: Elsewhere;
  readonly perhaps: Elsewhere;
  readonly isKnown: boolean;
}

function elsewhere(settings: Question["settings"], { resource }: Machine): Given {
  const egress = providedElsewhere(settings, ["egress"], resource);
  const privateDns = providedElsewhere(settings, ["privateDns"], resource);
  return {
    surely: { egress: egress === true, privateDns: privateDns === true },
    perhaps: { egress: egress !== false, privateDns: privateDns !== false },
    isKnown: egress !== undefined && privateDns !== undefined,
  };
}
