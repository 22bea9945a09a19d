import { badRequest, conflict, notFound } from "../arm/errors";
import { groupIdOf } from "../arm/ids";
import { textAt } from "../wire/values";
import { managedPrincipals } from "./identity";
import type { PutRequest, ResourceModel } from "./model";
import { respond } from "./respond";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const type = "authorization:RoleAssignment";

export const roleAssignment: ResourceModel = {
  type,
  put(request) {
    const scope = `/${(textAt(request.inputs, "scope") ?? "").replace(/^\/+|\/+$/g, "")}`;
    const principalId = textAt(request.inputs, "principalId") ?? "";
    checkScope(request, scope);
    checkPrincipal(request, principalId);
    checkRole(request);
    checkTwin(request, scope, principalId);
    const now = request.azure.now().toISOString();
    return {
      ...respond(request),
      scope,
      createdBy: textAt(request.existing?.body, "createdBy") ?? request.azure.client.objectId,
      createdOn: textAt(request.existing?.body, "createdOn") ?? now,
      updatedBy: request.azure.client.objectId,
      updatedOn: now,
    };
  },
};

function checkScope(request: PutRequest, scope: string): void {
  const inside = groupIdOf(scope);
  if (inside === undefined || request.azure.store.get(scope) !== undefined) return;
  const name = scope.slice(scope.indexOf("/providers/") + "/providers/".length);
  throw notFound(
    "ResourceNotFound",
    `The Resource '${name}' under resource group '${inside.split("/")[4] ?? ""}' was not found.`,
  );
}

function checkPrincipal(request: PutRequest, principalId: string): void {
  if (!uuid.test(principalId)) {
    throw badRequest(
      "InvalidPrincipalId",
      `The Principal ID '${principalId}' is not valid. Principal ID must be a GUID.`,
    );
  }
  const said = textAt(request.inputs, "principalType");
  if (said === undefined || said === "ServicePrincipal" || !managedPrincipals(request).has(principalId)) return;
  throw badRequest(
    "UnmatchedPrincipalType",
    `The PrincipalId '${principalId.replace(/-/g, "")}' has type 'ServicePrincipal' , which is different from specified ` +
      `PrinciaplType '${said}'.`,
  );
}

function checkRole(request: PutRequest): void {
  const role = textAt(request.inputs, "roleDefinitionId") ?? "";
  const name = /\/providers\/Microsoft\.Authorization\/roleDefinitions\/([^/]+)$/i.exec(role)?.[1];
  if (name !== undefined && uuid.test(name)) return;
  throw badRequest("InvalidRoleDefinitionId", `The role definition ID '${role}' is not valid.`);
}

function checkTwin(request: PutRequest, scope: string, principalId: string): void {
  const role = roleName(textAt(request.inputs, "roleDefinitionId"));
  const twin = request.azure.store
    .ofType(type)
    .find(
      ({ id, body }) =>
        id.toLowerCase() !== request.id.toLowerCase() &&
        textAt(body, "scope")?.toLowerCase() === scope.toLowerCase() &&
        textAt(body, "principalId") === principalId &&
        roleName(textAt(body, "roleDefinitionId")) === role,
    );
  if (twin === undefined) return;
  throw conflict("RoleAssignmentExists", "The role assignment already exists.");
}

/** The GUID at the end of a role definition's id, in lower case. */
export function roleName(roleDefinitionId: string | undefined): string {
  return (roleDefinitionId ?? "").slice((roleDefinitionId ?? "").lastIndexOf("/") + 1).toLowerCase();
}
