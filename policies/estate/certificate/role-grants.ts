import { allowsGetSecret, roleName, secretAccessOf } from "../../model/certificate/vault-roles";
import { view, type Estate } from "../estate";
import { madeFrom } from "../join";
import { listProperty, originsOf, stringProperty, type AzureResource } from "../resource";
import type { ResourceType } from "../resource-type";
import { readList, type NotKnown, type Reading, type Value } from "../value";
import type { Principal } from "./extension-identity";
import { groupsIn, throughGroup } from "./group-members";
import { allOf, ancestorsOf, meansPrincipal, principalId, type Answer } from "./principal-match";
import { covers, type VaultOrName } from "./role-scope";

/** A role assignment that gives a principal what it needs, or may. */
export interface Grant {
  readonly resource: AzureResource;
  readonly answer: Exclude<Answer, "no">;
}

// The second type is the classic provider's, which may grant what azure-native created.
const assignmentTypes = ["authorization:RoleAssignment", "azure:authorization:Assignment"];

interface Assignments {
  readonly byOrigin: ReadonlyMap<string, readonly AzureResource[]>;
  readonly byPrincipalId: ReadonlyMap<string, readonly AzureResource[]>;
  /** Of principals that nothing tells, and of groups, whose members are not in the estate. */
  readonly open: readonly AzureResource[];
}

const assignments: (estate: Estate) => Assignments = view((estate) => {
  const byOrigin = new Map<string, AzureResource[]>();
  const byPrincipalId = new Map<string, AzureResource[]>();
  const open: AzureResource[] = [];
  const add = (map: Map<string, AzureResource[]>, key: string, assignment: AzureResource): void => {
    map.set(key, [...(map.get(key) ?? []), assignment]);
  };
  for (const assignment of estate.ofTypes(assignmentTypes)) {
    const principal = stringProperty(assignment, "principalId");
    const origins = originsOf(assignment, "principalId");
    for (const urn of origins) add(byOrigin, urn, assignment);
    if (principal.state === "known") add(byPrincipalId, principal.value.trim().toLowerCase(), assignment);
    if (isGroup(estate, assignment) || (principal.state === "unknown" && origins.length === 0)) open.push(assignment);
  }
  return { byOrigin, byPrincipalId, open };
});

/** Role assignments that let a principal read a secret of a vault, or may; without names, any secret will do. */
export function roleGrants(
  estate: Estate,
  principal: Principal,
  vault: VaultOrName,
  names: readonly string[] = [],
): readonly Grant[] {
  return candidates(estate, principal).flatMap((resource) => {
    const answer = allOf([
      grantedTo(estate, resource, principal),
      covers(estate, resource, vault, names),
      readsSecrets(estate, resource),
    ]);
    return answer === "no" ? [] : [{ resource, answer }];
  });
}

/** Names of the roles that a principal certainly holds on a vault and that read no secret. */
export function uselessRoles(estate: Estate, principal: Principal, vault: AzureResource): readonly string[] {
  return candidates(estate, principal).flatMap((resource) => {
    const role = ["roleDefinitionName", "roleDefinitionId"]
      .map((path) => stringProperty(resource, path))
      .find((reading) => reading.state === "known");
    const held = allOf([grantedTo(estate, resource, principal), covers(estate, resource, vault)]) === "yes";
    return held && role?.state === "known" && readsSecrets(estate, resource) === "no" ? [roleName(role.value)] : [];
  });
}

function candidates(estate: Estate, principal: Principal): readonly AzureResource[] {
  const { byOrigin, byPrincipalId, open } = assignments(estate);
  const id = principalId(principal);
  const found = new Set([
    ...[principal.resource.urn, ...ancestorsOf(estate, principal.resource)].flatMap((urn) => byOrigin.get(urn) ?? []),
    ...(id.state === "known" ? (byPrincipalId.get(id.value.toLowerCase()) ?? []) : []),
    ...open,
  ]);
  return [...found];
}

function isGroup(estate: Estate, assignment: AzureResource): boolean {
  const type = stringProperty(assignment, "principalType");
  if (type.state === "known" && /group$/i.test(type.value)) return true;
  return groupsIn(estate, assignment, "principalId").length > 0;
}

function grantedTo(estate: Estate, assignment: AzureResource, principal: Principal): Answer {
  return isGroup(estate, assignment)
    ? throughGroup(estate, assignment, "principalId", principal)
    : meansPrincipal(estate, assignment, "principalId", principal);
}

function readsSecrets(estate: Estate, assignment: AzureResource): Answer {
  for (const path of ["roleDefinitionId", "roleDefinitionName"]) {
    const role = stringProperty(assignment, path);
    if (role.state === "absent") continue;
    const custom = customRole(estate, assignment, path, role);
    if (custom) return customReads(custom, assignment, path);
    if (role.state === "unknown") return { resource: assignment, reading: role };
    const access = secretAccessOf(role.value);
    if (access !== "unknown") return access === "reads" ? "yes" : "no";
    const why = `what the role ${role.value} of ${assignment.name} allows is not in the stack`;
    const settle = "assign Key Vault Secrets User, or name the stack that defines the role in rdp904:knownResources";
    return { resource: assignment, reading: { state: "unknown", path, why }, settle };
  }
  return "no";
}

const definitionTypes: readonly ResourceType[] = ["authorization:RoleDefinition", "azure:authorization:RoleDefinition"];

function customRole(
  estate: Estate,
  assignment: AzureResource,
  path: string,
  role: Reading<string>,
): AzureResource | undefined {
  const [made, ...more] = madeFrom(estate, assignment, path, definitionTypes);
  if (made && more.length === 0) return made;
  if (role.state !== "known") return undefined;
  return estate.ofTypes(definitionTypes).find((definition) => {
    const id = stringProperty(definition, "roleDefinitionId");
    return id.state === "known" && role.value.toLowerCase().endsWith(id.value.toLowerCase());
  });
}

function customReads(definition: AzureResource, assignment: AzureResource, path: string): Answer {
  const permissions = listProperty(definition, "permissions");
  if (permissions.state === "absent") return "no";
  const why = `what the role ${definition.name} allows is not known yet`;
  const settle = `make permissions of ${definition.name} known`;
  const doubt = { resource: assignment, reading: { state: "unknown", path, why } satisfies NotKnown, settle };
  if (permissions.state === "unknown") return doubt;
  const answers = permissions.value.map((permission): Answer => {
    const [allowed, excluded] = [texts(permission, "dataActions"), texts(permission, "notDataActions")];
    if (allowed === undefined || excluded === undefined) return doubt;
    return allowsGetSecret(allowed, excluded) ? "yes" : "no";
  });
  if (answers.includes("yes")) return "yes";
  return answers.includes(doubt) ? doubt : "no";
}

// Undefined where any of the texts is not known.
function texts(tree: Value, path: string): readonly string[] | undefined {
  const list = readList(tree, path);
  if (list.state === "absent") return [];
  if (list.state === "unknown") return undefined;
  const known = list.value.filter((item) => typeof item === "string");
  return known.length === list.value.length ? known : undefined;
}
