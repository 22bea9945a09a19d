import type { Estate } from "../estate";
import { hasServiceEndpoint } from "../network/egress";
import type { Address } from "../network/reach";
import { subnetAt, subnetTitle } from "../network/subnets";
import type { Trouble } from "../network/way-out";
import { booleanProperty, listProperty, stringProperty, type AzureResource } from "../resource";
import { vaultTitle } from "./vaults";

/** Names of the service endpoints that lead to a vault. */
export const vaultServiceEndpoints: readonly string[] = ["microsoft.keyvault"];

/** Where a vault of either provider keeps its firewall. */
interface FirewallShape {
  readonly acls: string;
  readonly publicAccess: string;
  readonly subnets: string;
  readonly subnetId: string;
}

const native: FirewallShape = {
  acls: "properties.networkAcls",
  publicAccess: "properties.publicNetworkAccess",
  subnets: "virtualNetworkRules",
  subnetId: ".id",
};
const classic: FirewallShape = {
  acls: "networkAcls",
  publicAccess: "publicNetworkAccessEnabled",
  subnets: "virtualNetworkSubnetIds",
  subnetId: "",
};

/**
 * What a vault's firewall says to a host that comes over the vault's public address; undefined where it lets it in. The
 * bypass for Azure's own services does not count: the extension comes as the machine.
 * https://learn.microsoft.com/azure/key-vault/general/network-security
 */
export function troubleByFirewall(estate: Estate, vault: AzureResource, address: Address): Trouble | undefined {
  const shape = vault.type === "keyvault:Vault" ? native : classic;
  const closed = isClosed(vault, shape);
  if (closed === "unknown") return unknownAt(vault, shape.publicAccess);
  if (closed) {
    const name = vaultTitle(vault);
    const why = `the vault ${name} has no public access, and no private endpoint that leads the host to it`;
    const remedy = `Give ${name} a private endpoint with its DNS zone in the host's network, or allow public access.`;
    return { state: "closed", resource: vault, path: shape.publicAccess, value: closed, why, remedy };
  }
  const path = `${shape.acls}.defaultAction`;
  const action = stringProperty(vault, path);
  if (action.state === "unknown") return unknownAt(vault, path);
  if (action.state === "absent" || action.value.toLowerCase() !== "deny") return undefined;
  return byNetworkRules(estate, vault, shape, address);
}

function isClosed(vault: AzureResource, { publicAccess }: FirewallShape): "Disabled" | "false" | "unknown" | undefined {
  const flag = booleanProperty(vault, publicAccess);
  if (flag.state === "known") return flag.value ? undefined : "false";
  const text = stringProperty(vault, publicAccess);
  if (text.state === "unknown") return "unknown";
  return text.state === "known" && text.value.toLowerCase() === "disabled" ? "Disabled" : undefined;
}

function byNetworkRules(
  estate: Estate,
  vault: AzureResource,
  shape: FirewallShape,
  address: Address,
): Trouble | undefined {
  const name = vaultTitle(vault);
  const listPath = `${shape.acls}.${shape.subnets}`;
  const rules = listProperty(vault, listPath);
  if (rules.state === "unknown") return unknownAt(vault, listPath);
  const count = rules.state === "known" ? rules.value.length : 0;
  const named = Array.from({ length: count }, (_, index) =>
    subnetAt(estate, vault, `${listPath}[${index}]${shape.subnetId}`, () => true),
  );
  // Of another stack's subnet nothing more is known, and ARM takes it into a firewall only with its service endpoint.
  const theirs = address.configuration.subnet.open?.outside;
  if (theirs !== undefined && named.some(({ open }) => open?.outside === theirs)) return undefined;
  const own = address.places.flatMap(({ subnet }) => subnet ?? []);
  const admitted = own.filter((subnet) => named.some(({ candidates }) => candidates.includes(subnet)));
  const [first] = admitted;
  if (first && admitted.length === own.length) {
    if (hasServiceEndpoint(first, vaultServiceEndpoints)) return undefined;
    const path = first.path ? `${first.path}.serviceEndpoints` : "serviceEndpoints";
    const why = `the firewall of the vault ${name} names ${subnetTitle(first)}, which lacks the service endpoint Microsoft.KeyVault`;
    const remedy = "Add the service endpoint Microsoft.KeyVault to the subnet.";
    return { state: "closed", resource: first.resource, path, why, remedy };
  }
  const open = named.some((one) => one.open !== undefined && one.open.outside === undefined);
  const ranges = listProperty(vault, `${shape.acls}.ipRules`);
  const byAddress = ranges.state === "unknown" || (ranges.state === "known" && ranges.value.length > 0);
  const path = `${shape.acls}.defaultAction`;
  if (open || byAddress || first || own.length === 0) {
    const why = `the firewall of the vault ${name} denies by default, and whether its rules name the host's address or subnet is not known`;
    const remedy = "give the host's subnet a service endpoint and a rule of its own, or use a private endpoint";
    return { state: "undecided", resource: vault, path, why, remedy };
  }
  const why = `the firewall of the vault ${name} denies by default and does not name the host's subnet`;
  const remedy = `Add the subnet to ${shape.subnets} of ${name}, or give the vault a private endpoint with its DNS zone.`;
  return { state: "closed", resource: vault, path, value: "Deny", why, remedy };
}

function unknownAt(vault: AzureResource, path: string): Trouble {
  const why = `${path} of ${vault.name} is not known yet`;
  return { state: "undecided", resource: vault, path, why, remedy: `make ${path} known` };
}
