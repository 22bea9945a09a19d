import { view, type Estate } from "../estate";
import { listProperty, type AzureResource } from "../resource";
import type { Address } from "./reach";

/** Who resolves names for a host: Azure, or servers that somebody named. */
export type NameServers = "azure" | "own" | "unknown";

const azureServer = "168.63.129.16";

/** https://learn.microsoft.com/azure/virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances */
export function nameServersOf(estate: Estate, { places, networkInterface }: Address): NameServers {
  const { resource, path } = networkInterface;
  const own = serversAt(resource, `${path ? `${path}.` : ""}dnsSettings.dnsServers`);
  if (own !== undefined) return own;
  const networks = places.flatMap(({ subnet }) => subnet?.network.candidates ?? []);
  const answers = new Set(networks.map((network) => byNetwork(estate).get(network) ?? "azure"));
  const [only] = answers;
  return answers.size === 1 ? only! : "unknown";
}

const byNetwork = view(
  (estate: Estate) =>
    new Map(
      estate
        .ofType("network:VirtualNetwork")
        .map((network) => [network, serversAt(network, "dhcpOptions.dnsServers") ?? "azure"] as const),
    ),
);

function serversAt(resource: AzureResource, path: string): NameServers | undefined {
  const list = listProperty(resource, path);
  if (list.state === "unknown") return "unknown";
  if (list.state === "absent" || list.value.length === 0) return undefined;
  if (list.value.includes(azureServer)) return "azure";
  return list.value.every((server) => typeof server === "string") ? "own" : "unknown";
}
