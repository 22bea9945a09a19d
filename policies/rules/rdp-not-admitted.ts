import { blocksOf } from "../estate/network/admission";
import { declaredClients } from "../estate/network/declared-clients";
import { DeclaredRule } from "../estate/network/declared-rule";
import { hostsWithClients, type HostWithClients } from "../estate/network/host-clients";
import { azureName, noneAmong, ruleTitle } from "../estate/network/names";
import { askedBefore } from "../estate/network/precedence";
import { interfacesOf } from "../estate/network/network-interfaces";
import { wantsUdp } from "../estate/network/udp-admission";
import { udpTransport } from "../estate/guest-script/udp-transport";
import { wordsAbout, verdictsOnBlocked, type Blocked } from "./judging/blocked-clients";
import { broken, holds, undecided, type Question, type Rule, type Verdict } from "./rule";

/** RDP904-001. */
export const rdpNotAdmitted: Rule = {
  ref: "RDP904-001",
  name: "rdp-not-admitted",
  cause: "rdp-blocked",
  level: "mandatory",
  severity: "high",
  description: "A network security group keeps a client that must reach the RDP listener out.",
  effect: "The connection is dropped before the host sees it.",
  fix: "Allow the client to reach the listener's port over TCP and UDP before any rule that denies it, on subnet and interface.",
  blindSpots: [
    "Security admin rules of Azure Virtual Network Manager come before security groups and are not seen.",
    "Where nobody declared clients, a subnet of another stack is taken to let them through.",
    "Firewalls, gateways and routes on the way are judged by other rules.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works",
    "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/detailed-troubleshoot-rdp",
  ],
  earlyAt: ["compute:VirtualMachine", "compute:VirtualMachineScaleSet"],
  async judge(question) {
    const hosts = await hostsWithClients(question);
    const all = hosts.map((one) => ({ ...one, blocked: blockedAt(question, one) }));
    const blocked = all.flatMap((one) => one.blocked);
    const forUdp = await askingForUdp(question, blocked);
    const found = verdictsOnBlocked(
      blocked,
      ({ client }) => `TCP ${client.port}`,
      placeOf,
      (several) =>
        brokenBy(
          several,
          several.some((one) => forUdp.has(one)),
        ),
    );
    const unseen = all.flatMap((one) => unseenBy(question, one));
    const free = all.filter(({ blocked }) => blocked.length === 0).map(({ host }) => holds(host.machine.resource));
    return [...found, ...unseen, ...free.filter((one) => !isAmong(unseen, one))];
  },
};

function blockedAt({ estate }: Question, { host, addresses, clients }: HostWithClients): readonly Blocked[] {
  return clients.flatMap((client) =>
    blocksOf(estate, host.machine, addresses, client).map((block) => ({ host, client, block })),
  );
}

// Whose fix would otherwise let RDP904-004 speak next.
async function askingForUdp({ estate }: Question, all: readonly Blocked[]): Promise<ReadonlySet<Blocked>> {
  const asking = all.map(async (one) => {
    const { client, host, block } = one;
    const wanted = wantsUdp(estate, client, block.by.group);
    return wanted && (await udpTransport(estate, host.machine.resource)) !== "off" ? [one] : [];
  });
  return new Set((await Promise.all(asking)).flat());
}

// Declared clients of a machine whose interfaces are in another stack, or not known.
function unseenBy(
  { estate, settings }: Question,
  { host: { machine }, port, addresses }: HostWithClients,
): readonly Verdict[] {
  const [client] = declaredClients(estate, settings, machine, port);
  const slots = interfacesOf(estate, machine).slots;
  const open = slots.find((slot) => slot.open !== undefined)?.open;
  if (!client || !open || addresses.length > 0) return [];
  return [
    undecided(machine.resource, {
      path: open.path,
      fact: `whether ${client.title} can reach TCP ${client.port} of ${azureName(machine.resource)} cannot be said: ${open.why}`,
      settle: `make the network interface of ${machine.resource.name} part of this stack`,
    }),
  ];
}

function isAmong(verdicts: readonly Verdict[], { resource }: Verdict): boolean {
  return verdicts.some((one) => one.resource === resource);
}

function placeOf({ client, block, host }: Blocked): string {
  const { rule } = block.by.piece;
  const place = rule instanceof DeclaredRule ? rule : undefined;
  const resource = place?.resource ?? block.by.group?.resource ?? host.machine.resource;
  return [resource.urn, place?.path, client.port].join();
}

function brokenBy(several: readonly [Blocked, ...Blocked[]], udp: boolean): Verdict {
  const [{ client, block, host }] = several;
  const { group, piece, level } = block.by;
  const { rule } = piece;
  const port = `TCP ${client.port}`;
  const asked = udp ? `TCP and UDP ${client.port}` : port;
  const { who, addresses, hosts } = wordsAbout(several);
  if (!group || !rule || ("kind" in level && level.kind === "public address")) {
    return broken(group?.resource ?? host.machine.resource, {
      path: "networkSecurityGroup",
      fact: `no network security group stands before ${hosts}, and its Standard public address lets nobody in without one, so ${who} cannot reach ${port}`,
      fix: `Put a network security group on the subnet or the interface that allows ${addresses} to reach ${asked}.`,
    });
  }
  const fact = `${ruleTitle(rule)} of ${group.name} keeps ${who} from ${port} of ${hosts}`;
  if (!(rule instanceof DeclaredRule)) {
    return broken(group.resource, {
      ...{ path: "securityRules", value: noneAmong(group.rules, "inbound"), fact },
      fix: `Add a rule to ${group.name} that allows ${addresses} to reach ${asked}.`,
    });
  }
  return broken(rule.resource, {
    ...{ path: rule.pathOf("access"), value: "Deny", fact, final: group.rulesInline },
    fix: `Allow ${addresses} to reach ${asked} by a rule of ${group.name}${askedBefore(rule)}.`,
  });
}
