import { parseAddress } from "../../policies/model/network/parse-address";
import { parseTag } from "../../policies/model/network/service-tags";
import { ArgumentError, checkList, shown } from "../argument-check";
import { listOr, type SecurityRule } from "./rule-order";

const allowed =
  "IPv4 ranges that begin at their first address (203.0.113.0/24), or a single service tag such as Internet";

/** Who may reach a Bastion or a gateway, as the source of a rule. Unlike RDP itself, both may be open to the Internet. */
export function peopleFrom(path: string, value: unknown): Partial<SecurityRule> {
  const entries = checkList(path, value, `a list of ${allowed}`);
  if (entries.length === 0) throw new ArgumentError(path, "is empty", allowed);
  const texts = entries.map((entry, index) => {
    const address = typeof entry === "string" ? parseAddress(entry) : undefined;
    const range = address !== undefined && !address.hostBits && address.set.v6.length === 0;
    const tag = typeof entry === "string" && entries.length === 1 && !address && parseTag(entry) !== undefined;
    if (range || tag) return entry as string;
    throw new ArgumentError(`${path}[${index}]`, shown(entry), allowed);
  });
  return listOr("sourceAddressPrefix", "sourceAddressPrefixes", [...new Set(texts)]);
}
