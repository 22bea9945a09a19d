import { view, type Estate } from "../estate";
import { joinByName, madeFrom } from "../join";
import { listProperty, numberProperty, property, stringProperty, type AzureResource } from "../resource";
import type { Reading } from "../value";
import type { IpConfiguration } from "./network-interfaces";

/** What a load balancer forwards to a host: an inbound NAT rule or pool, or a load balancing rule. */
export interface Forward {
  readonly kind: "inbound NAT rule" | "inbound NAT pool" | "load balancing rule";
  /** The load balancer, or the NAT rule where that is a resource of its own. */
  readonly resource: AzureResource;
  readonly path: string;
  readonly name: string;
  readonly balancer: AzureResource;
  /** Port of the host; 0 stands for all of them. */
  readonly backendPort: Reading<number>;
  readonly protocol: Reading<string>;
  /** Whether its frontend has a public address. */
  readonly isPublic: "yes" | "no" | "maybe";
}

/** One forward that ends at a host; where several are given, it is one of them. */
export interface ForwardToHost {
  readonly candidates: readonly Forward[];
  /** False where perhaps none of them ends there. */
  readonly certain: boolean;
}

/** Whether a forward ends at a port in particular, which port 0 (all ports) does not. */
export function forwardsPort({ backendPort }: Forward, port: number): "yes" | "no" | "maybe" {
  if (backendPort.state === "unknown") return "maybe";
  return backendPort.state === "known" && backendPort.value === port ? "yes" : "no";
}

interface Balancer {
  readonly forwards: readonly Forward[];
  readonly pools: readonly string[] | undefined;
}

const lists = [
  ["inboundNatRules", "inbound NAT rule"],
  ["inboundNatPools", "inbound NAT pool"],
  ["loadBalancingRules", "load balancing rule"],
] as const;

const balancers = view((estate: Estate) => {
  const found = new Map<AzureResource, { forwards: Forward[]; pools: readonly string[] | undefined }>();
  for (const balancer of estate.ofType("network:LoadBalancer")) {
    const forwards = lists.flatMap(([list, kind]) => {
      const entries = listProperty(balancer, list);
      if (entries.state !== "known") return [];
      return entries.value.map((_, at) => forwardAt(kind, balancer, balancer, `${list}[${at}].`));
    });
    found.set(balancer, { forwards, pools: poolNames(balancer) });
  }
  for (const rule of estate.ofType("network:InboundNatRule")) {
    const join = joinByName(estate, rule, ["loadBalancerName"], "network:LoadBalancer");
    if (join.state !== "joined") continue;
    found.get(join.resource)?.forwards.push(forwardAt("inbound NAT rule", rule, join.resource, ""));
  }
  return found as ReadonlyMap<AzureResource, Balancer>;
});

/** Everything that load balancers of the estate forward to an address of a host. */
export function forwardsTo(estate: Estate, configuration: IpConfiguration): readonly ForwardToHost[] {
  const { resource, path } = configuration;
  return [
    ...named(estate, resource, `${path}.loadBalancerInboundNatRules`, "inbound NAT rule"),
    ...named(estate, resource, `${path}.loadBalancerInboundNatPools`, "inbound NAT pool"),
    ...throughPools(estate, resource, `${path}.loadBalancerBackendAddressPools`),
  ];
}

// The interface lists NAT rules and pools by their ids.
function named(estate: Estate, from: AzureResource, listPath: string, kind: Forward["kind"]): readonly ForwardToHost[] {
  return references(estate, from, listPath).flatMap(({ balancer, name, rule }) => {
    const all =
      balancers(estate)
        .get(balancer)
        ?.forwards.filter((forward) => forward.kind === kind) ?? [];
    const candidates = all.filter((forward) =>
      rule ? forward.resource === rule : name === undefined || same(forward.name, name),
    );
    return candidates.length > 0 ? [{ candidates, certain: true }] : [];
  });
}

// The interface lists backend pools, and rules of the load balancer name the same pools.
function throughPools(estate: Estate, from: AzureResource, listPath: string): readonly ForwardToHost[] {
  return references(estate, from, listPath).flatMap(({ balancer, name }) => {
    const { forwards = [], pools = [] } = balancers(estate).get(balancer) ?? {};
    const only = pools.length === 1 ? pools[0] : undefined;
    return forwards.flatMap((forward) => {
      const ends = endsAt(forward, name ?? only, only);
      return ends === "no" ? [] : [{ candidates: [forward], certain: ends === "yes" }];
    });
  });
}

function endsAt(forward: Forward, pool: string | undefined, only: string | undefined): "yes" | "no" | "maybe" {
  const meant = poolsOf(forward).map((name) => name ?? only);
  if (pool !== undefined && meant.some((name) => name !== undefined && same(name, pool))) return "yes";
  return meant.length > 0 && (pool === undefined || meant.includes(undefined)) ? "maybe" : "no";
}

interface Reference {
  readonly balancer: AzureResource;
  /** Name of the part that is meant, where it is known. */
  readonly name: string | undefined;
  /** The stand-alone rule that is meant. */
  readonly rule?: AzureResource;
}

function references(estate: Estate, from: AzureResource, listPath: string): readonly Reference[] {
  const list = listProperty(from, listPath);
  if (list.state === "absent") return [];
  const paths = list.state === "known" ? list.value.map((_, at) => `${listPath}[${at}].id`) : [listPath];
  return paths.flatMap((path) => {
    const id = stringProperty(from, path);
    if (id.state === "known") return byId(estate, id.value);
    return madeFrom(estate, from, path, [...parts.keys()]).flatMap((resource) => {
      if (resource.type === "network:LoadBalancer") return [{ balancer: resource, name: undefined }];
      const join = joinByName(estate, resource, ["loadBalancerName"], "network:LoadBalancer");
      if (join.state !== "joined") return [];
      const own = stringProperty(resource, parts.get(resource.type) ?? "");
      const name = own.state === "known" ? own.value : undefined;
      return [{ balancer: join.resource, name, ...(resource.type === "network:InboundNatRule" && { rule: resource }) }];
    });
  });
}

// Types that a reference may be made from, and the property that names the part.
const parts = new Map([
  ["network:LoadBalancer", ""],
  ["network:InboundNatRule", "inboundNatRuleName"],
  ["network:LoadBalancerBackendAddressPool", "backendAddressPoolName"],
]);

function byId(estate: Estate, id: string): readonly Reference[] {
  const steps = id.trim().split("/");
  const balancerId = steps.slice(0, -2).join("/");
  const found = estate.byId(balancerId).filter((resource) => resource.type === "network:LoadBalancer");
  return found.map((balancer) => ({ balancer, name: steps.at(-1) }));
}

function forwardAt(kind: Forward["kind"], resource: AzureResource, balancer: AzureResource, path: string): Forward {
  const own = stringProperty(resource, path ? `${path}name` : "inboundNatRuleName");
  return {
    kind,
    resource,
    path: path.replace(/\.$/, ""),
    name: own.state === "known" ? own.value : resource.name,
    balancer,
    backendPort: numberProperty(resource, `${path}backendPort`),
    protocol: stringProperty(resource, `${path}protocol`),
    isPublic: publicFrontend(balancer, resource, `${path}frontendIPConfiguration.id`),
  };
}

function publicFrontend(balancer: AzureResource, from: AzureResource, path: string): Forward["isPublic"] {
  const list = listProperty(balancer, "frontendIPConfigurations");
  if (list.state === "unknown") return "maybe";
  const count = list.state === "known" ? list.value.length : 0;
  const id = stringProperty(from, path);
  const wanted = id.state === "known" ? id.value.split("/").at(-1) : undefined;
  const answers = new Set<Forward["isPublic"]>();
  for (let at = 0; at < count; at++) {
    const frontend = `frontendIPConfigurations[${at}]`;
    const name = stringProperty(balancer, `${frontend}.name`);
    if (wanted !== undefined && name.state === "known" && !same(name.value, wanted)) continue;
    const addresses = ["publicIPAddress", "publicIPPrefix"].map((key) => property(balancer, `${frontend}.${key}`));
    if (addresses.some((reading) => reading.state === "known")) answers.add("yes");
    else answers.add(addresses.some((reading) => reading.state === "unknown") ? "maybe" : "no");
  }
  const [only] = answers;
  return answers.size === 1 ? only! : answers.size === 0 ? "no" : "maybe";
}

function poolNames(balancer: AzureResource): readonly string[] | undefined {
  const list = listProperty(balancer, "backendAddressPools");
  if (list.state !== "known") return list.state === "absent" ? [] : undefined;
  return list.value.map((_, at) => {
    const name = stringProperty(balancer, `backendAddressPools[${at}].name`);
    return name.state === "known" ? name.value : "";
  });
}

// A name for each pool that a rule ends at, undefined where it is not known.
function poolsOf({ resource, path }: Forward): readonly (string | undefined)[] {
  const at = path ? `${path}.` : "";
  const list = listProperty(resource, `${at}backendAddressPools`);
  const count = list.state === "known" ? list.value.length : 0;
  const paths = Array.from({ length: count }, (_, index) => `${at}backendAddressPools[${index}].id`);
  if (property(resource, `${at}backendAddressPool`).state !== "absent") paths.push(`${at}backendAddressPool.id`);
  if (paths.length === 0) return list.state === "unknown" ? [undefined] : [];
  return paths.map((one) => {
    const id = stringProperty(resource, one);
    return id.state === "known" ? id.value.split("/").at(-1) : undefined;
  });
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
