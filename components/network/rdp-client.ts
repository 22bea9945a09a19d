import { countV4, countV6, intersect, nowhere, unionOf } from "../../policies/model/network/address-set";
import { parseAddress } from "../../policies/model/network/parse-address";
import { parseTag, publicAddresses } from "../../policies/model/network/service-tags";
import { ArgumentError, checkList, checkRecord, checkText, shown } from "../argument-check";
import { checkListenerPort } from "./listener-port";

/** Who must be able to reach RDP hosts. */
export interface RdpClientArgs {
  /**
   * Required. Address ranges (`10.20.0.0/16`), service tags (`VirtualNetwork`) or ARM ids of application security groups.
   * Together at most as many public addresses as a /16 holds.
   * @see https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
   */
  from: string[];
  /**
   * Optional. Which hosts: a glob over their Pulumi names, or `tag:key=value`. The policy pack judges by it; a network
   * admits the client to its whole host subnet.
   * @default "*"
   */
  to?: string;
  /**
   * Optional. TCP and UDP port of the RDP listener, 1 to 49151, and none on which Windows itself listens.
   * @default the port of the network, which is 3389
   */
  port?: number;
}

/** What one entry of `from` means. */
export type ClientSource =
  | { readonly kind: "range"; readonly text: string; readonly family: "IPv4" | "IPv6" }
  | { readonly kind: "tag"; readonly text: string }
  | { readonly kind: "group"; readonly text: string };

const entryShape = "a list of {from: [ranges, service tags, application security group ids], to: host pattern, port?}";
const sourceShape =
  "an address range that begins at its first address (10.20.0.0/16), a service tag, or the id of an application security group";
const narrowShape = "at most 65536 public IPv4 addresses (a /16) and one IPv6 /32 in all (RDP904-003)";
const groupId =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/applicationSecurityGroups\/[^/]+$/i;
const widestPublicV4 = 2 ** 16;
const widestPublicV6 = 1n << 96n;

/**
 * Reads a list of clients, from an argument or from configuration.
 *
 * @param path where the list stands, for messages
 * @throws ArgumentError naming the first entry that cannot work
 */
export function checkClients(path: string, value: unknown): RdpClientArgs[] {
  const entries = checkList(path, value, entryShape);
  if (entries.length === 0) throw new ArgumentError(path, "is empty", entryShape);
  const clients = entries.map((entry, index) => checkClient(`${path}[${index}]`, entry));
  const sets = clients.flatMap(({ from }) => from.map((text) => parseAddress(text)?.set ?? nowhere));
  const open = intersect(unionOf(sets), publicAddresses);
  if (countV4(open) > widestPublicV4 || countV6(open) > widestPublicV6) {
    throw new ArgumentError(path, "opens RDP to a large part of the Internet", narrowShape);
  }
  return clients;
}

function checkClient(path: string, entry: unknown): RdpClientArgs {
  const { from, to, port } = checkRecord(path, entry, ["from", "to", "port"], entryShape);
  const sources = checkList(`${path}.from`, from, `a list of ${sourceShape}`);
  if (sources.length === 0) throw new ArgumentError(`${path}.from`, "is empty", sourceShape);
  sources.forEach((source, index) => readSource(`${path}.from[${index}]`, source));
  if (to !== undefined) checkText(`${path}.to`, to, /\S/, 'a glob over host names, or "tag:key=value"');
  if (port !== undefined) checkListenerPort(`${path}.port`, port);
  return entry as RdpClientArgs;
}

/** Says what an entry of `from` is; refuses what means everybody. */
export function readSource(path: string, value: unknown): ClientSource {
  if (typeof value !== "string") throw new ArgumentError(path, shown(value), sourceShape);
  const address = parseAddress(value);
  if (address && !address.hostBits) {
    return { kind: "range", text: value, family: address.set.v6.length > 0 ? "IPv6" : "IPv4" };
  }
  if (groupId.test(value)) return { kind: "group", text: value };
  const tag = address ? undefined : parseTag(value);
  if (value.trim() === "*" || /^(internet|any|azurecloud)(\.|$)/.test(tag ?? ""))
    throw new ArgumentError(path, shown(value), narrowShape);
  if (tag === undefined) throw new ArgumentError(path, shown(value), sourceShape);
  return { kind: "tag", text: value };
}
