import { countV4, countV6, intersect, isEmpty, subtract, type AddressSet } from "./address-set";

/** Destinations that the same route takes; undefined stands for no route at all. */
export interface RoutedPart<R> {
  readonly addresses: AddressSet;
  readonly route: R | undefined;
}

/**
 * Splits destinations by the route that takes them: the one with the longest prefix; of equal ones, the first.
 * https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview#how-azure-selects-a-route
 */
export function routedParts<R extends { readonly addresses: AddressSet }>(
  routes: readonly R[],
  destinations: AddressSet,
): readonly RoutedPart<R>[] {
  const parts: RoutedPart<R>[] = [];
  let left = destinations;
  for (const route of [...routes].sort(longerFirst)) {
    const taken = intersect(left, route.addresses);
    if (isEmpty(taken)) continue;
    parts.push({ addresses: taken, route });
    left = subtract(left, taken);
  }
  return isEmpty(left) ? parts : [...parts, { addresses: left, route: undefined }];
}

// A prefix is of one family; between families the order does not matter.
function longerFirst(a: { addresses: AddressSet }, b: { addresses: AddressSet }): number {
  const byV4 = countV4(a.addresses) - countV4(b.addresses);
  if (byV4 !== 0) return byV4;
  const [v6A, v6B] = [countV6(a.addresses), countV6(b.addresses)];
  return v6A < v6B ? -1 : v6A > v6B ? 1 : 0;
}
