import { DeclaredRule } from "../estate/network/declared-rule";
import { settlement } from "../estate/network/doubts";
import { gatewayPort, gateways, type FlowAnswer, type Gateway } from "../estate/network/gateways";
import { allOf, azureName, listed, noneAmong, ruleTitle } from "../estate/network/names";
import type { AzureResource } from "../estate/resource";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-009. */
export const gatewayFlowMissing: Rule = {
  ref: "RDP904-009",
  name: "gateway-flow-missing",
  cause: "path-closes",
  level: "mandatory",
  severity: "high",
  description:
    "A security group keeps clients from an RD Gateway on TCP 443, or the gateway from every host on TCP 3389.",
  effect:
    "Without 443 the client does not reach the gateway; without 3389 the gateway accepts the connection and then closes it.",
  fix: "Allow TCP 443 and UDP 3391 to the gateway from its clients, and TCP and UDP 3389 from its subnet to the hosts.",
  blindSpots: [
    "Only a machine with the tag rdp904: gateway is a gateway; nothing else in Azure tells one.",
    "Which hosts a gateway is for is not known, so one that it reaches is enough; clients from its subnet, declared for a host, ask for that host.",
    "Its ways to domain controllers, name servers and connection brokers are not looked at.",
  ],
  sources: ["https://learn.microsoft.com/troubleshoot/windows-server/remote/ports-used-by-rds"],
  earlyAt: ["compute:VirtualMachine", "compute:VirtualMachineScaleSet"],
  async judge({ estate }) {
    return (await gateways(estate)).flatMap((gateway) => {
      const found = [...judgeClients(gateway), ...judgeHosts(gateway)];
      return found.length > 0 ? found : [holds(gateway.machine.resource)];
    });
  },
};

interface Flow {
  /** Whose way it is, "RD Gateway gateway". */
  readonly who: string;
  /** Where it leads, "TCP 443 of gateway". */
  readonly what: string;
  /** Machine in front of which the way ends. */
  readonly machine: AzureResource;
}

function judgeClients({ machine, clients }: Gateway): readonly Verdict[] {
  const name = azureName(machine.resource);
  return verdictsOn([clients], () => ({
    ...{ who: "every client", what: `TCP ${gatewayPort} of RD Gateway ${name}`, machine: machine.resource },
  }));
}

function judgeHosts({ machine, hosts }: Gateway): readonly Verdict[] {
  if (hosts.some(({ answer }) => answer.state === "open")) return [];
  const who = `RD Gateway ${azureName(machine.resource)}`;
  const names = listed(hosts.map((host) => azureName(host.machine.resource)));
  const ports = allOf([...new Set(hosts.map(({ port }) => String(port)))]);
  return verdictsOn(
    hosts.map(({ answer }) => answer),
    (at) => ({ who, what: `TCP ${ports} of ${names}`, machine: hosts[at]!.machine.resource }),
  );
}

// One finding for all that the same rule decides.
function verdictsOn(answers: readonly FlowAnswer[], flowAt: (index: number) => Flow): readonly Verdict[] {
  const doubt = answers.find((answer) => answer.state === "undecided");
  const verdicts = answers.flatMap((answer, index): Verdict[] => {
    const { who, what, machine } = flowAt(index);
    if (answer.state === "undecided") {
      const { resource, why } = answer.doubt;
      const fact = `whether ${who} can reach ${what} cannot be said: ${why}`;
      return [undecided(resource, { ...settlement(answer.doubt), fact })];
    }
    // One that is open to question may be the one that gets through.
    return answer.state === "closed" && !doubt ? [brokenBy(answer, { who, what, machine })] : [];
  });
  return [...new Map(verdicts.map((one) => [`${one.resource.urn} ${"fact" in one ? one.fact : ""}`, one])).values()];
}

function brokenBy({ by }: Extract<FlowAnswer, { state: "closed" }>, { who, what, machine }: Flow): Verdict {
  const ruling = by.rulings.find(({ piece }) => piece.outcome === "deny") ?? by.rulings[0]!;
  const { group, level } = ruling;
  const { rule } = ruling.piece;
  if (!group || !rule || ("kind" in level && level.kind === "public address")) {
    return broken(group?.resource ?? machine, {
      path: "networkSecurityGroup",
      fact: `no network security group stands before its Standard public address, which lets nobody in without one, so ${who} cannot reach ${what}`,
    });
  }
  const declared = rule instanceof DeclaredRule ? rule : undefined;
  return broken(declared?.resource ?? group.resource, {
    path: declared?.pathOf("access") ?? "securityRules",
    ...(declared ? { value: "Deny", final: group.rulesInline } : { value: noneAmong(group.rules, "inbound") }),
    fact: `${ruleTitle(rule)} of ${group.name} keeps ${who} from ${what}`,
  });
}
