import { contains, parseAddress, parsePrefix } from "../arm/addresses";
import type { Stored } from "../store";
import type { Azure } from "../types/model";
import { propertyOf } from "../types/key-vault";
import { roleName } from "../types/role-assignment";
import { PlainObject, isObject, objectsAt, textAt, textsAt } from "../wire/values";

/** Roles whose holder may create certificates: Key Vault Certificates Officer and Key Vault Administrator. */
const certificateRoles = new Set(["a4417e6f-fecd-4de8-b567-7b0420556985", "00482a5a-887f-4fb3-b363-3b7fe8e74483"]);

export type CertificateAction = "create" | "delete" | "update";

/** Throws as the vault's data plane refuses: first its firewall, then its access model. */
export function checkVaultAccess(azure: Azure, vault: Stored, name: string, action: CertificateAction): void {
  checkFirewall(azure, vault);
  if (propertyOf(vault, "enableRbacAuthorization") === true) checkRoles(azure, vault, name, action);
  else checkPolicies(azure, vault, action);
}

function checkFirewall(azure: Azure, vault: Stored): void {
  const closed = /^disabled$/i.test(String(propertyOf(vault, "publicNetworkAccess") ?? ""));
  if (closed) {
    throw forbidden(
      "ForbiddenByConnection",
      "Public network access is disabled and request is not from a trusted service nor via an approved private link." +
        callerLines(azure, vault),
    );
  }
  const rules = propertyOf(vault, "networkAcls");
  if (!isObject(rules) || !/^deny$/i.test(textAt(rules, "defaultAction") ?? "")) return;
  const caller = parseAddress(azure.client.address);
  const admitted = objectsAt(rules, "ipRules").some((rule) => {
    const text = textAt(rule, "value") ?? "";
    const range = parsePrefix(text) ?? parseAddress(text);
    return caller !== undefined && range !== undefined && contains(range, caller);
  });
  if (admitted) return;
  throw forbidden(
    "ForbiddenByFirewall",
    `Client address is not authorized and caller is not a trusted service.\r\nClient address: ${azure.client.address}` +
      callerLines(azure, vault),
  );
}

function checkRoles(azure: Azure, vault: Stored, name: string, action: CertificateAction): void {
  const now = azure.now().getTime();
  const granted = azure.store.ofType("authorization:RoleAssignment").some(({ body, facts }) => {
    const scope = (textAt(body, "scope") ?? "").toLowerCase();
    const inScope = vault.id.toLowerCase() === scope || vault.id.toLowerCase().startsWith(`${scope}/`);
    const effective = typeof facts["effectiveAt"] !== "number" || facts["effectiveAt"] <= now;
    const held = certificateRoles.has(roleName(textAt(body, "roleDefinitionId")));
    return inScope && effective && held && textAt(body, "principalId") === azure.client.objectId;
  });
  if (granted) return;
  throw forbidden(
    "ForbiddenByRbac",
    "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role " +
      "definitions were changed recently, please observe propagation time." +
      callerLines(azure, vault, `certificates/${action}/action`, name) +
      "\r\nAssignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason: 'DeniedWithNoValidRBAC'",
  );
}

function checkPolicies(azure: Azure, vault: Stored, action: CertificateAction): void {
  const standalone = azure.store
    .ofType("keyvault:AccessPolicy")
    .filter(({ id }) => id.toLowerCase().startsWith(`${vault.id.toLowerCase()}/`))
    .flatMap(({ body }) => (isObject(body["policy"]) ? [body["policy"]] : []));
  const own = objectsAt(vault.body, "properties", "accessPolicies");
  if ([...own, ...standalone].some((policy) => permits(policy, azure.client.objectId, action))) return;
  throw forbidden(
    "ForbiddenByPolicy",
    `The user, group or application 'appid=${azure.client.clientId};oid=${azure.client.objectId}' does not have ` +
      `certificates ${action} permission on key vault '${vaultLine(vault)}'.`,
  );
}

function permits(policy: PlainObject, objectId: string, action: CertificateAction): boolean {
  if (textAt(policy, "objectId") !== objectId) return false;
  return textsAt(policy, "permissions", "certificates").some((each) => ["all", action].includes(each.toLowerCase()));
}

function callerLines(azure: Azure, vault: Stored, action?: string, name?: string): string {
  const { clientId, objectId, tenantId } = azure.client;
  const lines = [`Caller: appid=${clientId};oid=${objectId};iss=https://sts.windows.net/${tenantId}/`];
  if (action !== undefined) lines.push(`Action: 'Microsoft.KeyVault/vaults/${action}'`);
  if (name !== undefined) lines.push(`Resource: '${vault.id.toLowerCase()}/certificates/${name}'`);
  lines.push(`Vault: ${vaultLine(vault)}`);
  return `\r\n${lines.join("\r\n")}`;
}

function vaultLine(vault: Stored): string {
  return `${textAt(vault.body, "name") ?? ""};location=${textAt(vault.body, "location") ?? ""}`;
}

/** The form in which the Terraform provider passes a refusal of the data plane on. */
function forbidden(innerCode: string, message: string): Error {
  return new Error(
    "keyvault.BaseClient#CreateCertificate: Failure responding to request: StatusCode=403 -- Original Error: " +
      `autorest/azure: Service returned an error. Status=403 Code="Forbidden" Message="${message}" ` +
      `InnerError={"code":"${innerCode}"}`,
  );
}
