import { badRequest, conflict } from "../arm/errors";
import { nameOfId } from "../arm/ids";
import type { Stored } from "../store";
import { PlainObject, isObject, objectsAt, textAt } from "../wire/values";
import type { Azure, PutRequest, ResourceModel } from "./model";
import { respond } from "./respond";

/** A deleted vault, whose name stays taken until the retention is over. */
const deletedVault = "keyvault:DeletedVault";
const defaultRetentionDays = 90;
const dayMs = 24 * 60 * 60 * 1000;

export const vault: ResourceModel = {
  type: "keyvault:Vault",
  put(request) {
    const sent = isObject(request.inputs["properties"]) ? request.inputs["properties"] : {};
    checkProtection(request, sent);
    checkSubnets(request, sent);
    if (request.existing === undefined) claimName(request, sent);
    const body = respond(request);
    const answered = isObject(body["properties"]) ? body["properties"] : {};
    delete answered["createMode"];
    const now = request.azure.now().toISOString();
    return {
      ...body,
      properties: {
        accessPolicies: [],
        enabledForDeployment: false,
        enableSoftDelete: true,
        publicNetworkAccess: "Enabled",
        softDeleteRetentionInDays: defaultRetentionDays,
        ...answered,
        provisioningState: "Succeeded",
        vaultUri: `https://${request.name.toLowerCase()}.vault.azure.net/`,
      },
      systemData: {
        createdAt: textAt(request.existing?.body, "systemData", "createdAt") ?? now,
        createdBy: request.azure.client.objectId,
        createdByType: "Application",
        lastModifiedAt: now,
        lastModifiedBy: request.azure.client.objectId,
        lastModifiedByType: "Application",
      },
    };
  },
  gone(entry, azure) {
    const days = propertyOf(entry, "softDeleteRetentionInDays");
    const until = azure.now().getTime() + (typeof days === "number" ? days : defaultRetentionDays) * dayMs;
    const name = nameOfId(entry.id);
    for (const content of contentsOf(azure, name)) azure.store.delete(content.id);
    azure.store.put({ id: deletedId(azure, name), type: deletedVault, body: {}, facts: { until } }, {});
  },
};

/** A property of a vault, whose ARM body nests them. */
export function propertyOf(entry: Stored, name: string): unknown {
  const properties = entry.body["properties"];
  return isObject(properties) ? properties[name] : undefined;
}

function checkProtection(request: PutRequest, sent: PlainObject): void {
  if (sent["enablePurgeProtection"] === false) {
    throw badRequest(
      "BadRequest",
      'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an ' +
        "irreversible action.",
    );
  }
  const protectedNow = request.existing !== undefined && propertyOf(request.existing, "enablePurgeProtection") === true;
  // What was switched on once stays on, also where a later PUT does not mention it.
  if (protectedNow && sent["enablePurgeProtection"] === undefined) sent["enablePurgeProtection"] = true;
}

/** ARM admits a subnet to a vault's firewall only if the subnet has the service endpoint. */
function checkSubnets({ azure }: PutRequest, sent: PlainObject): void {
  const rules = isObject(sent["networkAcls"]) ? objectsAt(sent["networkAcls"], "virtualNetworkRules") : [];
  for (const rule of rules) {
    const subnet = azure.store.get(textAt(rule, "id") ?? "");
    if (subnet === undefined || rule["ignoreMissingVnetServiceEndpoint"] === true) continue;
    const services = objectsAt(subnet.body, "serviceEndpoints").map((endpoint) => textAt(endpoint, "service"));
    if (services.some((service) => service?.toLowerCase() === "microsoft.keyvault")) continue;
    throw badRequest(
      "VirtualNetworkNotValid",
      "Operation on Virtual Network could not be performed. StatusCode: 400 (BadRequest). Error Code: " +
        `SubnetsHaveNoServiceEndpointsConfigured. Error Message: Subnets ${nameOfId(subnet.id)} of virtual network ` +
        `${subnet.id.replace(/\/subnets\/[^/]+$/i, "")} do not have ServiceEndpoints for Microsoft.KeyVault resources ` +
        "configured. Add Microsoft.KeyVault to subnet's ServiceEndpoints collection before trying to ACL " +
        "Microsoft.KeyVault resources to these subnets..",
    );
  }
}

function claimName(request: PutRequest, sent: PlainObject): void {
  const { azure, name } = request;
  const twin = azure.store.ofType("keyvault:Vault").find(({ id }) => nameOfId(id).toLowerCase() === name.toLowerCase());
  if (twin !== undefined) {
    throw conflict(
      "VaultAlreadyExists",
      `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is ` +
        "already taken.",
    );
  }
  const deleted = azure.store.get(deletedId(azure, name));
  if (deleted === undefined) return;
  const until = deleted.facts["until"];
  const expired = typeof until === "number" && until <= azure.now().getTime();
  if (!expired && textAt(sent, "createMode") !== "recover") {
    throw conflict(
      "ConflictError",
      "A vault with the same name already exists in deleted state. You need to either recover or purge existing key " +
        "vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
    );
  }
  azure.store.delete(deleted.id);
}

function deletedId(azure: Azure, name: string): string {
  return `/subscriptions/${azure.subscriptionId}/providers/Microsoft.KeyVault/deletedVaults/${name.toLowerCase()}`;
}

/** Certificates, keys and secrets go with their vault. */
function contentsOf(azure: Azure, name: string): Stored[] {
  const prefix = `https://${name.toLowerCase()}.vault.azure.net/`;
  return azure.store.all().filter(({ id }) => id.toLowerCase().startsWith(prefix));
}
