import { covers, intersect, isEmpty, type AddressSet } from "../../policies/model/network/address-set";
import { parseAddress } from "../../policies/model/network/parse-address";
import { ArgumentError, shown } from "../argument-check";

/** An IPv4 range as written, and the addresses that it means. */
export interface Range {
  readonly text: string;
  readonly set: AddressSet;
}

/** Reads a range of a network or subnet. */
export function checkRange(path: string, value: unknown, longestPrefix = 29): Range {
  const length = typeof value === "string" ? /^[\d.]+\/(\d+)$/.exec(value)?.[1] : undefined;
  const parsed = length === undefined ? undefined : parseAddress(value as string);
  if (parsed && !parsed.hostBits && Number(length) >= 8 && Number(length) <= longestPrefix) {
    return { text: value as string, set: parsed.set };
  }
  const allowed = `an IPv4 range from /8 to /${longestPrefix} that begins at its first address`;
  throw new ArgumentError(path, shown(value), allowed);
}

/** The ranges of a network, handed out one after the other. */
export class AddressPlan {
  private readonly taken: { readonly path: string; readonly range: Range }[] = [];

  constructor(readonly network: Range) {}

  /** Takes a range inside the network that no other subnet has. */
  take(path: string, value: unknown, longestPrefix?: number): Range {
    const range = checkRange(path, value, longestPrefix);
    if (!covers(this.network.set, range.set)) {
      throw new ArgumentError(path, shown(range.text), `a range inside ${this.network.text}`);
    }
    const other = this.taken.find((one) => !isEmpty(intersect(one.range.set, range.set)));
    if (other) {
      const allowed = `a range that does not overlap ${other.range.text} of ${other.path}`;
      throw new ArgumentError(path, shown(range.text), allowed);
    }
    this.taken.push({ path, range });
    return range;
  }
}
