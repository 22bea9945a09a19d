import { randomUUID } from "node:crypto";

import { ArmError } from "../arm/errors";
import { Plain, PlainObject, isObject, textAt, textsAt } from "../wire/values";
import type { PutRequest } from "./model";

/** A managed identity as Azure answers it: the system's own principal and those of the identities that are named. */
export function identityResponse(request: PutRequest, identity: PlainObject): PlainObject {
  const kind = textAt(identity, "type") ?? "None";
  const before = request.existing?.body["identity"];
  const answer: PlainObject = { type: kind };
  if (/SystemAssigned/i.test(kind)) {
    answer["principalId"] = textAt(before, "principalId") ?? randomUUID();
    answer["tenantId"] = request.azure.client.tenantId;
  }
  const named = identityIds(identity["userAssignedIdentities"]);
  if (named.length > 0) {
    answer["userAssignedIdentities"] = Object.fromEntries(named.map((id) => [id, principalOf(request, id)]));
  }
  return answer;
}

/** Identities are a list in programs and a map in Azure's answers. */
export function identityIds(named: Plain | undefined): string[] {
  if (isObject(named)) return Object.keys(named);
  return textsAt({ named: named ?? [] }, "named");
}

function principalOf(request: PutRequest, id: string): PlainObject {
  const found = request.azure.store.get(id);
  if (found === undefined) {
    throw new ArmError(
      400,
      "FailedIdentityOperation",
      `Identity operation for resource '${request.id}' failed with error 'Failed to perform resource identity ` +
        `operation. Status: 'BadRequest'. Response: '{"error":{"code":"BadRequest","message":"Resource '${id}' was ` +
        "not found.\"}}'.",
    );
  }
  return {
    clientId: textAt(found.body, "clientId") ?? "",
    principalId: textAt(found.body, "principalId") ?? "",
  };
}

/** The principals that Azure made for managed identities so far. */
export function managedPrincipals(request: PutRequest): Set<string> {
  const principals = new Set<string>();
  for (const entry of request.azure.store.all()) {
    for (const principal of [textAt(entry.body, "principalId"), textAt(entry.body, "identity", "principalId")]) {
      if (principal !== undefined && entry.type !== "authorization:RoleAssignment") principals.add(principal);
    }
  }
  return principals;
}
