import { randomBytes } from "node:crypto";

import { propertyOf } from "../types/key-vault";
import type { Azure } from "../types/model";
import { Plain, PlainObject, UNKNOWN, at, equal, isObject, objectsAt, textAt } from "../wire/values";
import { checkCertificatePolicy } from "./certificate-policy";
import type { ClassicModel } from "./models";
import { checkVaultAccess } from "./vault-access";

const defaultUsages = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"];

export const certificate: ClassicModel = {
  type: "azure:keyvault/certificate:Certificate",
  createOnly: ["name", "keyVaultId"],
  put(azure, inputs, existingId) {
    const name = textAt(inputs, "name") ?? "";
    const vaultId = textAt(inputs, "keyVaultId") ?? "";
    const vault = azure.store.get(vaultId);
    if (vault === undefined) throw new Error(`retrieving Key Vault: "${vaultId}" was not found`);
    checkVaultAccess(azure, vault, name, existingId === undefined ? "create" : "update");
    checkCertificatePolicy(inputs);
    const uri = String(propertyOf(vault, "vaultUri") ?? "");
    if (existingId === undefined) refuseTwin(azure, `${uri}certificates/${name}`);
    const before = existingId === undefined ? undefined : azure.store.get(existingId)?.body;
    const outputs =
      before !== undefined && keepsVersion(before, inputs) ? { ...before } : issue(azure, inputs, uri, vaultId);
    if (inputs["tags"] === undefined) delete outputs["tags"];
    else outputs["tags"] = inputs["tags"];
    outputs["certificatePolicy"] = withDefaults(inputs["certificatePolicy"]);
    return { id: textAt(outputs, "id") ?? "", outputs };
  },
  preview: (inputs, oldOutputs) =>
    oldOutputs === undefined || keepsVersion(oldOutputs, inputs) ? {} : unknownVersion(oldOutputs),
  exists(azure, outputs) {
    return azure.store.get(textAt(outputs, "keyVaultId") ?? "") !== undefined;
  },
};

function refuseTwin(azure: Azure, versionlessId: string): void {
  const twin = azure.store.ofType(certificate.type).find(({ body }) => body["versionlessId"] === versionlessId);
  if (twin === undefined) return;
  throw new Error(
    `A resource with the ID "${twin.id}" already exists - to be managed via Terraform this resource needs to be imported ` +
      'into the State. Please see the resource documentation for "azurerm_key_vault_certificate" for more information.',
  );
}

/** Only actions before expiry and tags can change without a new version. */
function keepsVersion(before: PlainObject, inputs: PlainObject): boolean {
  return equal(withoutActions(before["certificatePolicy"]), withoutActions(withDefaults(inputs["certificatePolicy"])));
}

function withoutActions(policy: Plain | undefined): Plain | undefined {
  if (!isObject(policy)) return policy;
  return Object.fromEntries(Object.entries(policy).filter(([name]) => name !== "lifetimeActions"));
}

const ofVersion = [
  "secretId",
  "version",
  "thumbprint",
  "certificateData",
  "certificateDataBase64",
  "resourceManagerId",
];

function unknownVersion(oldOutputs: PlainObject): PlainObject {
  return Object.fromEntries(ofVersion.filter((name) => name in oldOutputs).map((name) => [name, UNKNOWN]));
}

function issue(azure: Azure, inputs: PlainObject, uri: string, vaultId: string): PlainObject {
  const name = textAt(inputs, "name") ?? "";
  const version = randomBytes(16).toString("hex");
  const data = randomBytes(512);
  const months = at(inputs, "certificatePolicy", "x509CertificateProperties", "validityInMonths");
  const created = azure.now();
  const expires = new Date(created);
  expires.setUTCMonth(expires.getUTCMonth() + (typeof months === "number" ? months : 12));
  return {
    id: `${uri}certificates/${name}/${version}`,
    name,
    keyVaultId: vaultId,
    version,
    versionlessId: `${uri}certificates/${name}`,
    secretId: `${uri}secrets/${name}/${version}`,
    versionlessSecretId: `${uri}secrets/${name}`,
    resourceManagerId: `${vaultId}/certificates/${name}/versions/${version}`,
    resourceManagerVersionlessId: `${vaultId}/certificates/${name}`,
    thumbprint: randomBytes(20).toString("hex").toUpperCase(),
    certificateData: data.toString("hex").toUpperCase(),
    certificateDataBase64: data.toString("base64"),
    certificateAttributes: [
      {
        created: created.toISOString(),
        enabled: true,
        expires: expires.toISOString(),
        notBefore: created.toISOString(),
        recoveryLevel: "Recoverable+Purgeable",
        updated: created.toISOString(),
      },
    ],
  };
}

/** What Key Vault adds to a policy that leaves it open. */
function withDefaults(policy: Plain | undefined): PlainObject {
  const sent = isObject(policy) ? visible(policy) : {};
  const x509 = isObject(sent["x509CertificateProperties"]) ? sent["x509CertificateProperties"] : undefined;
  const actions = objectsAt(sent, "lifetimeActions");
  return {
    ...sent,
    ...(actions.length > 0 ? { lifetimeActions: actions } : {}),
    ...(x509 === undefined ? {} : { x509CertificateProperties: { extendedKeyUsages: defaultUsages, ...x509 } }),
  };
}

function visible(value: PlainObject): PlainObject {
  const entries = Object.entries(value).filter(([name]) => !name.startsWith("__"));
  return Object.fromEntries(entries.map(([name, item]) => [name, open(item)]));
}

function open(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(open);
  return isObject(value) ? visible(value) : value;
}
