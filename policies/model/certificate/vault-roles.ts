/** What a role lets its holder do with the secrets of a vault; "unknown" for a role that is not listed here. */
export type SecretAccess = "reads" | "none" | "unknown";

interface VaultRole {
  readonly id: string;
  readonly name: string;
  readonly reads: boolean;
}

/**
 * Built-in roles, with those that people take for one that reads secrets.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security
 */
export const vaultRoles: readonly VaultRole[] = [
  { id: "4633458b-17de-408a-b874-0445c86b69e6", name: "Key Vault Secrets User", reads: true },
  { id: "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", name: "Key Vault Secrets Officer", reads: true },
  { id: "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba", name: "Key Vault Certificate User", reads: true },
  { id: "00482a5a-887f-4fb3-b363-3b7fe8e74483", name: "Key Vault Administrator", reads: true },
  { id: "21090545-7ca7-4776-b22c-e363652d74d2", name: "Key Vault Reader", reads: false },
  { id: "f25e0fa2-a7c8-4377-a976-54943a77a395", name: "Key Vault Contributor", reads: false },
  { id: "a4417e6f-fecd-4de8-b567-7b0420556985", name: "Key Vault Certificates Officer", reads: false },
  { id: "14b46e9e-c2b7-41b4-b07b-48a6ebf60603", name: "Key Vault Crypto Officer", reads: false },
  { id: "12338af0-0e69-4776-bea7-57ae8d297424", name: "Key Vault Crypto User", reads: false },
  { id: "e147488a-f6f5-4113-8e2d-b22465e65bf6", name: "Key Vault Crypto Service Encryption User", reads: false },
  { id: "08bbd89e-9f13-488c-ac41-acfcb10c90ab", name: "Key Vault Crypto Service Release User", reads: false },
  { id: "8b54135c-b56d-4d72-a534-26097cfdc8d8", name: "Key Vault Data Access Administrator", reads: false },
  { id: "b24988ac-6180-42a0-ab88-20f7382dd24c", name: "Contributor", reads: false },
  { id: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", name: "Owner", reads: false },
  { id: "acdd72a7-3385-48ef-bd42-f606fba81ae7", name: "Reader", reads: false },
  { id: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", name: "User Access Administrator", reads: false },
  { id: "f58310d9-a9f6-439a-9e8d-f62e7b41a168", name: "Role Based Access Control Administrator", reads: false },
  { id: "9980e02c-c2be-4d73-94e8-173b1dc7cf3c", name: "Virtual Machine Contributor", reads: false },
  { id: "1c0163c0-47e6-4577-8991-ea5c82e286e4", name: "Virtual Machine Administrator Login", reads: false },
  { id: "fb879df8-f326-4884-b1cf-06f3ad86be52", name: "Virtual Machine User Login", reads: false },
  { id: "f1a07417-d97a-45cb-824c-7a7467783830", name: "Managed Identity Operator", reads: false },
  { id: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", name: "Storage Blob Data Reader", reads: false },
  { id: "ba92f5b4-2d11-453d-a403-e96b0029c9fe", name: "Storage Blob Data Contributor", reads: false },
  { id: "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", name: "Storage Blob Data Owner", reads: false },
  { id: "7f951dda-4ed3-4680-a7ca-43fe172d538d", name: "AcrPull", reads: false },
  { id: "3913510d-42f4-4e42-8a64-420c390055eb", name: "Monitoring Metrics Publisher", reads: false },
  { id: "749f88d5-cbae-40b8-bcfc-e573ddc772fa", name: "Monitoring Contributor", reads: false },
  { id: "92aaf0da-9dab-42b6-94a3-d43ce8d16293", name: "Log Analytics Contributor", reads: false },
  { id: "088ab73d-1256-47ae-bea9-9de8e7131f31", name: "Guest Configuration Resource Contributor", reads: false },
];

const byIdOrName = new Map(vaultRoles.flatMap((role) => [[role.id, role] as const, [words(role.name), role] as const]));
const guid = /([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\/?$/;

/** What a built-in role reads, by its name, its GUID, or a role definition's whole id. */
export function secretAccessOf(role: string): SecretAccess {
  const text = role.trim().toLowerCase();
  const known = byIdOrName.get(guid.exec(text)?.[1] ?? words(text));
  if (!known) return "unknown";
  return known.reads ? "reads" : "none";
}

/** The name of a built-in role for messages; any other role as it is written. */
export function roleName(role: string): string {
  const text = role.trim().toLowerCase();
  return byIdOrName.get(guid.exec(text)?.[1] ?? words(text))?.name ?? role;
}

const getSecret = "microsoft.keyvault/vaults/secrets/getsecret/action";

/** True where the data actions of a custom role, less its exclusions, let it read a secret. */
export function allowsGetSecret(dataActions: readonly string[], notDataActions: readonly string[]): boolean {
  return dataActions.some(matchesGetSecret) && !notDataActions.some(matchesGetSecret);
}

// A star stands for any text: https://learn.microsoft.com/azure/role-based-access-control/role-definitions
function matchesGetSecret(action: string): boolean {
  const parts = action.trim().toLowerCase().split("*");
  if (parts.length === 1) return parts[0] === getSecret;
  const [first, last] = [parts[0]!, parts[parts.length - 1]!];
  if (!getSecret.startsWith(first) || !getSecret.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = getSecret.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= getSecret.length - last.length;
}

/** True where an access policy's secret permissions hold `get`: https://learn.microsoft.com/azure/key-vault/general/assign-access-policy */
export function permissionsReadSecrets(permissions: readonly string[]): boolean {
  return permissions.some((permission) => ["get", "all"].includes(permission.trim().toLowerCase()));
}

function words(name: string): string {
  return name.toLowerCase().replace(/\s+/g, " ");
}
