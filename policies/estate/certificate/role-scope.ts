import { armNames, type Estate } from "../estate";
import { joinByName, madeFrom } from "../join";
import { originsOf, stringProperty, type AzureResource } from "../resource";
import { certificateSourceTypes, vaultOfSource } from "./certificate-sources";
import type { Answer } from "./principal-match";
import { vaultName, vaultTypes } from "./vaults";

/** A vault of the estate, or the name of one that is outside. */
export type VaultOrName = AzureResource | string;

/** Tells whether the scope of a role assignment holds a vault: the vault, its group, its subscription or above. */
export function covers(estate: Estate, assignment: AzureResource, vault: VaultOrName): Answer {
  const scope = stringProperty(assignment, "scope");
  if (scope.state === "absent") return "no";
  if (scope.state === "known") return scopeCovers(estate, scope.value, assignment, vault);
  const origins = originsOf(assignment, "scope");
  const doubt = { resource: assignment, reading: scope };
  if (origins.length === 0) return doubt;
  const vaults = new Set([
    ...madeFrom(estate, assignment, "scope", vaultTypes),
    ...madeFrom(estate, assignment, "scope", certificateSourceTypes).flatMap((source) => {
      const join = vaultOfSource(estate, source);
      return join.state === "joined" ? [join.resource] : [];
    }),
  ]);
  if (vaults.size > 0) {
    if (typeof vault === "string" || !vaults.has(vault)) return "no";
    return vaults.size === 1 ? "yes" : doubt;
  }
  const groups = madeFrom(estate, assignment, "scope", ["resources:ResourceGroup"]);
  if (groups.length > 0) return typeof vault === "string" ? doubt : groupHolds(estate, groups, vault, doubt);
  const strangers = origins.filter((urn) => !/^azure/.test(estate.byUrn(urn)?.token ?? ""));
  return strangers.length > 0 ? doubt : "no";
}

function groupHolds(estate: Estate, groups: readonly AzureResource[], vault: AzureResource, doubt: Answer): Answer {
  const join = joinByName(estate, vault, ["resourceGroupName"], "resources:ResourceGroup");
  if (join.state === "joined") return groups.includes(join.resource) ? "yes" : "no";
  return join.state === "outside" ? "no" : doubt;
}

function scopeCovers(estate: Estate, scope: string, assignment: AzureResource, vault: VaultOrName): Answer {
  const parts = scope.trim().toLowerCase().replace(/\/+$/, "").split("/").slice(1);
  const why = `whether the scope of ${assignment.name} holds the vault is not known`;
  const settle = `make scope of ${assignment.name} from the id of the vault`;
  const doubt: Answer = { resource: assignment, reading: { state: "unknown", path: "scope", why }, settle };
  if (parts[0] === "providers" && parts[1] === "microsoft.management") return typeof vault === "string" ? doubt : "yes";
  if (parts[0] !== "subscriptions") return parts.length === 0 ? "yes" : "no";
  const at = parts.lastIndexOf("vaults");
  if (at > 0 && parts[at - 1] === "microsoft.keyvault") return namesVault(parts[at + 1]!, vault, doubt);
  if (parts.includes("providers")) return "no";
  if (typeof vault === "string") return doubt;
  if (parts[2] !== "resourcegroups") return "yes";
  const group = groupName(estate, vault);
  if (group === undefined) return doubt;
  return group === parts[3] ? "yes" : "no";
}

function namesVault(name: string, vault: VaultOrName, doubt: Answer): Answer {
  if (typeof vault === "string") return vault.toLowerCase() === name ? "yes" : "no";
  const own = vaultName(vault);
  if (own.state !== "known") return doubt;
  return own.value.toLowerCase() === name ? "yes" : "no";
}

function groupName(estate: Estate, vault: AzureResource): string | undefined {
  const join = joinByName(estate, vault, ["resourceGroupName"], "resources:ResourceGroup");
  if (join.state === "outside") return join.id.toLowerCase();
  return join.state === "joined" ? armNames(join.resource)?.[0]?.toLowerCase() : undefined;
}
