import { endOfPorts, type PortSet } from "../../model/network/ports";
import { view, type Estate } from "../estate";
import { joinByName } from "../join";
import { listProperty, numberProperty, stringProperty, type AzureResource } from "../resource";
import type { Reading } from "../value";
import { frontendOf, type Frontend } from "./frontends";

/** What a load balancer forwards to a host: an inbound NAT rule or pool, or a load balancing rule. */
export interface Forward {
  readonly kind: "inbound NAT rule" | "inbound NAT pool" | "load balancing rule";
  /** The load balancer, or the NAT rule where that is a resource of its own. */
  readonly resource: AzureResource;
  readonly path: string;
  readonly name: string;
  readonly balancer: AzureResource;
  readonly frontend: Frontend;
  /** Ports of the frontend; undefined where they are not known. */
  readonly frontendPorts: PortSet | undefined;
  /** Port of the host; 0 stands for all of them. */
  readonly backendPort: Reading<number>;
  readonly protocol: Reading<string>;
}

/** A load balancer with all that it forwards, inline and by resources of their own. */
export interface Balancer {
  readonly forwards: readonly Forward[];
  /** Names of its inline pools; undefined where they are not known. */
  readonly pools: readonly string[] | undefined;
}

const lists = [
  ["inboundNatRules", "inbound NAT rule"],
  ["inboundNatPools", "inbound NAT pool"],
  ["loadBalancingRules", "load balancing rule"],
] as const;

/** Every load balancer of the estate. */
export const balancers: (estate: Estate) => ReadonlyMap<AzureResource, Balancer> = view((estate) => {
  const found = new Map<AzureResource, { forwards: Forward[]; pools: readonly string[] | undefined }>();
  for (const balancer of estate.ofType("network:LoadBalancer")) {
    const forwards = lists.flatMap(([list, kind]) => {
      const entries = listProperty(balancer, list);
      if (entries.state !== "known") return [];
      return entries.value.map((_, at) => forwardAt(kind, balancer, balancer, `${list}[${at}]`));
    });
    found.set(balancer, { forwards, pools: poolNames(balancer) });
  }
  for (const rule of estate.ofType("network:InboundNatRule")) {
    const join = joinByName(estate, rule, ["loadBalancerName"], "network:LoadBalancer");
    const balancer = join.state === "joined" ? found.get(join.resource) : undefined;
    if (join.state !== "joined" || !balancer) continue;
    const own = forwardAt("inbound NAT rule", rule, join.resource, "");
    // A deployed load balancer lists its stand-alone rules too; each is one rule.
    balancer.forwards = balancer.forwards.filter(({ kind, name }) => kind !== own.kind || !same(name, own.name));
    balancer.forwards.push(own);
  }
  return found;
});

/** Path of one of a forward's properties in its resource. */
export function pathIn({ path }: Pick<Forward, "path">, property: string): string {
  return path ? `${path}.${property}` : property;
}

/** Whether a forward ends at a port in particular, which port 0 (all ports) does not. */
export function forwardsPort({ backendPort }: Forward, port: number): "yes" | "no" | "maybe" {
  if (backendPort.state === "unknown") return "maybe";
  return backendPort.state === "known" && backendPort.value === port ? "yes" : "no";
}

function forwardAt(kind: Forward["kind"], resource: AzureResource, balancer: AzureResource, path: string): Forward {
  const at = (property: string): string => pathIn({ path }, property);
  const own = stringProperty(resource, path ? at("name") : "inboundNatRuleName");
  return {
    kind,
    resource,
    path,
    name: own.state === "known" ? own.value : resource.name,
    balancer,
    frontend: frontendOf(balancer, resource, at("frontendIPConfiguration.id")),
    frontendPorts: portsAt(resource, at),
    backendPort: numberProperty(resource, at("backendPort")),
    protocol: stringProperty(resource, at("protocol")),
  };
}

function portsAt(resource: AzureResource, at: (property: string) => string): PortSet | undefined {
  const numbers = ["frontendPort", "frontendPortRangeStart", "frontendPortRangeEnd"].map((property) => {
    const reading = numberProperty(resource, at(property));
    return reading.state === "known" ? reading.value : undefined;
  });
  const [one, start = one, end = start] = numbers;
  if (start === undefined || end === undefined || start < 0 || end < start || end >= endOfPorts) return undefined;
  return [start, end + 1];
}

function poolNames(balancer: AzureResource): readonly string[] | undefined {
  const list = listProperty(balancer, "backendAddressPools");
  if (list.state !== "known") return list.state === "absent" ? [] : undefined;
  return list.value.map((_, at) => {
    const name = stringProperty(balancer, `backendAddressPools[${at}].name`);
    return name.state === "known" ? name.value : "";
  });
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
