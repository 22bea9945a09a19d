import { countV4, type AddressSet } from "../model/network/address-set";
import type { Estate } from "../estate/estate";
import { listenerPorts, portsWithScripts } from "../estate/guest-script/listener-ports";
import { declaredClients } from "../estate/network/declared-clients";
import type { DeclaredRule } from "../estate/network/declared-rule";
import { settlement } from "../estate/network/doubts";
import { exposuresOf, isWide, type Exposure } from "../estate/network/exposure";
import { machines, type Machine } from "../estate/network/machines";
import { allOf, azureName, listed, ruleTitle } from "../estate/network/names";
import { publicPaths, type PublicPath } from "../estate/network/public-paths";
import { rdpPorts } from "../estate/network/rdp-hosts";
import { addressesOf, type Address } from "../estate/network/reach";
import { securityGroups } from "../estate/network/security-groups";
import { exposureBehind, unattachedGroups } from "../estate/network/unattached-groups";
import { broken, holds, undecided, type Question, type Rule, type Verdict } from "./rule";

/** RDP904-003. */
export const rdpOpenToInternet: Rule = {
  ref: "RDP904-003",
  name: "rdp-open-to-internet",
  cause: "exposure",
  level: "mandatory",
  severity: "critical",
  description: "Anybody on the Internet can reach RDP, or more of it than any client's own range.",
  effect:
    "Sign-in attempts from everywhere exhaust the host; it is the first thing to close when RDP fails under attack.",
  fix: "Name the clients' own ranges as the source, or reach the host through Bastion or a VPN.",
  blindSpots: [
    "A firewall, a gateway or another stack may lead the Internet to a host that has no public path here; that is advisory.",
    "How many addresses a service tag holds is not known; only Internet and AzureCloud count as the public.",
  ],
  sources: [
    "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/troubleshoot-rdp-internal-error",
    "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
  ],
  earlyAt: ["compute:VirtualMachine", "compute:VirtualMachineScaleSet"],
  async judge(question) {
    const listeners = await listenerPorts(question.estate);
    const open = machines(question.estate)
      .filter(mayRunWindows)
      .map((machine) => ({
        machine,
        found: openAt(question, machine, portsWithScripts(listeners, machine, question.settings)),
      }));
    const free = open.filter(({ found }) => found.length === 0).map(({ machine }) => holds(machine.resource));
    const openings = [...open.flatMap(({ found }) => found), ...unattached(question)];
    return [
      ...brokenByRules(question.estate, openings),
      ...openings.flatMap(withoutGroup),
      ...doubts(openings),
      ...free,
    ];
  },
};

/** One opening: who opens what, for which machine and on which way. */
interface Opening {
  readonly machine: Machine | undefined;
  readonly address: Address | undefined;
  readonly port: number;
  readonly exposure: Exposure;
  readonly paths: readonly PublicPath[];
}

function mayRunWindows({ os }: Machine): boolean {
  return os.state !== "known" || os.value === "windows";
}

function openAt({ estate, settings }: Question, machine: Machine, ports: readonly number[]): readonly Opening[] {
  const clients = declaredClients(estate, settings, machine);
  return addressesOf(estate, machine).flatMap((address) =>
    ports.flatMap((port) => {
      const paths = publicPaths(estate, address.configuration, port);
      return exposuresOf(estate, address, clients, port)
        .filter((exposure) => paths.length > 0 || [...exposure.openers.keys()].some((rule) => rule !== undefined))
        .map((exposure) => ({ machine, address, port, exposure, paths }));
    }),
  );
}

function unattached({ estate, settings }: Question): readonly Opening[] {
  return unattachedGroups(estate).flatMap((group) =>
    rdpPorts(settings).flatMap((port) =>
      exposureBehind(group, port).map((exposure) => ({
        machine: undefined,
        address: undefined,
        port,
        exposure,
        paths: [],
      })),
    ),
  );
}

// One finding for all that the same rule opens.
function brokenByRules(estate: Estate, openings: readonly Opening[]): readonly Verdict[] {
  const byRule = new Map<DeclaredRule, Opening[]>();
  for (const opening of openings) {
    for (const rule of wideOpeners(opening.exposure)) byRule.set(rule, [...(byRule.get(rule) ?? []), opening]);
  }
  return [...byRule].map(([rule, all]) => brokenByRule(estate, rule, all));
}

/** The rules that open much by themselves; where none does, the one that opens most. */
function wideOpeners({ open, openers }: Exposure): readonly DeclaredRule[] {
  if (!isWide(open)) return [];
  const rules = [...openers].flatMap(([rule, part]): [DeclaredRule, AddressSet][] => (rule ? [[rule, part]] : []));
  const wide = rules.filter(([, part]) => isWide(part));
  const most = [...rules].sort(([, a], [, b]) => countV4(b) - countV4(a)).slice(0, 1);
  return (wide.length > 0 ? wide : most).map(([rule]) => rule);
}

function brokenByRule(estate: Estate, rule: DeclaredRule, all: readonly Opening[]): Verdict {
  const groups = securityGroups(estate);
  const group = groups.get(rule.resource) ?? [...groups.values()].find((one) => one.has(rule));
  const reached = all.filter(({ paths }) => paths.some((path) => path.certain));
  const shown = reached.length > 0 ? reached : all;
  const { path, value } = rule.writtenSource();
  const protocols = allOf([...new Set(shown.map(({ exposure }) => exposure.protocol.toUpperCase()))]);
  const ports = allOf([...new Set(shown.map(({ port }) => String(port)))]);
  const hosts = listed(shown.flatMap(({ machine }) => (machine ? [azureName(machine.resource)] : [])));
  const what = `${ruleTitle(rule)} of ${group?.name ?? rule.resource.name} lets ${value} reach ${protocols} ${ports}`;
  const way = listed(shown.flatMap(({ paths }) => paths.map(({ how }) => how)));
  const fact =
    hosts === ""
      ? `${what} of whatever it protects; no machine of this stack is behind it`
      : reached.length > 0
        ? `${what} of ${hosts} through ${way}`
        : `${what} of ${hosts}, which ${way ? `may be reached through ${way}` : "has no public path in this stack"}`;
  return broken(rule.resource, {
    ...{ path, value, fact, final: group?.rulesInline === true && reached.length > 0 },
    ...(reached.length === 0 && { level: "advisory" }),
  });
}

// Without any security group, a Basic public address lets everybody in.
function withoutGroup({ machine, address, port, exposure, paths }: Opening): readonly Verdict[] {
  if (!machine || !address || !isWide(exposure.open) || !exposure.openers.has(undefined)) return [];
  const [way] = paths.filter(({ certain }) => certain);
  if (!way) return [];
  const { resource, path } = address.networkInterface;
  const at = path ? `${path}.networkSecurityGroup` : "networkSecurityGroup";
  const name = azureName(machine.resource);
  if (way.closedByDefault === "no") {
    const fact = `no network security group stands before ${name}, and ${way.how} is Basic, so the Internet reaches port ${port}`;
    return [broken(resource, { path: at, fact, fix: "Put a network security group on the subnet or the interface." })];
  }
  return [
    undecided(resource, {
      path: at,
      fact: `no network security group stands before ${name}, and whether ${way.how} is Basic, and so open, is not known`,
      settle: "put a network security group on the subnet or the interface",
    }),
  ];
}

function doubts(openings: readonly Opening[]): readonly Verdict[] {
  const byDoubt = new Map<string, Opening[]>();
  for (const opening of openings) {
    const { doubt, open } = opening.exposure;
    if (!doubt || isWide(open) || opening.paths.length === 0) continue;
    const key = `${doubt.resource.urn} ${doubt.path}`;
    byDoubt.set(key, [...(byDoubt.get(key) ?? []), opening]);
  }
  return [...byDoubt.values()].flatMap((all) => {
    const [first] = all;
    const doubt = first?.exposure.doubt;
    if (!first || !doubt) return [];
    const hosts = listed(all.flatMap(({ machine }) => (machine ? [azureName(machine.resource)] : [])));
    return undecided(doubt.resource, {
      ...settlement(doubt),
      fact: `whether the Internet can reach port ${first.port} of ${hosts} cannot be said: ${doubt.why}`,
    });
  });
}
