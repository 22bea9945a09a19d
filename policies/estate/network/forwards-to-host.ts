import type { Estate } from "../estate";
import { joinByName, madeFrom } from "../join";
import { listProperty, property, stringProperty, type AzureResource } from "../resource";
import { balancers, pathIn, type Forward } from "./load-balancers";
import type { IpConfiguration } from "./network-interfaces";

/** One forward that ends at a host; where several are given, it is one of them. */
export interface ForwardToHost {
  readonly candidates: readonly Forward[];
  /** False where perhaps none of them ends there. */
  readonly certain: boolean;
}

const known = new WeakMap<IpConfiguration, readonly ForwardToHost[]>();

/** Everything that load balancers of the estate forward to an address of a host. */
export function forwardsTo(estate: Estate, configuration: IpConfiguration): readonly ForwardToHost[] {
  const forwards = known.get(configuration) ?? found(estate, configuration);
  known.set(configuration, forwards);
  return forwards;
}

function found(estate: Estate, { resource, path }: IpConfiguration): readonly ForwardToHost[] {
  if (balancers(estate).size === 0) return [];
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

/** A name for each pool that a forward ends at, undefined where it is not known. */
export function poolsOf(forward: Forward): readonly (string | undefined)[] {
  const { resource } = forward;
  const at = pathIn(forward, "backendAddressPool");
  const list = listProperty(resource, `${at}s`);
  const count = list.state === "known" ? list.value.length : 0;
  const paths = Array.from({ length: count }, (_, index) => `${at}s[${index}].id`);
  if (property(resource, at).state !== "absent") paths.push(`${at}.id`);
  if (paths.length === 0) return list.state === "unknown" ? [undefined] : [];
  return paths.map((one) => {
    const id = stringProperty(resource, one);
    return id.state === "known" ? id.value.split("/").at(-1) : undefined;
  });
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
