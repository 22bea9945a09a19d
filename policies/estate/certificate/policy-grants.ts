import { permissionsReadSecrets } from "../../model/certificate/vault-roles";
import { parseArmId } from "../arm-id";
import { view, type Estate } from "../estate";
import { joinByName, type Join } from "../join";
import { listProperty, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import type { Principal } from "./extension-identity";
import { groupsIn, throughGroup } from "./group-members";
import { allOf, mayComeFrom, meansPrincipal, principalId, type Answer, type Doubt } from "./principal-match";
import type { Grant } from "./role-grants";
import type { VaultOrName } from "./role-scope";
import { joinVault, vaultShape } from "./vaults";

interface PolicyShape {
  readonly objectId: string;
  readonly secrets: string;
  readonly vault: (estate: Estate, policy: AzureResource) => Join;
}

// Access policies that stand beside their vault, in the words of each provider.
const shapes: Readonly<Record<ResourceType, PolicyShape>> = {
  "keyvault:AccessPolicy": {
    objectId: "policy.objectId",
    secrets: "policy.permissions.secrets",
    vault: (estate, policy) => joinByName(estate, policy, ["vaultName"], "keyvault:Vault"),
  },
  "azure:keyvault:AccessPolicy": {
    objectId: "objectId",
    secrets: "secretPermissions",
    vault: (estate, policy) => joinVault(estate, policy, "keyVaultId"),
  },
};

const standAlone: (estate: Estate) => ReadonlyMap<string, readonly AzureResource[]> = view((estate) => {
  const found = new Map<string, AzureResource[]>();
  for (const policy of estate.ofTypes(Object.keys(shapes))) {
    const join = shapes[policy.type]!.vault(estate, policy);
    for (const vault of vaultsOf(join)) found.set(keyOf(vault), [...(found.get(keyOf(vault)) ?? []), policy]);
  }
  return found;
});

function vaultsOf(join: Join): readonly VaultOrName[] {
  if (join.state === "joined") return [join.resource];
  if (join.state === "candidates") return join.resources;
  return join.state === "outside" ? [parseArmId(join.id)?.names[0] ?? join.id] : [];
}

const keyOf = (vault: VaultOrName): string => (typeof vault === "string" ? vault.toLowerCase() : vault.urn);

/** Access policies of a vault that let a principal read its secrets, or may; of one outside, those that stand here. */
export function policyGrants(estate: Estate, principal: Principal, vault: VaultOrName): readonly Grant[] {
  const beside = (standAlone(estate).get(keyOf(vault)) ?? []).map((policy): [AzureResource, Answer] => {
    const { objectId, secrets } = shapes[policy.type]!;
    const means = groupsIn(estate, policy, objectId).length > 0 ? throughGroup : meansPrincipal;
    return [policy, allOf([means(estate, policy, objectId, principal), readsSecrets(policy, secrets)])];
  });
  const inline: [AzureResource, Answer][] =
    typeof vault === "string" ? [] : [[vault, inlineAnswer(estate, vault, principal)]];
  return [...beside, ...inline].flatMap(([resource, answer]) => (answer === "no" ? [] : [{ resource, answer }]));
}

function readsSecrets(policy: AzureResource, path: string): Answer {
  const list = listProperty(policy, path);
  if (list.state === "absent") return "no";
  if (list.state === "unknown") return { resource: policy, reading: list };
  if (permissionsReadSecrets(list.value.filter((item) => typeof item === "string"))) return "yes";
  const open = list.value.findIndex((item) => typeof item !== "string");
  if (open < 0) return "no";
  const item = `${path}[${open}]`;
  return { resource: policy, reading: { state: "unknown", path: item, why: `${item} is not known yet` } };
}

function inlineAnswer(estate: Estate, vault: AzureResource, principal: Principal): Answer {
  const { accessPolicies, secretPermissions } = vaultShape(vault);
  const list = listProperty(vault, accessPolicies);
  if (list.state === "absent") return "no";
  const id = principalId(principal);
  // What is made without an identity that does not exist yet cannot hold its id.
  const mayHold = mayComeFrom(estate, vault, accessPolicies, principal);
  if (list.state === "unknown") {
    return mayHold || id.state === "known" ? { resource: vault, reading: list } : "no";
  }
  const open: Answer[] = [];
  for (let index = 0; index < list.value.length; index++) {
    const path = `${accessPolicies}[${index}]`;
    const object = stringProperty(vault, `${path}.objectId`);
    const reads = readsSecrets(vault, `${path}.${secretPermissions}`);
    if (object.state === "known" && id.state === "known" && same(object.value, id.value) && reads !== "no")
      return reads;
    if (object.state === "unknown" && mayHold) open.push(reads);
  }
  return oneOf(open, vault, accessPolicies);
}

// One of the open entries is the principal's, and nothing tells which.
function oneOf(open: readonly Answer[], vault: AzureResource, path: string): Answer {
  const doubt = open.find((answer): answer is Doubt => typeof answer === "object");
  if (doubt) return doubt;
  if (!open.includes("yes")) return "no";
  if (!open.includes("no")) return "yes";
  const why = `which entry of ${path} of ${vault.name} is the identity's is not known yet`;
  return { resource: vault, reading: { state: "unknown", path, why } };
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
