import { extensionLines, requireInitialSyncPath } from "../../model/certificate/extension-line";
import { roleName } from "../../model/certificate/vault-roles";
import type { Estate } from "../estate";
import { stringProperty, type AzureResource } from "../resource";
import type { NotKnown } from "../value";
import type { Principal } from "./extension-identity";
import { booleanSetting } from "./extension-settings";
import { lineOf } from "./key-vault-extensions";
import { pathIn, type MachineExtension } from "./machine-extensions";
import { policyGrants } from "./policy-grants";
import type { Doubt } from "./principal-match";
import { roleGrants, uselessRoles, type Grant } from "./role-grants";
import { usesRoles, vaultTitle } from "./vaults";

/** Whether a principal may read the secrets of a vault. */
export type VaultAccess =
  | { readonly state: "granted"; readonly by: readonly AzureResource[] }
  /** Nothing grants it; the sentence says so. */
  | { readonly state: "missing"; readonly fact: string; readonly fix: string }
  /** Something grants it, but in the model that the vault does not ask. */
  | { readonly state: "ignored"; readonly fact: string; readonly fix: string }
  | ({ readonly state: "doubt" } & Doubt);

const isCertain = ({ answer }: Grant): boolean => answer === "yes";

/**
 * Looks for a grant on a vault of the estate, in the permission model that the vault uses. `names` are those that the
 * secret may have; none where nothing tells.
 */
export function vaultAccess(
  estate: Estate,
  principal: Principal,
  vault: AzureResource,
  names: readonly string[],
): VaultAccess {
  const roles = roleGrants(estate, principal, vault, names);
  const policies = policyGrants(estate, principal, vault);
  const model = usesRoles(vault);
  if (model.state !== "known") {
    if (roles.length === 0 && policies.length === 0) return missing(estate, principal, vault, true);
    if (roles.some(isCertain) && policies.some(isCertain)) return granted([...roles, ...policies]);
    return {
      state: "doubt",
      resource: vault,
      reading: { ...model, state: "unknown", why: unknownModel(vault, model.path) },
    };
  }
  const [asked, other] = model.value ? [roles, policies] : [policies, roles];
  if (asked.some(isCertain)) return granted(asked);
  const [open] = asked;
  if (open && open.answer !== "yes") return { state: "doubt", ...open.answer };
  const ignored = other.find(isCertain);
  return ignored ? ignores(principal, vault, model.value, ignored) : missing(estate, principal, vault, model.value);
}

/** True where something here grants access to a vault that is not in the estate, in whichever model that uses. */
export function grantsOutside(estate: Estate, principal: Principal, vault: string, names: readonly string[]): boolean {
  return [...roleGrants(estate, principal, vault, names), ...policyGrants(estate, principal, vault)].some(isCertain);
}

function granted(grants: readonly Grant[]): VaultAccess {
  return { state: "granted", by: grants.filter(isCertain).map(({ resource }) => resource) };
}

function unknownModel(vault: AzureResource, path: string): string {
  return `${path} of ${vault.name} is not known yet`;
}

function missing(estate: Estate, principal: Principal, vault: AzureResource, roles: boolean): VaultAccess {
  const title = vaultTitle(vault);
  const who = principalTitle(principal);
  if (!roles) {
    return {
      state: "missing",
      fact: `no access policy of the vault ${title} lets ${who} get secrets`,
      fix: `Add an access policy for ${who} with the secret permissions get and list to the vault ${title}.`,
    };
  }
  return {
    state: "missing",
    fact: `no role assignment lets ${who} read secrets of the vault ${title}${grantedInstead(estate, principal, vault)}`,
    fix: `Assign Key Vault Secrets User on the vault ${title} to ${who}.`,
  };
}

// What stands there instead of the grant that is missing, to end the sentence.
function grantedInstead(estate: Estate, principal: Principal, vault: AzureResource): string {
  const held = uselessRoles(estate, principal, vault);
  if (held.length > 0) return ` (${held.join(", ")} does not)`;
  const part = roleGrants(estate, principal, vault).find(isCertain);
  if (part) return ` (${part.resource.name} lets it read ${objectIn(part.resource)} only)`;
  const [elsewhere, ...more] = estate
    .ofType("keyvault:Vault")
    .filter((other) => other !== vault && roleGrants(estate, principal, other).some(isCertain));
  return elsewhere && more.length === 0 ? `, but one does on ${vaultTitle(elsewhere)}` : "";
}

// What a role assignment within a vault is for: "secrets/web".
function objectIn(assignment: AzureResource): string {
  const scope = stringProperty(assignment, "scope");
  return /\/vaults\/[^/]+\/(.+)$/i.exec(scope.state === "known" ? scope.value : "")?.[1] ?? "another object";
}

function ignores(principal: Principal, vault: AzureResource, roles: boolean, grant: Grant): VaultAccess {
  const title = vaultTitle(vault);
  const who = principalTitle(principal);
  if (roles) {
    return {
      state: "ignored",
      fact: `the vault ${title} asks role assignments, so the access policy for ${who} counts for nothing`,
      fix: `Assign Key Vault Secrets User on the vault ${title} to ${who}.`,
    };
  }
  const role = stringProperty(grant.resource, "roleDefinitionId");
  const name = role.state === "known" ? ` (${roleName(role.value)})` : "";
  return {
    state: "ignored",
    fact: `the vault ${title} asks access policies, so the role assignment ${grant.resource.name}${name} counts for nothing`,
    fix: `Set enableRbacAuthorization of the vault ${title} to true, or add an access policy with secrets get for ${who}.`,
  };
}

/** A principal's name for messages. */
export function principalTitle({ kind, resource }: Principal): string {
  return kind === "user" ? `the identity ${resource.name}` : `the system-assigned identity of ${resource.name}`;
}

/** Where the extension does not report success before it has its certificates; undefined where it does not wait. */
export function waitsAt(extension: MachineExtension): { path: string; value: string } | NotKnown | undefined {
  const version = pathIn(extension, "typeHandlerVersion");
  const line = lineOf(extension);
  if (line.state !== "known") return line.state === "unknown" ? line : undefined;
  if (extensionLines[line.value].waitsForCertificates === "always") return { path: version, value: line.value };
  const sync = booleanSetting(extension, requireInitialSyncPath);
  if (sync.state === "unknown") return sync;
  return sync.state === "known" && sync.value ? { path: sync.path, value: "true" } : undefined;
}

/** True where a resource is created only after another one, directly or through others. */
export function comesAfter(estate: Estate, resource: AzureResource, other: AzureResource): boolean {
  const seen = new Set<string>();
  const open = [resource];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.urn === other.urn) return true;
    const origins = Object.values(at.propertyDependencies).flatMap((made) => made.map(({ urn }) => urn));
    const waitsFor = [...at.dependencies, ...origins, at.parent ?? ""];
    for (const urn of waitsFor) {
      const next = estate.byUrn(urn);
      if (next === undefined || seen.has(urn)) continue;
      seen.add(urn);
      open.push(next);
    }
  }
  return false;
}
