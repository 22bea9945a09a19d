import { DeclaredRule } from "../estate/network/declared-rule";
import { gatewayClient, gateways } from "../estate/network/gateways";
import { hostsWithClients, type HostWithClients } from "../estate/network/host-clients";
import { noneAmong, ruleTitle } from "../estate/network/names";
import type { RdpHost } from "../estate/network/rdp-hosts";
import { addressesOf } from "../estate/network/reach";
import { udpBlocksOf, type UdpBlock } from "../estate/network/udp-admission";
import { udpTransport } from "../estate/guest-script/udp-transport";
import { udpTwins } from "../estate/network/udp-twin";
import type { AzureResource } from "../estate/resource";
import { wordsAbout, verdictsOnBlocked, type Blocked } from "./judging/blocked-clients";
import { troubleVerdict } from "./judging/trouble-verdict";
import { broken, holds, type Question, type Rule, type Verdict } from "./rule";

/** RDP904-004. */
export const rdpUdpBlocked: Rule = {
  ref: "RDP904-004",
  name: "rdp-udp-blocked",
  cause: "udp-transport",
  level: "advisory",
  severity: "low",
  description:
    "A client may reach a host over TCP and not over UDP on the same port, or an RD Gateway on TCP 443 and not on UDP 3391.",
  effect: "The session stays on TCP and is slow on a poor line; some clients hang or are disconnected.",
  fix: "Allow UDP beside TCP, or say that it is off on purpose.",
  blindSpots: [
    "Whether a load balancer on the way forwards UDP as well is not looked at.",
    "What a policy of the domain sets on the host, and what clients set, is not in the stack.",
    "A security rule with Bastion in its name is taken to be for a Bastion, which needs TCP alone.",
  ],
  sources: [
    "https://learn.microsoft.com/troubleshoot/windows-server/remote/ports-used-by-rds",
    "https://learn.microsoft.com/windows/client-management/mdm/policy-csp-admx-terminalserver",
  ],
  remedy: (resource, alone) => udpTwins(alone, resource),
  async judge(question) {
    const reachable = await hostsWithClients(question);
    const hosts = await Promise.all(reachable.map((one) => judgeHost(question, one)));
    const all = [...hosts, ...(await gateways(question.estate)).map(({ machine }) => judgeGateway(question, machine))];
    const blocked = all.flatMap((one) => one.blocked);
    const free = all.flatMap(({ host, blocked, verdict }) =>
      blocked.length > 0 ? [] : [verdict ?? holds(host.machine.resource)],
    );
    return [...verdictsOnBlocked(blocked, udpOf, placeOf, brokenBy), ...free];
  },
};

interface Judged {
  readonly host: RdpHost;
  readonly blocked: readonly Blocked<UdpBlock>[];
  /** Where the blocks do not decide. */
  readonly verdict?: Verdict;
}

async function judgeHost({ estate }: Question, { host, addresses, clients }: HostWithClients): Promise<Judged> {
  const { machine } = host;
  const blocked = clients.flatMap((client) =>
    udpBlocksOf(estate, machine, addresses, client, client.port).map((block) => ({ host, client, block })),
  );
  if (blocked.length === 0) return { host, blocked };
  const switched = await udpTransport(estate, machine.resource);
  if (switched === "off") return { host, blocked: [] };
  return switched === "on" ? { host, blocked } : { host, blocked: [], verdict: troubleVerdict(switched, settle) };
}

const settle = "Write the key, the value and its data as plain text in the script, under no condition.";
const gatewayUdpPort = 3391;

function judgeGateway({ estate }: Question, machine: RdpHost["machine"]): Judged {
  const host = { machine, why: "tag rdp904 is gateway", certain: true };
  const addresses = addressesOf(estate, machine);
  const client = gatewayClient(estate, addresses);
  const blocks = udpBlocksOf(estate, machine, addresses, client, gatewayUdpPort);
  return { host, blocked: blocks.map((block) => ({ host, client, block })) };
}

function udpOf({ block }: Blocked<UdpBlock>): string {
  return `UDP ${block.port}`;
}

// Where to change something: the rule that lets TCP in alone, else what keeps UDP out.
function fixAt({ block, host }: Blocked<UdpBlock>): { resource: AzureResource; path: string; value?: string } {
  const { by, admitting } = block;
  const { rule } = by.piece;
  const denies = rule instanceof DeclaredRule && rule.protocol === "udp";
  if (admitting && !denies) return { resource: admitting.resource, path: admitting.pathOf("protocol"), value: "Tcp" };
  if (rule instanceof DeclaredRule) return { resource: rule.resource, path: rule.pathOf("access"), value: "Deny" };
  const value = by.group && noneAmong(by.group.rules, "inbound");
  return { resource: by.group?.resource ?? host.machine.resource, path: "securityRules", ...(value && { value }) };
}

function placeOf(one: Blocked<UdpBlock>): string {
  const { resource, path } = fixAt(one);
  return [resource.urn, path, one.block.port].join();
}

function brokenBy(several: readonly [Blocked<UdpBlock>, ...Blocked<UdpBlock>[]]): Verdict {
  const [first] = several;
  const { by } = first.block;
  const { resource, ...at } = fixAt(first);
  const { who, addresses, hosts } = wordsAbout(several);
  const udp = udpOf(first);
  const keeper = by.piece.rule ? ruleTitle(by.piece.rule) : "a rule";
  return broken(resource, {
    ...at,
    fact: `${keeper} of ${by.group?.name ?? hosts} keeps ${who} from ${udp} of ${hosts}, where they may use TCP ${first.client.port}`,
    fix: `Allow ${addresses} to reach ${udp} as well; where UDP is off on purpose, deny it by a rule that names ${udp}, or set SelectTransport to 1.`,
  });
}
