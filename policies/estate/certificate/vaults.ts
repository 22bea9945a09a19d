import { parseArmId } from "../arm-id";
import { view, type Estate } from "../estate";
import { joinById, type Join } from "../join";
import { booleanProperty, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import type { Reading } from "../value";

/** Where a vault of either provider keeps what matters here. */
interface VaultShape {
  readonly name: string;
  readonly rbac: readonly string[];
  readonly accessPolicies: string;
  readonly secretPermissions: string;
}

const shapes: Readonly<Record<ResourceType, VaultShape>> = {
  "keyvault:Vault": {
    name: "vaultName",
    rbac: ["properties.enableRbacAuthorization"],
    accessPolicies: "properties.accessPolicies",
    secretPermissions: "permissions.secrets",
  },
  "azure:keyvault:KeyVault": {
    name: "name",
    rbac: ["rbacAuthorizationEnabled", "enableRbacAuthorization"],
    accessPolicies: "accessPolicies",
    secretPermissions: "secretPermissions",
  },
};

export const vaultTypes: readonly ResourceType[] = Object.keys(shapes);

/** The shape of a resource of one of `vaultTypes`. */
export function vaultShape(vault: AzureResource): VaultShape {
  return shapes[vault.type]!;
}

export function vaultName(vault: AzureResource): Reading<string> {
  return stringProperty(vault, vaultShape(vault).name);
}

/** A vault's name for messages. */
export function vaultTitle(vault: AzureResource): string {
  const name = vaultName(vault);
  return name.state === "known" ? name.value : vault.name;
}

const byName: (estate: Estate) => ReadonlyMap<string, readonly AzureResource[]> = view((estate) => {
  const found = new Map<string, AzureResource[]>();
  for (const vault of estate.ofTypes(vaultTypes)) {
    const name = vaultName(vault);
    if (name.state !== "known") continue;
    const key = name.value.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), vault]);
  }
  return found;
});

export function vaultsNamed(estate: Estate, name: string): readonly AzureResource[] {
  return byName(estate).get(name.toLowerCase()) ?? [];
}

/** Follows a property that holds a vault's id; a vault of either provider. */
export function joinVault(estate: Estate, from: AzureResource, path: string): Join {
  const join = joinById(estate, from, path, vaultTypes);
  if (join.state !== "outside") return join;
  const [named, ...more] = vaultsNamed(estate, parseArmId(join.id)?.names[0] ?? "");
  return named && more.length === 0 ? { state: "joined", path, resource: named } : join;
}

// From this version of the API on, a vault that says nothing uses roles.
// https://learn.microsoft.com/azure/key-vault/general/access-control-default
const rolesByDefaultSince = "20260201";

/**
 * True where the vault's data plane asks role assignments, false where it asks access policies; each ignores the other.
 * Never absent: what nobody set is the default of the API version in the resource's token.
 */
export function usesRoles(vault: AzureResource): Reading<boolean> {
  for (const path of vaultShape(vault).rbac) {
    const reading = booleanProperty(vault, path);
    if (reading.state !== "absent") return reading;
  }
  const version = /v(\d{8})/.exec(vault.token)?.[1];
  const path = vaultShape(vault).rbac[0]!;
  return { state: "known", path, value: version !== undefined && version >= rolesByDefaultSince };
}

const byOriginOfName: (estate: Estate) => ReadonlyMap<string, readonly AzureResource[]> = view((estate) => {
  const found = new Map<string, AzureResource[]>();
  for (const vault of estate.ofTypes(vaultTypes)) {
    if (vaultName(vault).state === "known") continue;
    for (const { urn } of vault.propertyDependencies[vaultShape(vault).name] ?? []) {
      found.set(urn, [...(found.get(urn) ?? []), vault]);
    }
  }
  return found;
});

/**
 * Vaults whose name, not known yet, came from the same resources as a property: a program that puts a random suffix
 * into a vault's name builds the URL from that suffix and not from the vault.
 */
export function vaultsOfSameOrigin(estate: Estate, urns: readonly string[]): readonly AzureResource[] {
  return urns.flatMap((urn) => byOriginOfName(estate).get(urn) ?? []);
}
