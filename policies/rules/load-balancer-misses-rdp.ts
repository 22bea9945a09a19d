import { pathIn, type Forward } from "../estate/network/load-balancers";
import { allOf, azureName, listed } from "../estate/network/names";
import { rdpForwards, type RdpForward } from "../estate/network/rdp-forwards";
import { sharedFrontendPorts, type SharedPort } from "../estate/network/frontend-clashes";
import { broken, holds, undecided, type Rule, type Verdict } from "./rule";

/** RDP904-006. */
export const loadBalancerMissesRdp: Rule = {
  ref: "RDP904-006",
  name: "load-balancer-misses-rdp",
  cause: "path-closes",
  level: "mandatory",
  severity: "high",
  description: "What a load balancer forwards for RDP ends at another port or at no Windows host, or shares its port.",
  effect: "Something that does not speak RDP answers behind the load balancer; where nothing does, it is 0x204.",
  fix: "Let the rule end at the port of the RDP listener of a Windows host, and give each rule a frontend port of its own.",
  blindSpots: [
    "A rule is for RDP where its frontend port or the port it ends at is one that RDP uses; another pair of ports is not looked at.",
    "A forward that ends where the listener was before a script moved it is told by RDP904-005.",
    "Whether the listener was moved in another way, as by an image, is not seen; declare clients with that port.",
    "Members of a backend pool that are addresses are not matched with machines.",
  ],
  sources: [
    "https://learn.microsoft.com/azure/load-balancer/inbound-nat-rules",
    "https://learn.microsoft.com/azure/load-balancer/manage-rules-how-to",
    "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/detailed-troubleshoot-rdp",
  ],
  earlyAt: ["compute:VirtualMachine", "compute:VirtualMachineScaleSet"],
  async judge({ estate, settings }) {
    const forwards = await rdpForwards(estate, settings);
    const forRdp = new Set(forwards.map(({ forward }) => forward));
    const shared = sharedFrontendPorts(estate).filter(({ first, second }) => forRdp.has(first) || forRdp.has(second));
    const unseen = forwards.filter((one) => one.hosts.length === 0 && one.elsewhere !== undefined);
    const seen = forwards.filter((one) => !unseen.includes(one));
    return [...seen.map(verdictOn), ...unseenEnds(unseen), ...shared.map(sharing)];
  },
};

function verdictOn(one: RdpForward): Verdict {
  const { forward, machines, hosts, endsAtPort } = one;
  const { resource, backendPort } = forward;
  const path = pathIn(forward, "backendPort");
  if (machines.length === 0) {
    return broken(resource, {
      path: forward.path || "inboundNatRuleName",
      value: forward.name,
      fact: `${titleOf(forward)} ends at no machine: no network interface names it`,
      fix: `Name ${forward.name} in the IP configuration of the host that it is for, or remove it.`,
    });
  }
  if (hosts.length === 0) {
    const names = listed(machines.map((machine) => azureName(machine.resource)));
    return broken(resource, {
      ...{ path, ...(backendPort.state === "known" && { value: String(backendPort.value) }) },
      fact: `${titleOf(forward)} ends at Linux only: ${names}`,
      fix: `Let ${forward.name} end at a Windows host, or remove it.`,
    });
  }
  if (endsAtPort === "yes") return holds(resource);
  const names = listed(hosts.map((machine) => azureName(machine.resource)));
  const right = allOf(one.ports.map(String));
  if (backendPort.state !== "known") {
    return undecided(resource, {
      path,
      fact: `whether ${titleOf(forward)} ends at port ${right} of ${names}, where RDP is, cannot be said: ${path} is not known yet`,
      settle: `make ${path} of ${resource.name} known`,
    });
  }
  return broken(resource, {
    ...{ path, value: String(backendPort.value), final: true },
    fact: `${titleOf(forward)} ends at port ${backendPort.value} of ${names}, whose RDP is on ${right}`,
    fix: `Let ${forward.name} end at port ${right}; where the listener has port ${backendPort.value}, declare clients with that port.`,
  });
}

// One line for all that a load balancer forwards to what is not seen.
function unseenEnds(unseen: readonly RdpForward[]): readonly Verdict[] {
  const byResource = new Map(unseen.map((one) => [one.forward.resource, one]));
  return [...byResource].map(([resource, { forward, elsewhere }]) =>
    undecided(resource, {
      path: forward.path || "inboundNatRuleName",
      fact: `whether ${titleOf(forward)} ends at a Windows host cannot be said: ${elsewhere}`,
      settle: "declare the host in this stack",
    }),
  );
}

function sharing({ first, second, transport, port, frontend }: SharedPort): Verdict {
  const both = `${titleOf(first)} and ${second.kind} ${second.name}`;
  if (frontend === undefined) {
    const open = first.frontend.name === undefined ? first : second;
    const path = pathIn(open, "frontendIPConfiguration");
    return undecided(open.resource, {
      path,
      fact: `whether ${both} share ${transport} ${port} of a frontend cannot be said: ${path} is not known yet`,
      settle: `write ${path} of ${open.resource.name} as plain text`,
    });
  }
  return broken(second.resource, {
    ...{ path: pathIn(second, portProperty(second)), value: String(port), final: true },
    fact: `${both} share ${transport} ${port} of frontend ${frontend}`,
    fix: `Give ${second.name} a frontend port of its own.`,
  });
}

function portProperty({ frontendPorts, kind }: Forward): string {
  const isRange = kind === "inbound NAT pool" || (frontendPorts && frontendPorts[1]! - frontendPorts[0]! > 1);
  return isRange ? "frontendPortRangeStart" : "frontendPort";
}

/** "inbound NAT rule rdp (TCP 50001) of lb". */
function titleOf({ kind, name, balancer, frontendPorts, protocol }: Forward): string {
  const transport = protocol.state === "known" ? protocol.value.toUpperCase() : "TCP";
  const [start, end] = frontendPorts ?? [];
  const ports = start === undefined || end === undefined ? "" : end - start === 1 ? `${start}` : `${start}-${end - 1}`;
  return `${kind} ${name}${ports && ` (${transport} ${ports})`} of ${azureName(balancer)}`;
}
