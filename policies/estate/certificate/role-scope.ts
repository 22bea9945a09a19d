import { armNames, type Estate } from "../estate";
import { joinByName, madeFrom } from "../join";
import { originsOf, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import { certificateSourceTypes, sourceName, vaultOfSource } from "./certificate-sources";
import { allOf, type Answer } from "./principal-match";
import { vaultName, vaultTypes } from "./vaults";

/** A vault of the estate, or the name of one that is outside. */
export type VaultOrName = AzureResource | string;

const classicGroup: ResourceType = "azure:core:ResourceGroup";
const groupTypes: readonly ResourceType[] = ["resources:ResourceGroup", classicGroup];
// What holds resource groups, and so most likely the one of the vault.
const wideTypes: readonly ResourceType[] = [
  "management:ManagementGroup",
  "azure:management:Group",
  "subscription:Alias",
  "azure:core:Subscription",
];

/**
 * Tells whether the scope of a role assignment holds a secret of a vault: the secret, the vault, its group, its
 * subscription or above. Of several names the secret has one; without names, any object of the vault will do.
 */
export function covers(
  estate: Estate,
  assignment: AzureResource,
  vault: VaultOrName,
  names: readonly string[] = [],
): Answer {
  const scope = stringProperty(assignment, "scope");
  if (scope.state === "absent") return "no";
  if (scope.state === "known") return scopeCovers(estate, scope.value, assignment, vault, names);
  const origins = originsOf(assignment, "scope");
  const doubt = { resource: assignment, reading: scope };
  if (origins.length === 0) return doubt;
  const vaults = new Set(madeFrom(estate, assignment, "scope", vaultTypes));
  if (vaults.size > 0) {
    if (typeof vault === "string" || !vaults.has(vault)) return "no";
    return vaults.size === 1 ? "yes" : doubt;
  }
  const sources = madeFrom(estate, assignment, "scope", certificateSourceTypes);
  if (sources.length > 0) return sourceHolds(estate, sources, assignment, vault, names);
  const groups = madeFrom(estate, assignment, "scope", groupTypes);
  if (groups.length > 0) return typeof vault === "string" ? doubt : groupHolds(estate, groups, vault, doubt);
  if (madeFrom(estate, assignment, "scope", wideTypes).length > 0) return typeof vault === "string" ? doubt : "yes";
  const strangers = origins.filter((urn) => !/^azure/.test(estate.byUrn(urn)?.token ?? ""));
  return strangers.length > 0 ? doubt : "no";
}

// The id of a certificate reaches what is public of it alone: its key is in a secret of the same name, with an id of its own.
// https://github.com/Azure/azure-sdk-for-python/issues/19919
function sourceHolds(
  estate: Estate,
  sources: readonly AzureResource[],
  assignment: AzureResource,
  vault: VaultOrName,
  names: readonly string[],
): Answer {
  const own = sources.filter((source) => {
    const [join, name] = [vaultOfSource(estate, source), sourceName(source)];
    const isNamed = names.length === 0 || name.state !== "known" || includes(names, name.value);
    return join.state === "joined" && join.resource === vault && isNamed;
  });
  if (own.length === 0) return "no";
  const [only, ...more] = sources;
  if (more.length === 0 && only?.type !== "azure:keyvault:Certificate") return "yes";
  return doubtAbout(
    assignment,
    `whether the scope of ${assignment.name} is the secret or the certificate is not known`,
  );
}

function doubtAbout(assignment: AzureResource, why: string): Answer {
  const settle = `make scope of ${assignment.name} from the id of the vault`;
  return { resource: assignment, reading: { state: "unknown", path: "scope", why }, settle };
}

function includes(names: readonly string[], name: string): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

function groupHolds(estate: Estate, groups: readonly AzureResource[], vault: AzureResource, doubt: Answer): Answer {
  const join = joinByName(estate, vault, ["resourceGroupName"], "resources:ResourceGroup");
  if (join.state === "joined") return groups.includes(join.resource) ? "yes" : "no";
  const [made] = madeFrom(estate, vault, "resourceGroupName", [classicGroup]);
  if (made) return groups.includes(made) ? "yes" : "no";
  if (join.state !== "outside") return doubt;
  const classic = groups.filter(({ type }) => type === classicGroup).map((group) => stringProperty(group, "name"));
  if (classic.some((name) => name.state === "known" && includes([name.value], join.id))) return "yes";
  return classic.some((name) => name.state === "unknown") ? doubt : "no";
}

function scopeCovers(
  estate: Estate,
  scope: string,
  assignment: AzureResource,
  vault: VaultOrName,
  names: readonly string[],
): Answer {
  const parts = scope.trim().toLowerCase().replace(/\/+$/, "").split("/").slice(1);
  const doubt = doubtAbout(assignment, `whether the scope of ${assignment.name} holds the vault is not known`);
  if (parts[0] === "providers" && parts[1] === "microsoft.management") return typeof vault === "string" ? doubt : "yes";
  if (parts[0] !== "subscriptions") return parts.length === 0 ? "yes" : "no";
  const at = parts.lastIndexOf("vaults");
  if (at > 0 && parts[at - 1] === "microsoft.keyvault") {
    const [name = "", ...object] = parts.slice(at + 1);
    return allOf([namesVault(name, vault, doubt), holdsObject(object, names, doubt)]);
  }
  if (parts.includes("providers")) return "no";
  if (typeof vault === "string") return doubt;
  if (parts[2] !== "resourcegroups") return "yes";
  const group = groupName(estate, vault);
  if (group === undefined) return doubt;
  return group === parts[3] ? "yes" : "no";
}

function holdsObject([collection, name]: readonly string[], names: readonly string[], doubt: Answer): Answer {
  if (collection === undefined || names.length === 0) return "yes";
  if (collection !== "secrets" || !includes(names, name ?? "")) return "no";
  return names.length > 1 ? doubt : "yes";
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
