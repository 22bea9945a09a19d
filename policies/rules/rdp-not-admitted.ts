import { nowhere, union } from "../model/network/address-set";
import { describeAddresses } from "../model/network/describe-addresses";
import { listenerPorts } from "../estate/guest-script/listener-ports";
import { portMismatch } from "../estate/guest-script/port-mismatch";
import { blocksOf, type Block } from "../estate/network/admission";
import type { Client } from "../estate/network/client";
import { declaredClients } from "../estate/network/declared-clients";
import { DeclaredRule } from "../estate/network/declared-rule";
import { doubtOf } from "../estate/network/doubts";
import { isUselessGateway } from "../estate/network/gateways";
import { impliedClients } from "../estate/network/implied-clients";
import { azureName, listed, ruleTitle } from "../estate/network/names";
import { interfacesOf } from "../estate/network/network-interfaces";
import { isForwardedAstray, rdpForwards, type RdpForward } from "../estate/network/rdp-forwards";
import { rdpHosts, type RdpHost } from "../estate/network/rdp-hosts";
import { rdpPort } from "../estate/network/rdp-port";
import { addressesOf } from "../estate/network/reach";
import { broken, holds, undecided, type Question, type Rule, type Verdict } from "./rule";

/** RDP904-001. */
export const rdpNotAdmitted: Rule = {
  ref: "RDP904-001",
  name: "rdp-not-admitted",
  cause: "rdp-blocked",
  level: "mandatory",
  severity: "high",
  description: "A network security group keeps a client that must reach the RDP listener out.",
  effect: "The client reports 0x204: the connection is dropped before the host sees it.",
  fix: "Allow the client to reach the listener's port over TCP before any rule that denies it, on subnet and interface.",
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
    const hosts = await Promise.all(rdpHosts(question).map((host) => judgedHere(question, host)));
    const forwards = await rdpForwards(question.estate, question.settings);
    const all = hosts.flat().map((one) => ({ ...one, blocked: blockedAt(question, forwards, one) }));
    const together = new Map<string, Blocked[]>();
    for (const blocked of all.flatMap((one) => one.blocked)) {
      together.set(keyOf(blocked), [...(together.get(keyOf(blocked)) ?? []), blocked]);
    }
    const unseen = all.flatMap((one) => unseenBy(question, one));
    const free = all.filter(({ blocked }) => blocked.length === 0).map(({ host }) => holds(host.machine.resource));
    return [...[...together.values()].map(verdictOn), ...unseen, ...free.filter((one) => !isAmong(unseen, one))];
  },
};

interface Blocked {
  readonly host: RdpHost;
  readonly client: Client;
  readonly block: Block;
}

interface Judged {
  readonly host: RdpHost;
  /** Port of its listener. */
  readonly port: number;
}

// Where scripts give the listener a port that nothing leads to, that is a finding of its own.
async function judgedHere({ estate, settings }: Question, host: RdpHost): Promise<readonly Judged[]> {
  const listener = (await listenerPorts(estate)).get(host.machine.resource);
  if (listener && (await portMismatch(estate, settings, host.machine))) return [];
  return [{ host, port: listener?.certain ?? rdpPort }];
}

function blockedAt(
  { estate, settings }: Question,
  forwards: readonly RdpForward[],
  { host, port }: Judged,
): readonly Blocked[] {
  const { machine } = host;
  const addresses = addressesOf(estate, machine);
  const declared = declaredClients(estate, settings, machine, port);
  const clients = declared.length > 0 ? declared : impliedClients(estate, addresses, port);
  const network = addresses[0]?.places[0]?.network;
  const relevant = clients.filter(
    (client) =>
      !isForwardedAstray(estate, forwards, addresses, client) &&
      !(network && isUselessGateway(estate, machine, client.party(network).within)),
  );
  return relevant.flatMap((client) =>
    blocksOf(estate, machine, addresses, client).map((block) => ({ host, client, block })),
  );
}

// Declared clients of a machine whose interfaces are in another stack, or not known.
function unseenBy({ estate, settings }: Question, { host: { machine }, port }: Judged): readonly Verdict[] {
  const [client] = declaredClients(estate, settings, machine, port);
  const slots = interfacesOf(estate, machine).slots;
  const open = slots.find((slot) => slot.open !== undefined)?.open;
  if (!client || !open || addressesOf(estate, machine).length > 0) return [];
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

function isCertain({ host, client, block }: Blocked): boolean {
  return block.state === "blocked" && host.certain && client.certain;
}

// One finding for all hosts and clients that the same rule keeps apart.
function keyOf(blocked: Blocked): string {
  const { client, block, host } = blocked;
  if (!isCertain(blocked)) {
    const doubt = doubtAbout(blocked);
    return ["undecided", doubt.resource.urn, doubt.path].join();
  }
  const { rule } = block.by.piece;
  const place =
    rule instanceof DeclaredRule
      ? [rule.resource.urn, rule.path]
      : [block.by.group?.resource.urn ?? host.machine.resource.urn];
  return ["broken", ...place, client.port].join();
}

function verdictOn(all: readonly Blocked[]): Verdict {
  const [first] = all as [Blocked];
  return isCertain(first) ? brokenBy(all, first) : undecidedBy(all, first);
}

function brokenBy(all: readonly Blocked[], { client, block }: Blocked): Verdict {
  const { group, piece, level } = block.by;
  const { rule } = piece;
  const port = `TCP ${client.port}`;
  const hosts = listed(all.map(({ host }) => azureName(host.machine.resource)));
  const addresses = describeAddresses(all.map((one) => one.block.addresses).reduce(union, nowhere));
  const who = listed(
    all.map((one) => (one.block.whole ? one.client.title : `${addresses}, part of ${one.client.title},`)),
  );
  if (!group || !rule || ("kind" in level && level.kind === "public address")) {
    const [{ host }] = all as [Blocked];
    return broken(group?.resource ?? host.machine.resource, {
      path: "networkSecurityGroup",
      fact: `no network security group stands before ${hosts}, and its Standard public address lets nobody in without one, so ${who} cannot reach ${port}`,
      fix: `Put a network security group on the subnet or the interface that allows ${addresses} to reach ${port}.`,
    });
  }
  const fact = `${ruleTitle(rule)} of ${group.name} keeps ${who} from ${port} of ${hosts}`;
  if (!(rule instanceof DeclaredRule)) {
    return broken(group.resource, {
      path: "securityRules",
      fact,
      fix: `Add a rule to ${group.name} that allows ${addresses} to reach ${port}.`,
    });
  }
  return broken(rule.resource, {
    ...{ path: rule.pathOf("access"), value: "Deny", fact, final: group.rulesInline },
    fix: `Allow ${addresses} to reach ${port} by a rule of ${group.name} with a priority number below ${rule.priority}.`,
  });
}

function doubtAbout({ host, client, block }: Blocked): { resource: Verdict["resource"]; path: string; why: string } {
  const machine = host.machine.resource;
  if (block.maybeNobody) return ofPart(client, block, machine);
  if (block.state === "undecided") return doubtOf(block.by, block.addresses, machine);
  if (!host.certain)
    return { resource: machine, path: "tags", why: `whether RDP is meant for it is not known: ${host.why}` };
  return {
    resource: machine,
    path: "tags",
    why: `whether it is a host of ${client.title} depends on a tag that is not known yet`,
  };
}

function ofPart(client: Client, { addresses, by }: Block, machine: Verdict["resource"]): ReturnType<typeof doubtAbout> {
  const { rule } = by.piece;
  const declared = rule instanceof DeclaredRule ? rule : undefined;
  return {
    resource: declared?.resource ?? by.group?.resource ?? machine,
    path: declared?.pathOf("access") ?? "securityRules",
    why: `${rule ? ruleTitle(rule) : "a rule"} denies ${describeAddresses(addresses)}, and nobody but Azure knows whether ${client.title} has any of it`,
  };
}

function undecidedBy(all: readonly Blocked[], first: Blocked): Verdict {
  const { resource, path, why } = doubtAbout(first);
  const hosts = listed(all.map(({ host }) => azureName(host.machine.resource)));
  const who = listed(all.map(({ client }) => client.title));
  return undecided(resource, {
    path,
    fact: `whether ${who} can reach TCP ${first.client.port} of ${hosts} cannot be said: ${why}`,
    settle: `make ${path} of ${resource.name} known`,
  });
}
