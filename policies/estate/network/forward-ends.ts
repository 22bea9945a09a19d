import { view, type Estate } from "../estate";
import { listProperty, property } from "../resource";
import { forwardsTo, poolsOf } from "./forwards-to-host";
import { balancers, type Forward } from "./load-balancers";
import { machines, type Machine } from "./machines";
import { azureName } from "./names";
import { allInterfaces, interfacesOf } from "./network-interfaces";

/** Where a forward of a load balancer ends, certainly or perhaps. */
export interface ForwardEnds {
  readonly machines: readonly Machine[];
  /** Half a sentence where it may end at something that is not seen here. */
  readonly elsewhere: string | undefined;
}

/** The ends of every forward of the estate's load balancers. */
export const forwardEnds: (estate: Estate) => ReadonlyMap<Forward, ForwardEnds> = view((estate) => {
  const all = [...balancers(estate).values()].flatMap(({ forwards }) => forwards);
  if (all.length === 0) return new Map();
  const machinesOf = new Map<Forward, Set<Machine>>(all.map((forward) => [forward, new Set()]));
  for (const machine of machines(estate)) {
    const cards = interfacesOf(estate, machine).slots.flatMap(({ candidates }) => candidates);
    for (const configuration of cards.flatMap(({ ipConfigurations }) => ipConfigurations)) {
      for (const forward of forwardsTo(estate, configuration).flatMap(({ candidates }) => candidates)) {
        machinesOf.get(forward)?.add(machine);
      }
    }
  }
  const bare = endsOfBareInterfaces(estate);
  const unseen = machines(estate).find((machine) => interfacesOf(estate, machine).slots.some(({ open }) => open));
  const behind = unseen && `a network interface of ${azureName(unseen.resource)} is not known here`;
  return new Map(
    [...machinesOf].map(([forward, ends]) => [
      forward,
      { machines: [...ends], elsewhere: bare.get(forward) ?? behind ?? beyond(estate, forward) },
    ]),
  );
});

// An interface that no machine here has may belong to one of another stack.
function endsOfBareInterfaces(estate: Estate): ReadonlyMap<Forward, string> {
  const found = new Map<Forward, string>();
  const taken = new Set(
    machines(estate).flatMap((machine) => interfacesOf(estate, machine).slots.flatMap(({ candidates }) => candidates)),
  );
  for (const card of allInterfaces(estate).filter((one) => !taken.has(one))) {
    for (const configuration of card.ipConfigurations) {
      for (const forward of forwardsTo(estate, configuration).flatMap(({ candidates }) => candidates)) {
        found.set(forward, `no machine of this stack has network interface ${card.resource.name}`);
      }
    }
  }
  return found;
}

function beyond(estate: Estate, forward: Forward): string | undefined {
  if (machines(estate).length === 0) return "there is no machine in this stack";
  const addressed = poolsOf(forward).some((name) => listsAddresses(estate, forward, name));
  return addressed ? "its backend pool lists addresses" : undefined;
}

// Members of a pool may be addresses instead of interfaces: https://learn.microsoft.com/azure/load-balancer/backend-pool-management
function listsAddresses(estate: Estate, { balancer }: Forward, name: string | undefined): boolean {
  const inline = listProperty(balancer, "backendAddressPools");
  const count = inline.state === "known" ? inline.value.length : 0;
  const places = [
    ...Array.from({ length: count }, (_, at) => ({ resource: balancer, path: `backendAddressPools[${at}]` })),
    ...estate.ofType("network:LoadBalancerBackendAddressPool").map((resource) => ({ resource, path: "" })),
  ];
  return places.some(({ resource, path }) => {
    const own = property(resource, path ? `${path}.name` : "backendAddressPoolName");
    const meant = name === undefined || own.state !== "known" || String(own.value).toLowerCase() === name.toLowerCase();
    const list = path ? `${path}.loadBalancerBackendAddresses` : "loadBalancerBackendAddresses";
    return meant && property(resource, list).state !== "absent";
  });
}
